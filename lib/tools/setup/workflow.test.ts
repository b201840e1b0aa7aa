import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { courseFolder, readJson } from "./course-files.cjs";
import { lookAtNode } from "./node-versions.cjs";

const ROOT = courseFolder();
const WORKFLOW = readFileSync(
  join(ROOT, ".github", "workflows", "test.yml"),
  "utf8",
);

test("the workflow tests lines of Node that the course names", () => {
  const lines = /^ +node: \[(.*)\]$/m.exec(WORKFLOW)?.[1].split(", ") ?? [];
  assert.ok(lines.length >= 2);
  const { engines } = readJson(join(ROOT, "package.json")) as {
    engines: { node: string };
  };
  const oldest = Number(/^>=(\d+)/.exec(engines.node)?.[1]);
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const [named] = /You need \[Node\][^]*?still works/.exec(readme) ?? [""];
  for (const line of lines) {
    assert.ok(Number(line) >= oldest, `${line} is older than ${engines.node}`);
    assert.equal(lookAtNode(`${line}.99.0`).trouble, undefined, line);
    assert.match(named, new RegExp(`\\b${line}\\b`));
  }
});

test("every command of the workflow exists, and every action has a version", () => {
  const commands = [...WORKFLOW.matchAll(/^ +run: (.+)$/gm)].map(([, line]) =>
    line.split(" "),
  );
  assert.deepEqual(
    commands.map((words) => words.slice(0, 2).join(" ")),
    [".ci/start", "npm test", "npm test"],
  );
  assert.ok(statSync(join(ROOT, ".ci", "start")).mode & 0o100);
  const folders = commands.flatMap((words) => words.slice(3));
  assert.ok(folders.length > 0);
  for (const name of folders)
    assert.ok(
      ["lib", "lib/tools"].some((at) => existsSync(join(ROOT, at, name))),
      `no test is in ${name}`,
    );
  const actions = [...WORKFLOW.matchAll(/uses: (.+)$/gm)].map(([, one]) => one);
  assert.ok(actions.length > 0);
  for (const action of actions) assert.match(action, /@v\d+\.\d+\.\d+$/);
});
