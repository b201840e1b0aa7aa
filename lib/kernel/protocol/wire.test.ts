import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import * as fc from "fast-check";

import { readRequest } from "./wire";

const KEY = "secret";
const ONCE = { seed: 1, numRuns: 500 };

/** Possible frames: any bytes, the delimiter, or JSON. */
const frames = fc.oneof(
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.from("<IDS|MSG>")),
  fc.json().map((text) => Buffer.from(text)),
);

test("arbitrary frames are not a request", () => {
  const message = fc.array(frames, { maxLength: 8 });
  const unsigned = (list: Buffer[]): void =>
    assert.equal(readRequest(KEY, list), undefined);
  fc.assert(fc.property(message, unsigned), ONCE);
});

test("a signed message is a request if and only if its header is an object with a type", () => {
  const message = fc.array(frames, { minLength: 4, maxLength: 4 });
  const header = fc.oneof(
    frames,
    fc
      .record({ msg_type: fc.string(), date: fc.jsonValue() })
      .map((value) => Buffer.from(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(header, message, (first, [id, ...rest]) => {
      const parts = [first, ...rest];
      const hash = createHmac("sha256", KEY);
      for (const part of parts) hash.update(part);
      const delimiter = Buffer.from("<IDS|MSG>");
      fc.pre(!id.equals(delimiter));
      const signature = Buffer.from(hash.digest("hex"));
      const request = readRequest(KEY, [id, delimiter, signature, ...parts]);
      assert.equal(request !== undefined, hasType(first));
      if (request) assert.deepEqual(request.identities, [id]);
    }),
    ONCE,
  );
});

function hasType(header: Buffer): boolean {
  try {
    const value = JSON.parse(header.toString()) as {
      msg_type?: unknown;
    } | null;
    return typeof value?.msg_type === "string";
  } catch {
    return false;
  }
}
