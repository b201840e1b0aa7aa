import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { KernelDriver, type Message } from "../testing/drive-kernel";
import { installKernel } from "./install";

interface Ending {
  reply: Message & { restart: boolean };
  code: number;
  seconds: number;
}

for (const restart of [false, true]) {
  test(`a kernel ends on request, restart ${restart}`, async (t) => {
    const kernel = await KernelDriver.start();
    t.after(() => kernel.close());
    await kernel.run(`setInterval(() => console.log("tick"), 5);
const watching = new Promise(() => {});`);
    const ending = await kernel.call<Ending>("shutdown", { restart });
    assert.equal(ending.reply.type, "shutdown_reply");
    assert.equal(ending.reply.restart, restart);
    assert.equal(ending.code, 0); // a killed process has another code
  });
}

test("a kernel in an endless loop ends with its parent", async (t) => {
  const kernel = await KernelDriver.start();
  t.after(() => kernel.close());
  const pid = await kernel.call<number>("orphan");
  const start = performance.now();
  while (isRunning(pid)) {
    if (performance.now() - start > 15_000) {
      process.kill(pid, "SIGKILL");
      assert.fail("the kernel outlived its parent by 15 s");
    }
    await pause(100);
  }
});

test("the kernel is installed with absolute paths, over an older one", () => {
  const prefix = mkdtempSync(join(tmpdir(), "some prefix "));
  installKernel({ prefix, node: "/old/node" });
  const folder = installKernel({ prefix });
  assert.equal(folder, join(prefix, "share", "jupyter", "kernels", "tslab"));
  assert.deepEqual(readdirSync(folder).sort(), ["kernel.json", "logo-svg.svg"]);
  const text = readFileSync(join(folder, "kernel.json"), "utf8");
  const kernel = join(__dirname, "kernel.js");
  assert.deepEqual(JSON.parse(text), {
    argv: [process.execPath, kernel, "--config-path", "{connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
    interrupt_mode: process.platform === "win32" ? "message" : "signal",
    env: { NODE_NO_WARNINGS: "1", TINYLLM_PREFIX: prefix },
  });
  rmSync(prefix, { recursive: true });
});

/**
 * A process that has ended may stay listed until its parent reads its exit
 * code.
 */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/\) [ZX] /.test(stat);
  } catch {
    return false;
  }
}
