import assert from "node:assert/strict";
import {
  existsSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { look, make } from "./library.cjs";
import { courseFolder } from "./course-files.cjs";
import { temporaryFolder } from "../../testing/temporary-folder";

function smallLibrary(t: TestContext): string {
  const compilerOptions = {
    rootDir: "lib",
    outDir: "lib/dist",
    module: "commonjs",
    lib: ["es5"],
    types: [],
    skipLibCheck: true,
  };
  const root = temporaryFolder(t, {
    "tsconfig.json": JSON.stringify({
      compilerOptions,
      include: ["lib"],
      exclude: ["lib/dist", "lib/fast/kernels"],
    }),
    "lib/package.json": "{}",
    "lib/one.ts": "export const one: number = 1;\n",
    "lib/fast/kernels/index.ts":
      "export function one(): i32 {\n  return 1;\n}\n",
    "lib/two.test.ts": "export const two: number = 2;\n",
  });
  const modules = join(courseFolder(), "node_modules");
  symlinkSync(modules, join(root, "node_modules"), "junction");
  return root;
}

test("the library is compiled once, and again when a source changes", async (t) => {
  const root = smallLibrary(t);
  assert.match(look(root)?.cause ?? "", /missing/);
  assert.equal(await make(root), undefined);
  assert.equal(look(root), undefined);
  writeFileSync(join(root, "lib/one.ts"), "export const one: number = 11;\n");
  assert.match(look(root)?.cause ?? "", /changed/);
});

test("a test whose source is deleted is deleted too", async (t) => {
  const root = smallLibrary(t);
  assert.equal(await make(root), undefined);
  assert.ok(existsSync(join(root, "lib/dist/two.test.js")));
  rmSync(join(root, "lib/two.test.ts"));
  assert.equal(await make(root), undefined);
  assert.ok(!existsSync(join(root, "lib/dist/two.test.js")));
  assert.ok(existsSync(join(root, "lib/dist/one.js")));
});

test("without its kernels the library is not ready", async (t) => {
  const root = smallLibrary(t);
  assert.equal(await make(root), undefined);
  rmSync(join(root, "lib/dist/fast/kernels.wasm"));
  assert.match(look(root)?.cause ?? "", /incomplete/);
});

test("a file that was compiled by hand makes the library compile again", async (t) => {
  const root = smallLibrary(t);
  assert.equal(await make(root), undefined);
  const later = Date.now() / 1000 + 60;
  utimesSync(join(root, "lib/dist/one.js"), later, later);
  assert.match(look(root)?.cause ?? "", /changed/);
});

test("a type error is reported with file and line, and the library is not ready", async (t) => {
  const root = smallLibrary(t);
  writeFileSync(join(root, "lib/one.ts"), 'export const one: number = "1";\n');
  assert.match(
    (await make(root))?.cause ?? "",
    /lib\/one\.ts\(1,14\): error TS2322/,
  );
  assert.match(look(root)?.cause ?? "", /missing or incomplete/);
});
