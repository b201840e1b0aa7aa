import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import * as fc from "fast-check";

import { Tensor } from "../core/base/tensor";
import { temporaryFolder } from "../testing/temporary-folder";
import { readTensors, writeTensors } from "./safetensors";

const ONCE = { seed: 1, numRuns: 200 };

/** An arbitrary tensor, with 32 or 64 bits per number. */
const tensors = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
  .chain((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const range = { minLength: size, maxLength: size };
    return fc
      .oneof(fc.float32Array(range), fc.float64Array(range))
      .map((data) => new Tensor(data, shape));
  });

test("written tensors and metadata are read back bit for bit", (t) => {
  const path = join(temporaryFolder(t), "a.safetensors");
  const names = fc
    .string({ unit: "grapheme" })
    .filter((name) => name !== "__metadata__" && name !== "__proto__");
  const file = fc.record({
    tensors: fc
      .uniqueArray(fc.tuple(names, tensors), { selector: ([name]) => name })
      .map((list) => new Map(list)),
    metadata: fc.dictionary(names, fc.string()),
  });
  fc.assert(
    fc.property(file, (written) => {
      writeTensors(path, written);
      const { tensors, metadata } = readTensors(path);
      assert.deepEqual({ ...metadata }, { ...written.metadata });
      const bits = (all: Map<string, Tensor>) =>
        [...all]
          .map(([name, { data, shape }]) => [name, [...shape], data])
          .sort();
      assert.deepEqual(bits(tensors), bits(written.tensors));
    }),
    ONCE,
  );
});

/** Reads bytes as a file and checks that an error names the file. */
function read(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes);
  try {
    readTensors(path);
  } catch (error) {
    assert.ok(error instanceof RangeError, String((error as Error).stack));
    assert.ok(error.message.includes(JSON.stringify(path)), error.message);
  }
}

test("a file with damaged bytes is read, or rejected with its name", (t) => {
  const path = join(temporaryFolder(t), "damaged.safetensors");
  const one = new Tensor(Float32Array.of(1, 2), [2]);
  writeTensors(path, {
    tensors: new Map([["one", one]]),
    metadata: { a: "b" },
  });
  const whole = readFileSync(path);
  const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), {
    minLength: 1,
    maxLength: 3,
  });
  fc.assert(
    fc.property(damage, fc.nat(whole.length), (changes, length) => {
      const bytes = Uint8Array.from(whole);
      for (const [at, byte] of changes) bytes[at] = byte;
      read(path, bytes);
      read(path, bytes.subarray(0, length));
    }),
    ONCE,
  );
});

test("a file with any JSON as its header is read, or rejected with its name", (t) => {
  const path = join(temporaryFolder(t), "odd.safetensors");
  const entry = fc.record(
    {
      dtype: fc.oneof(fc.constant("F32"), fc.jsonValue()),
      shape: fc.oneof(fc.array(fc.integer({ max: 3 })), fc.jsonValue()),
      data_offsets: fc.oneof(
        fc.tuple(fc.integer(), fc.integer({ max: 64 })),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  );
  const header = fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), entry));
  fc.assert(
    fc.property(header, (value) => {
      const json = Buffer.from(JSON.stringify(value));
      const size = Buffer.alloc(8);
      size.writeBigUInt64LE(BigInt(json.length));
      read(path, Buffer.concat([size, json, Buffer.alloc(16)]));
    }),
    ONCE,
  );
});
