import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";

import * as fc from "fast-check";

import type { Outbox } from "./outbox";
import { readRequest, type Request, sendMessage } from "./wire";

const KEY = "secret";
const ONCE = { seed: 1, numRuns: 500 };

/** The request that a sent message answers. */
const REQUEST: Request = {
  identities: [Buffer.from("id")],
  header: {
    msg_id: "1",
    msg_type: "a",
    session: "s",
    username: "u",
    version: "5.3",
    date: "",
  },
  content: {},
  receivedAt: 0,
};

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

test("any content comes back from a sent message, and a flipped bit is refused", () => {
  const content = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue());
  fc.assert(
    fc.property(content, fc.nat(), fc.nat(7), (sent, place, bit) => {
      let frames: Buffer[] = [];
      const keep = (parts: (Buffer | string)[]): void => {
        frames = parts.map((part) => Buffer.from(part));
      };
      const outbox = { send: keep } as unknown as Outbox;
      sendMessage(outbox, KEY, REQUEST, { type: "b", content: sent });
      const read = readRequest(KEY, frames);
      assert.equal(read?.header.msg_type, "b");
      assert.deepEqual(read?.content, JSON.parse(JSON.stringify(sent)));
      const signed = frames.slice(3);
      const flat = place % signed.reduce((sum, { length }) => sum + length, 0);
      let at = flat;
      const flipped = signed.find((frame) => {
        if (at < frame.length) return true;
        at -= frame.length;
        return false;
      }) as Buffer;
      flipped[at] ^= 1 << bit;
      assert.equal(readRequest(KEY, frames), undefined);
    }),
    ONCE,
  );
});

test("what is sent is well-formed text, even of half a surrogate pair", () => {
  const units = fc.array(fc.integer({ min: 0xd780, max: 0xe080 }));
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes);
      let sent = "";
      const outbox = {
        send: (parts: (Buffer | string)[]) => (sent = String(parts.at(-1))),
      } as unknown as Outbox;
      sendMessage(outbox, KEY, REQUEST, { type: "b", content: { text } });
      const whole = text.replace(/\p{Surrogate}/gu, "\ufffd");
      assert.deepEqual(JSON.parse(sent), { text: whole });
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
