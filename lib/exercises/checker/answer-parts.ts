import { mapFields } from "./slip";
import { isList, isRecord } from "./values";

/** Where a part of an answer is: fields, indices, `*` for every item. */
export type Path = readonly string[];

/** An answer of a few rows may hold another thing in each of them. */
const MOST_ROWS = 3;

/** The whole value, every field of it, and its first rows. */
export function partsOf(value: unknown): Path[] {
  const inside = (name: string, part: unknown): Path[] =>
    partsOf(part).map((path) => [name, ...path]);
  if (isRecord(value))
    return [[], ...Object.entries(value).flatMap(([n, v]) => inside(n, v))];
  if (!isList(value) || value.length === 0) return [[]];
  if (isRecord(value[0])) return [[], ...inside("*", value[0]).slice(1)];
  if (!isList(value[0])) return [[]];
  const rows = Array.from(value).slice(0, MOST_ROWS);
  return [[], ...rows.map((_, i) => [String(i)])];
}

export function at(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return value;
  if (name === "*")
    return isList(value) ? Array.from(value, (v) => at(v, rest)) : undefined;
  return isList(value) || isRecord(value)
    ? at((value as Record<string, unknown>)[name], rest)
    : undefined;
}

/** A copy in which the part at `path` is another one. */
export function withPart(
  value: unknown,
  [name, ...rest]: Path,
  part: unknown,
): unknown {
  if (name === undefined) return part;
  if (isRecord(value))
    return mapFields(value, (v, n) =>
      n === name ? withPart(v, rest, part) : v,
    );
  const parts = part as unknown[];
  return Array.from(value as unknown[], (v, i) => {
    if (name === "*") return withPart(v, rest, parts[i]);
    return name === String(i) ? withPart(v, rest, part) : v;
  });
}

/** `` for a result, `weights` for an argument, `result[0]`, `loss`. */
export function nameOf([first, ...rest]: Path): string {
  const inner = rest.filter((name) => name !== "*").join(".");
  if (/^\d/.test(inner)) return `${first}[${inner}]`;
  return first === "result" ? inner : [first, inner].filter(Boolean).join(".");
}
