import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { courseFolder, readJson } from "../setup/places.cjs";

const root = courseFolder();
const DOCUMENTS = [
  "README.md",
  ".github/CONTRIBUTING.md",
  "datasets/README.md",
];

/** What commands make; a fresh clone does not have it. */
const MADE = /^(node_modules|\.venv|\.artifacts|classroom|lib\/dist)\b/;

function textOf(document: string): string {
  return readFileSync(join(root, document), "utf8");
}

test("Every npm command in the documents exists", () => {
  const { scripts } = readJson(join(root, "package.json")) as {
    scripts: Record<string, string>;
  };
  for (const document of DOCUMENTS) {
    const named = textOf(document).matchAll(/(?:`|^)npm (run )?([a-z-]+)/gm);
    for (const [command, run, script] of named) {
      const known = run ? [] : ["install", "ci"];
      assert.ok(
        script in scripts || known.includes(script),
        `${document}: there is no ${command}`,
      );
    }
  }
});

test("Every tool that package.json runs through the door exists", () => {
  const { scripts } = readJson(join(root, "package.json")) as {
    scripts: Record<string, string>;
  };
  const door = /^node lib\/tools\/setup\/bootstrap\.cjs ([\w/]+)$/;
  for (const [name, line] of Object.entries(scripts)) {
    const tool = door.exec(line)?.[1];
    if (!tool || tool === "setup" || tool === "doctor") continue;
    const file = join(root, "lib/tools", `${tool}.ts`);
    assert.ok(existsSync(file), `npm run ${name} needs ${file}`);
  }
});

test("Every path in the documents exists", () => {
  const paths = /`((?:\.?[\w-]+\/)+[\w.-]*)`/g;
  for (const document of DOCUMENTS) {
    for (const [, path] of textOf(document).matchAll(paths)) {
      if (MADE.test(path)) continue;
      const places = [join(root, path), join(root, dirname(document), path)];
      assert.ok(places.some(existsSync), `${document} names ${path}`);
    }
  }
});

test("Every folder in the README's tree exists", () => {
  const tree = /```\n(notebooks\/[\s\S]*?)```/.exec(textOf("README.md"))?.[1];
  const named = [...(tree ?? "").matchAll(/^ {2}(\w+)/gm)].map((m) => m[1]);
  assert.ok(named.length >= 6);
  for (const name of named)
    assert.ok(existsSync(join(root, "lib", name)), `there is no lib/${name}`);
});

test("A hub's image gets the same versions as a set-up at home", () => {
  const pins = (document: string): string[] =>
    [...textOf(document).matchAll(/^[\s-]*(\w+==[\d.]+)/gm)].map((m) => m[1]);
  const home = pins("lib/tools/setup/requirements.txt");
  const hub = pins(".binder/environment.yml");
  assert.ok(hub.length >= 4);
  for (const pin of hub) assert.ok(home.includes(pin), `${pin} is not at home`);
});
