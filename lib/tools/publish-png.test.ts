import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";

import { encodePng, type Pixels } from "./publish-png";

/** Reads what encodePng writes: one palette, no filters, no interlacing. */
function decode(png: Buffer): Pixels {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    const name = png.toString("latin1", at + 4, at + 8);
    chunks.set(name, png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const header = chunks.get("IHDR") ?? Buffer.alloc(13);
  const palette = chunks.get("PLTE") ?? Buffer.alloc(0);
  const rows = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const entry = 3 * (rows[i + Math.floor(i / width) + 1] ?? 0);
    rgba.set([...palette.subarray(entry, entry + 3), 255], 4 * i);
  }
  return { width, height, rgba };
}

function picture(
  width: number,
  height: number,
  colour: (x: number, y: number) => number[],
): Pixels {
  const pixels = Array.from({ length: width * height }, (_, i) => [
    ...colour(i % width, Math.floor(i / width)),
    255,
  ]);
  return { width, height, rgba: Uint8Array.from(pixels.flat()) };
}

test("a picture of 256 colours is kept pixel for pixel", () => {
  const original = picture(16, 16, (x, y) => [x * 17, y * 17, (x * y) & 255]);
  assert.deepEqual(decode(encodePng(original)), original);
});

test("a picture of one colour, and one of one pixel, are kept", () => {
  const plain = picture(3, 5, () => [250, 128, 1]);
  assert.deepEqual(decode(encodePng(plain)), plain);
  const dot = picture(1, 1, () => [1, 2, 3]);
  assert.deepEqual(decode(encodePng(dot)), dot);
});

test("a picture of more colours keeps each channel within 24 of 255", () => {
  const original = picture(64, 64, (x, y) => [x * 4, y * 4, 128]);
  const { rgba } = decode(encodePng(original));
  const off = rgba.map((v, i) => Math.abs(v - (original.rgba[i] ?? 0)));
  assert.ok(Math.max(...off) <= 24, `got ${Math.max(...off)}`);
  assert.ok(Math.max(...off) > 0, "4096 colours do not fit a palette");
});

test("the same pixels give the same bytes", () => {
  const make = (): Buffer =>
    encodePng(picture(40, 30, (x, y) => [x * 6, y * 8, (x * y) % 256]));
  assert.deepEqual(make(), make());
});

test("bytes that do not fit the width and height are refused", () => {
  const wrong = { width: 2, height: 2, rgba: new Uint8Array(15) };
  assert.throws(() => encodePng(wrong), /2 x 2 must have 16 bytes; got 15/);
});
