import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { KernelDriver } from "../../testing/drive-kernel";
import { lookAtSpec } from "./kernel.cjs";
import { NOTEBOOK_METADATA, readNotebook } from "../notebooks/format";
import { findNotebooks } from "../notebooks/find";
import { temporaryFolder } from "../../testing/temporary-folder";

function spec(...argv: string[]): Record<string, string> {
  return { "kernel.json": JSON.stringify({ argv }), "launcher.js": "" };
}

test("a kernel that starts this folder's launcher is ready", (t) => {
  const course = temporaryFolder(t, { "launcher.js": "" });
  const launcher = join(course, "launcher.js");
  const folder = temporaryFolder(t, spec(process.execPath, launcher));
  assert.equal(lookAtSpec(course, folder), undefined);
});

test("a kernel that is not installed is reported with its folder", (t) => {
  const folder = temporaryFolder(t);
  const trouble = lookAtSpec("/course", folder);
  assert.match(trouble?.cause ?? "", /no kernel named tslab/);
  assert.ok(trouble?.cause.includes(folder));
});

test("a kernel whose launcher is gone is reported with the missing path", (t) => {
  const course = temporaryFolder(t);
  const gone = join(course, "old", "kernel.js");
  const folder = temporaryFolder(t, spec(process.execPath, gone));
  const trouble = lookAtSpec(course, folder);
  assert.ok(trouble?.cause.includes(`${gone}, which does not exist`));
});

test("another kernel of the same name is recognized", (t) => {
  const course = temporaryFolder(t);
  const folder = temporaryFolder(t, spec(process.execPath, "tslab", "kernel"));
  assert.match(
    lookAtSpec(course, folder)?.cause ?? "",
    /starts another kernel: .* tslab kernel/,
  );
});

test("the chapters' metadata equals the kernel's answer", async () => {
  const kernel = await KernelDriver.start();
  const info = await kernel.ask<object>("kernel_info_request", {});
  await kernel.close();
  const { language_info } = NOTEBOOK_METADATA;
  assert.deepEqual({ ...info, language_info }, info);
  for (const path of findNotebooks()) {
    const { metadata } = readNotebook(path);
    assert.deepEqual({ ...metadata, ...NOTEBOOK_METADATA }, metadata);
  }
});
