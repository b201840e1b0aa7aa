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
export function damageBytes(choose: Chooser, bytes: Buffer): Buffer {
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
export function damageJson(choose: Chooser, json: string): string {
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
