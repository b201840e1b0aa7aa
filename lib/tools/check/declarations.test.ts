import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import {
  brokenDeclarations,
  newGenerics,
  tslabTypeScript,
} from "./declarations";
import { courseFolder } from "../setup/course-files.cjs";
import { temporaryFolder } from "../../testing/temporary-folder";

const root = courseFolder();

test("declarations are read with the TypeScript of tslab", () => {
  assert.equal(tslabTypeScript(root).version, "5.0.4");
});

test("tslab can read the library, and no export is `any`", () => {
  assert.deepEqual(brokenDeclarations(root), []);
  assert.deepEqual(newGenerics(join(root, "lib", "dist")), []);
});

test("a typed array with a type argument is reported, by its text and by its effect", (t) => {
  const dist = temporaryFolder(t, {
    "index.d.ts": 'export * from "./a";\n',
    "a.d.ts": "export declare const a: Float32Array<ArrayBuffer>;\n",
    "b.d.ts": "export declare const b: Float32Array;\n",
  });
  assert.equal(newGenerics(dist).length, 1);
  assert.match(newGenerics(dist)[0], /^a\.d\.ts has a typed array/);
  const broken = brokenDeclarations(root, join(dist, "index.d.ts"));
  assert.match(broken.join("\n"), /'Float32Array' is not generic/);
});

test("an export that takes or returns any is reported", (t) => {
  const dist = temporaryFolder(t, {
    "index.d.ts":
      "export declare function good(x: number): number;\n" +
      "export declare function takes(x: any): number;\n" +
      "export declare function returns(): any;\n" +
      "export declare const is: any;\n",
  });
  assert.deepEqual(brokenDeclarations(root, join(dist, "index.d.ts")), [
    "tslab sees `any` in the type of takes.",
    "tslab sees `any` in the type of returns.",
    "tslab sees `any` in the type of is.",
  ]);
});
