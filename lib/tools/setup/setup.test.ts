import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";

import { courseFolder, readJson } from "./course-files.cjs";
import { setUp } from "./setup.cjs";
import {
  describeTrouble,
  explain,
  type Part,
  type Trouble,
} from "./failures.cjs";

/** A part that becomes ready when it is made, unless it fails. */
function part(
  title: string,
  made: string[],
  { needs = [], trouble }: { needs?: Part[]; trouble?: Trouble } = {},
): Part {
  return {
    title,
    making: `Making ${title}`,
    needs,
    look: () =>
      made.includes(title) ? undefined : { cause: "missing", cure: "make it" },
    make: async () => {
      await nextTurn();
      if (!trouble) made.push(title);
      return trouble;
    },
  };
}

/** What set-up prints, without the seconds. */
async function said(
  parts: Part[],
): Promise<{ isReady: boolean; out: string[] }> {
  const out: string[] = [];
  const isReady = await setUp("/", parts, (line) =>
    out.push(line.replace(/\([\d.]+ s\)/, "(n s)")),
  );
  return { isReady, out };
}

test("only parts that are not ready are made, each after those it needs", async () => {
  const made = ["b"];
  const [a, b, c] = [part("a", made), part("b", made), part("c", made)];
  const d = part("d", made, { needs: [a, b] });
  assert.deepEqual(await said([d, a, b, c]), {
    isReady: true,
    out: [
      ...["Making a ...", "Making c ..."],
      ...["ok  a (n s)", "Making d ...", "ok  c (n s)", "ok  d (n s)"],
    ],
  });
  assert.deepEqual(await said([d, a, b, c]), { isReady: true, out: [] });
});

test("a part that fails stops those that need it, and the next run goes on", async () => {
  const made: string[] = [];
  const trouble = { cause: "it broke", cure: "try again" };
  const bad = part("b", made, { trouble });
  const last = part("c", made, { needs: [bad] });
  const { isReady, out } = await said([part("a", made), bad, last]);
  assert.equal(isReady, false);
  assert.deepEqual(made, ["a"]);
  assert.ok(out.includes(describeTrouble("b", trouble)));
  const good = part("b", made);
  const again = await said([
    part("a", made),
    good,
    part("c", made, { needs: [good] }),
  ]);
  assert.equal(again.isReady, true);
  assert.deepEqual(made, ["a", "b", "c"]);
});

test("known messages of npm and pip become a cause", () => {
  const causes: [string, RegExp][] = [
    ["npm error code ENOTFOUND\nnpm error network request", /offline/],
    ["npm error code EAI_AGAIN", /offline/],
    ["Failed to establish a new connection: [Errno 111]", /offline/],
    ["npm error code SELF_SIGNED_CERT_IN_CHAIN", /certificate/],
    ["[SSL: CERTIFICATE_VERIFY_FAILED]", /certificate/],
    ["npm error ENOSPC: no space left on device", /disk is full/],
    ["EACCES: permission denied, mkdir '/x'", /no permission/],
    ["EROFS: read-only file system", /no permission/],
  ];
  for (const [said, cause] of causes)
    assert.match(explain(said, "npm", "the.log").cause, cause);
  const other = explain("a\nerror: odd thing\nb", "npm", "the.log");
  assert.equal(other.cause, "npm failed and said:\nerror: odd thing");
  assert.match(other.cure, /the\.log/);
});

test("a cause of several lines stays in its column", () => {
  assert.equal(
    describeTrouble("part", { cause: "one\ntwo", cure: "three" }),
    "FAILED  part\n        cause: one\n               two\n        cure:  three",
  );
});

test("every command of package.json has its tool", () => {
  const root = courseFolder();
  const { scripts } = readJson(join(root, "package.json")) as {
    scripts: Record<string, string>;
  };
  const entry = /^node lib\/tools\/setup\/bootstrap\.cjs ([\w/]+)$/;
  for (const [name, line] of Object.entries(scripts)) {
    const tool = entry.exec(line)?.[1];
    if (!tool || tool === "setup" || tool === "doctor") continue;
    const file = join(root, "lib", `${tool}.ts`);
    assert.ok(existsSync(file), `npm run ${name} needs ${file}`);
  }
});
