import { readFileSync, writeFileSync } from "node:fs";

import type { Chooser } from "./chooser";

/** Values that a program did not expect, as JSON. */
const ODD = [
  ...["null", "true", "false", "0", "-1", "0.5", "1", "2", "3", "7", "1e9"],
  ...["9007199254740992", "8000000", "1e308", "1e400", "-0", '""', '"x"'],
  ...['"2"', "[]", "{}", "[[]]", '{"toString":1,"valueOf":1}', '["a b c"]'],
  ...['{"length":1e9}', '{"__proto__":null}', '"\\ud800"', '"rotary"'],
  ...["[".repeat(20_000) + "]".repeat(20_000), `"${"long".repeat(500)}"`],
];

/** Changes bytes at random places: flipped, replaced, put in, lost, cut. */
function damageBytes(choose: Chooser, bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const byte = () => String.fromCharCode(choose.below(256));
  const near = choose.below(2) ? text.length : Math.min(text.length, 400);
  const [start, rest] = [text.slice(0, near), text.slice(near)];
  const flipped = (): string => {
    const at = choose.below(start.length);
    const code = start.charCodeAt(at) ^ (1 << choose.below(8));
    return start.slice(0, at) + String.fromCharCode(code) + start.slice(at + 1);
  };
  const damaged = choose.of([
    () => flipped() + rest,
    () => flipped() + rest,
    () => choose.splice(start, 1, byte()) + rest,
    () => choose.splice(start, 0, byte()) + rest,
    () => choose.splice(start, 1, "") + rest,
    () => choose.splice(start, Math.min(8, start.length), byte()) + rest,
    () => text.slice(0, choose.below(text.length)),
    () => text + byte(),
  ])();
  return Buffer.from(damaged, "latin1");
}

/** Changes one value of a JSON text: replaced, lost, put in, or doubled. */
function damageJson(choose: Chooser, json: string): string {
  const value: unknown = JSON.parse(json);
  const places: { holder: object; key: string }[] = [];
  const visit = (holder: object): void => {
    for (const [key, inner] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof inner === "object" && inner !== null) visit(inner as object);
    }
  };
  visit({ value });
  const { holder, key } = choose.of(places);
  const fields = holder as Record<string, unknown>;
  const mark = "put here";
  const change = choose.of(["replace", "replace", "lose", "add", "twice"]);
  if (key === "value") return choose.of(ODD);
  if (change === "lose") {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete fields[key];
  } else if (change === "twice" && Array.isArray(holder)) {
    holder.splice(Number(key), 0, holder[Number(key)]);
  } else if (change === "add") {
    if (Array.isArray(holder)) holder.push(mark);
    else fields[choose.of(["version", "x", "toString", "nLayers"])] = mark;
  } else fields[key] = mark;
  return JSON.stringify(value).replace(`"${mark}"`, () => choose.of(ODD));
}

/** Damages a file: its bytes, or a value of its JSON. */
export function damage(choose: Chooser, path: string): void {
  const bytes = readFileSync(path);
  const isJson = path.endsWith(".json");
  const isTensors = path.endsWith(".safetensors");
  if (choose.below(2) === 0 || (!isJson && !isTensors))
    writeFileSync(path, damageBytes(choose, bytes));
  else if (isJson)
    writeFileSync(path, damageJson(choose, bytes.toString("utf8")));
  else writeFileSync(path, damageHeader(choose, bytes));
}

/** Damages a value of a header, or of the JSON in its metadata. */
function damageHeader(choose: Chooser, bytes: Buffer): Buffer {
  const length = Number(bytes.readBigUInt64LE());
  const text = bytes.toString("utf8", 8, 8 + length);
  const header = JSON.parse(text) as Record<string, Record<string, string>>;
  const notes = header.__metadata__ ?? {};
  const inner = Object.keys(notes).filter((name) => /^[[{]/.test(notes[name]));
  let damaged: string;
  if (choose.below(3) > 0 && inner.length > 0) {
    const name = choose.of(inner);
    notes[name] = damageJson(choose, notes[name]);
    damaged = JSON.stringify(header);
  } else damaged = damageJson(choose, text);
  const json = Buffer.from(damaged);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([size, json, bytes.subarray(8 + length)]);
}

/**
 * A file without the numbers in it: its JSON with `#` in place of each, also of
 * `null`, which JSON writes for a number that is not finite. Two files with the same one differ in numbers at most.
 */
export function withoutNumbers(path: string): string {
  const bytes = readFileSync(path);
  const end = path.endsWith(".safetensors")
    ? 8 + Number(bytes.readBigUInt64LE())
    : bytes.length;
  const start = path.endsWith(".safetensors") ? 8 : 0;
  const text = bytes.toString("utf8", start, end);
  return text.replace(/null|-?\d+(\.\d+)?([eE][+-]?\d+)?/g, "#").trim();
}
