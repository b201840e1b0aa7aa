import assert from "node:assert/strict";
import { test } from "node:test";

import { setUp } from "./setup.cjs";
import { describeTrouble, explain, type Part } from "./trouble.cjs";

/** A part that becomes ready when it is made, unless it fails. */
function part(title: string, made: string[], fails = false): Part {
  return {
    title,
    making: `Making ${title}`,
    look: () =>
      made.includes(title) ? undefined : { cause: "missing", cure: "make it" },
    make: () => {
      if (fails) return { cause: "it burst", cure: "try again" };
      made.push(title);
      return undefined;
    },
  };
}

test("Only what is not ready is made, in order, one line each", () => {
  const made = ["b"];
  let said = "";
  const parts = [part("a", made), part("b", made), part("c", made)];
  assert.ok(setUp("/", parts, (text) => (said += text)));
  assert.deepEqual(made, ["b", "a", "c"]);
  assert.match(said, /^Making a \.\.\. [\d.]+ s\nMaking c \.\.\. [\d.]+ s\n$/);
  said = "";
  assert.ok(setUp("/", parts, (text) => (said += text)));
  assert.equal(said, "");
});

test("A part that fails stops the set-up, and the next run goes on from there", () => {
  const made: string[] = [];
  let said = "";
  const print = (text: string): void => void (said += text);
  const bad = part("b", made, true);
  assert.ok(!setUp("/", [part("a", made), bad, part("c", made)], print));
  assert.deepEqual(made, ["a"]);
  assert.match(said, /FAILED {2}b\n +cause: it burst\n +cure: {2}try again\n$/);
  assert.ok(
    setUp(
      "/",
      ["a", "b", "c"].map((name) => part(name, made)),
      print,
    ),
  );
  assert.deepEqual(made, ["a", "b", "c"]);
});

test("What npm and pip say when something is in the way becomes a cause", () => {
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

test("A trouble of several lines stays in its column", () => {
  assert.equal(
    describeTrouble("part", { cause: "one\ntwo", cure: "three" }),
    "FAILED  part\n        cause: one\n               two\n        cure:  three",
  );
});
