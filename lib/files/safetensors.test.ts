import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
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
    .filter((name) => name !== "__metadata__");
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

/** Writes a header and a body of zero bytes. */
function writeRaw(path: string, header: string | Buffer, body = 16): void {
  const json = Buffer.from(header);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(path, Buffer.concat([size, json, Buffer.alloc(body)]));
}

/** The header of a file with one tensor of 16 bytes, and changes of its entry. */
function headerOf(changes: Record<string, unknown> = {}): string {
  const entry = { dtype: "F32", shape: [4], data_offsets: [0, 16] };
  return JSON.stringify({ a: { ...entry, ...changes } });
}

const NUMBERS = '"dtype":"F32","shape":[4],"data_offsets":[0,16]';

/** `NUMBERS` with another way to write 4. */
const withShape = (shape: string): string =>
  `{"a":{${NUMBERS.replace("[4]", shape)}}}`;

test("a file that breaks a rule of the format is refused with the rule", (t) => {
  const path = join(temporaryFolder(t), "broken.safetensors");
  const refused: [what: string, header: string, message: RegExp][] = [
    ["a list", "[]", /\{ must come first; got "\[\]"/],
    ["a number", "5", /\{ must come first; got "5"/],
    ["null", "null", /\{ must come first/],
    ["a text", '"abc"', /\{ must come first/],
    ["nothing", "", /\{ must come first; got ""/],
    ["space first", ` ${headerOf()}`, /\{ must come first/],
    ["a byte order mark", `\uFEFF${headerOf()}`, /\{ must come first/],
    ["more after the end", `${headerOf()}x`, /the end must come at .* got "x"/],
    ["a zero byte after it", `${headerOf()}\0`, /the end must come at/],
    ["a comma too many", '{"a":1,}', /an object must come at/],
    ["a null entry", '{"a":null}', /an object must come at .* got "null}"/],
    ["an empty entry", '{"a":{}}', /"a" must have a dtype, a shape and two/],
    ["a list for an entry", '{"a":["F32",[4],[0,16]]}', /an object must come/],
    ["no shape", '{"a":{"dtype":"F32","data_offsets":[0,16]}}', /"a" must have/],
    ["three offsets", headerOf({ data_offsets: [0, 16, 16] }), /two data_off/],
    ["negative offsets", headerOf({ data_offsets: [-8, -4] }), /whole number .* got -8/],
    ["a text for a shape", headerOf({ shape: "4" }), /an array must come at/],
    ["texts in a shape", headerOf({ shape: ["4"] }), /whole number must come/],
    ["negative lengths", headerOf({ shape: [-2, -2] }), /whole number .* got -2/],
    ["a fraction", headerOf({ shape: [0.5, 8] }), /whole number .* got 0.5/],
    ["4.0", withShape("[4.0]"), /whole number must come .* got 4\.0/],
    ["4e0", withShape("[4e0]"), /whole number must come .* got 4e0/],
    ["-0", withShape("[-0]"), /whole number must come .* got -0/],
    ["2^64", withShape("[0,18446744073709551616]"), /whole number must come/],
    ["a product of 2^64", withShape("[4294967296,4294967296]"), /more numbers than 64 bits/],
    ["that times zero", withShape("[4294967296,4294967296,0]"), /64 bits/],
    ["a wrong size", headerOf({ shape: [3] }), /shape \(3\) needs 12 bytes; .* differ by 16/],
    ["an unknown type", headerOf({ dtype: "f32" }), /one of the types .*; got "f32"/],
    ["half a byte", headerOf({ dtype: "F4", shape: [31] }), /needs 15\.5 bytes/],
    ["a hole", headerOf({ shape: [3], data_offsets: [4, 16] }), /"a" must begin at byte 0/],
    ["bytes at the end", headerOf({ shape: [3], data_offsets: [0, 12] }), /have 12 bytes, .* there are 16\. Was it appended to\?/],
    ["a cut", headerOf({ shape: [8], data_offsets: [0, 32] }), /have 32 bytes, .* there are 16\. Was the file cut short\?/],
    ["an overlap", `{"a":{${NUMBERS}},"b":{${NUMBERS}}}`, /"b" must begin at byte 16/],
    ["a name twice", `{"a":{${NUMBERS}},"\\u0061":{${NUMBERS}}}`, /"a" must occur once/],
    ["a field twice", `{"a":{"dtype":"F32",${NUMBERS}}}`, /"dtype" must occur once/],
    ["metadata twice", '{"__metadata__":{},"__metadata__":{}}', /must occur once/],
    ["a text as metadata", '{"__metadata__":"x"}', /an object must come at/],
    ["a number as a note", '{"__metadata__":{"step":5}}', /a string must come at .* got "5/],
    ["half a surrogate pair", `{"\\ud800":{${NUMBERS}}}`, /string must be well-formed/],
    ["half a pair in what is ignored", `{"a":{"x":"\\udc00",${NUMBERS}}}`, /well-formed/],
    ["a control character", `{"\n":{${NUMBERS}}}`, /string must be well-formed/],
    ["1e400", `{"a":{"x":1e400,${NUMBERS}}}`, /a value must come at .* got ",/],
    ["126 lists in an entry", `{"a":{"x":${"[".repeat(126)}`, /at most 127 values/],
  ]; // prettier-ignore
  for (const [what, header, message] of refused) {
    writeRaw(path, header);
    assert.throws(
      () => readTensors(path),
      (error: Error) => {
        assert.equal(error.name, "RangeError", what);
        const start = `readTensors: ${JSON.stringify(path)} must be a safetensors file: `;
        assert.ok(error.message.startsWith(start), error.message);
        assert.match(error.message, message, what);
        assert.match(error.message, /Save or download it again\.$/, what);
        return true;
      },
      what,
    );
  }
  writeRaw(path, Buffer.from(headerOf().replace("a", "\xff"), "latin1"));
  assert.throws(() => readTensors(path), /its header must be UTF-8/);
});

test("whatever the format allows is read", (t) => {
  const path = join(temporaryFolder(t), "odd.safetensors");
  const zero = '"dtype":"F32","shape":[0,18446744073709551615]';
  const read: [what: string, header: string, names: string[], body?: number][] =
    [
      ["no tensors", "{}", [], 0],
      ["null as metadata", `{"__metadata__":null,"a":{${NUMBERS}}}`, ["a"]],
      ["space after it", `${headerOf()} \n\r\t`, ["a"]],
      ["space between", `{ "a"\n:\t{${NUMBERS}} }`, ["a"]],
      ["a scalar", headerOf({ shape: [], data_offsets: [0, 4] }), ["a"], 4],
      ["an empty tensor", `{"a":{${zero},"data_offsets":[0,0]}}`, ["a"], 0],
      [
        "a field of another program",
        headerOf({ x: { y: [{}, -1.5e3] } }),
        ["a"],
      ],
      ["no name", `{"":{${NUMBERS}}}`, [""]],
      ["a name of JavaScript", `{"__proto__":{${NUMBERS}}}`, ["__proto__"]],
      ["escapes", `{"\\ud83d\\ude00\\/":{${NUMBERS}}}`, ["😀/"]],
    ];
  for (const [what, header, names, body] of read) {
    writeRaw(path, header, body);
    assert.deepEqual([...readTensors(path).tensors.keys()], names, what);
  }
});

test("a file is refused before memory for what it promises is allocated", (t) => {
  const path = join(temporaryFolder(t), "promise.safetensors");
  const size = Buffer.alloc(8);
  const lengths: [bigint, number, RegExp][] = [
    [0n, 0, /\{ must come first; got ""/],
    [99_999_999n, 32, /at most 32; they give 99999999/],
    [2n ** 53n, 32, /at most 32; they give 9007199254740992/],
    [2n ** 64n - 1n, 32, /they give 18446744073709551615/],
    [100_000_001n, 200_000_000, /at most 100000000; they give 100000001/],
  ];
  for (const [length, body, message] of lengths) {
    size.writeBigUInt64LE(length);
    writeFileSync(path, size);
    truncateSync(path, 8 + body); // a hole in the file takes no room
    assert.throws(() => readTensors(path), message);
  }
  for (const bytes of [0, 1, 7]) {
    writeFileSync(path, Buffer.alloc(bytes));
    assert.throws(() => readTensors(path), /it must have 8 bytes; got/);
  }
  const bytes = 2 ** 47;
  writeRaw(path, headerOf({ shape: [bytes / 4], data_offsets: [0, bytes] }));
  assert.throws(
    () => readTensors(path),
    /have 140737488355328 bytes, .* 16\. Was/,
  );
});

test("a folder, a device and a pipe are refused, and nothing waits for them", (t) => {
  const folder = temporaryFolder(t);
  const pipe = join(folder, "pipe");
  assert.throws(
    () => readTensors(folder),
    /readTensors: cannot read .* \(it is a folder; name a file in it\)/,
  );
  if (process.platform === "win32") return;
  execFileSync("mkfifo", [pipe]);
  for (const path of ["/dev/zero", pipe])
    assert.throws(() => readTensors(path), /it is a device or a pipe/);
});

/** numpy wrote it; see fixtures/half.py. */
const HALF = join(__dirname, "../../files/fixtures/half.safetensors");

test("16-bit numbers are converted as numpy converts them", () => {
  const { tensors } = readTensors(HALF);
  for (const kind of ["half", "brain"]) {
    const ours = tensors.get(kind)!;
    const theirs = tensors.get(`${kind} in 32 bits`)!;
    assert.deepEqual(ours.shape, theirs.shape);
    assert.ok(ours.data.length > 200);
    theirs.data.forEach((value, i) =>
      assert.ok(Object.is(ours.data[i], value), `${kind} ${i}: ${value}`),
    );
  }
});

test("a tensor of another type is refused only if it is asked for", () => {
  const { tensors, entries, metadata } = readTensors(HALF);
  assert.deepEqual(metadata, { "made by": "numpy" });
  assert.equal(tensors.has("mask"), false);
  assert.equal(entries.get("mask")?.dtype, "BOOL");
  assert.deepEqual(entries.get("steps")?.shape, [3]);
  assert.deepEqual([...readTensors(HALF, ["half"]).tensors.keys()], ["half"]);
  for (const [name, came] of [
    ["mask", "BOOL"],
    ["steps", "I64"],
    ["x", "none"],
  ])
    // prettier-ignore
    assert.throws(
      () => readTensors(HALF, [name]),
      new RegExp(`half\\.safetensors" must hold "${name}" as F64, F32, F16, BF16; it has ${came}`),
    );
});

test("what the format cannot hold is not written", (t) => {
  const path = join(temporaryFolder(t), "new.safetensors");
  const one = new Tensor(Float32Array.of(1, 2), [2]);
  const named = (name: string) => new Map([[name, one]]);
  const metadata = { note: "ä 日 😀" };
  writeTensors(path, { tensors: named("__proto__"), metadata });
  const file = readFileSync(path);
  assert.equal(file.readBigUInt64LE() % 8n, 0n);
  const back = readTensors(path);
  assert.deepEqual(back.tensors.get("__proto__"), one);
  assert.deepEqual(back.metadata, metadata);
  const refused: [Parameters<typeof writeTensors>[1], RegExp][] = [
    [{ tensors: named("__metadata__"), metadata }, /got "__metadata__"/],
    [{ tensors: named("\ud800"), metadata }, /texts of whole characters/],
    [{ tensors: new Map(), metadata: { a: "\udc00" } }, /whole characters/],
    [{ tensors: new Map(), metadata: { a: 5 as never } }, /got 5\. Use JSON/],
    [
      { tensors: new Map(), metadata: { a: "x".repeat(100_000_000) } },
      /may have 100000000 bytes in this format; they have 100000\d+\. Write/,
    ],
  ];
  for (const [content, message] of refused) {
    assert.throws(() => writeTensors(path, content), message);
    assert.deepEqual(readFileSync(path), file);
  }
});
