import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { KERNELS } from "./kernel-table";
import { FIRST_ADDRESS } from "./memory";

const sources = join(__dirname, "../../fast/kernels");
const wasm = readFileSync(join(__dirname, "kernels.wasm"));

test("the table names each kernel's arguments in the order of its source", () => {
  const found: Record<string, string[]> = {};
  for (const file of readdirSync(sources)) {
    const text = readFileSync(join(sources, file), "utf8");
    for (const [, name, list] of text.matchAll(
      /^export function (\w+)\(([^)]*)\)/gm,
    )) {
      const names = Array.from(list.matchAll(/(\w+): /g), ([, word]) => word);
      if (names[0] === "task") found[name] = names.slice(2);
    }
  }
  const table = Object.fromEntries(
    Object.entries(KERNELS).map(([name, names]) => [name, [...names]]),
  );
  assert.deepEqual(found, table);
});

test("every kernel of the table is exported by the compiled module", () => {
  const memory = new WebAssembly.Memory({
    initial: 16,
    maximum: 65_536,
    shared: true,
  });
  const module = new WebAssembly.Module(wasm);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  for (const [name, names] of Object.entries(KERNELS)) {
    const kernel = exports[name] as { length: number };
    assert.equal(kernel.length, names.length + 2, name);
  }
  const heapBase = (exports.heapBase as () => number)();
  assert.ok(heapBase <= FIRST_ADDRESS, "constants are below all tensors");
});
