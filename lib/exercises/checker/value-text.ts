import type { Place } from "./compare";
import { isList, isRecord } from "./values";

/** How {@link valueText} writes. */
export interface ValueTextOptions {
  /** significant digits of a number (6) */
  digits?: number;
  /** items of a list that are written out (8) */
  items?: number;
  /** the part that has to be seen: its items are written out, not the first */
  place?: Place;
}

type Writing = Required<Omit<ValueTextOptions, "place">> & {
  /** whether a tensor's shape is enough */
  terse: boolean;
};

const DIGITS = 6;
const ITEMS = 8;

/** Lists in lists in lists: further down a card shows dots. */
const DEEPEST = 6;

/** How many characters of one value, in six digits, a card shows. */
const LONGEST = 500;

/** How many fields of an object are written out. */
const FIELDS = 12;

/**
 * How a card writes a value: short, rounded, matrices row below row. What is
 * too long is written with fewer items, then with fewer levels. It never
 * throws, whatever the value does when it is looked at.
 *
 * @param value anything, also what a wrong answer may give
 * @param options digits, items and place
 */
export function valueText(
  value: unknown,
  options: ValueTextOptions = {},
): string {
  const { digits = DIGITS, items = ITEMS, place = [] } = options;
  const short = { digits, items: Math.min(items, 3), terse: true };
  try {
    if (isShort(value, items))
      return write(value, { digits, items, terse: false }, DEEPEST, place);
    for (let depth = DEEPEST; depth > 0; depth--) {
      const text = write(value, short, depth, place);
      if (text.length <= LONGEST) return text;
    }
    return clip(write(value, short, 1, place), LONGEST);
  } catch {
    return "(a value that cannot be shown)";
  }
}

/**
 * Whether a card has room for a value in six digits.
 *
 * @param items of a list; more of them are left out
 */
export function isShort(value: unknown, items: number = ITEMS): boolean {
  const options = { digits: DIGITS, items, terse: false };
  try {
    return write(value, options, DEEPEST, []).length <= LONGEST;
  } catch {
    return false;
  }
}

function write(
  value: unknown,
  options: Writing,
  depth: number,
  [key, ...inner]: Place,
): string {
  if (typeof value === "number")
    return Number.isFinite(value)
      ? String(Number(value.toPrecision(options.digits)))
      : String(value);
  if (typeof value === "string") return clip(JSON.stringify(value), 200);
  if (typeof value === "function") return clip(String(value), 200);
  if (!isList(value) && !isRecord(value)) return String(value);
  if (depth === 0) return "…";
  if (options.terse && isTensor(value)) return tensorText(value);
  const text = (part: unknown, at: string): string =>
    write(part, options, depth - 1, at === key ? inner : []);
  if (isRecord(value)) {
    const fields = Object.entries(value);
    const at = fields.findIndex(([k]) => k === key);
    const parts = windowOf(fields.length, FIELDS, at, (i) => {
      const [name, part] = fields[i];
      return `${name}: ${text(part, name)}`;
    });
    return `{ ${parts.join(", ")} }`;
  }
  const at = Number(key ?? 0);
  const parts = windowOf(value.length, options.items, at, (i) =>
    text(value[i], String(i)),
  );
  return `[${parts.join(isList(value[0]) ? ",\n " : ", ")}]`;
}

/** The first `most` of `count` parts, or those around part `at`. */
function windowOf(
  count: number,
  most: number,
  at: number,
  text: (i: number) => string,
): string[] {
  const last = Math.max(0, count - most); // start of the last window
  const start = at < most ? 0 : Math.min(at - (most >> 1), last);
  const end = Math.min(start + most, count);
  const shown: string[] = start > 0 ? [moreText(start)] : [];
  for (let i = start; i < end; i++) shown.push(text(i));
  if (end < count) shown.push(moreText(count - end));
  return shown;
}

function moreText(count: number): string {
  return `… ${count.toLocaleString("en-US")} more`;
}

interface TensorLike {
  shape: ArrayLike<number>;
}

function isTensor(value: object): value is TensorLike {
  return "shape" in value && "data" in value && isList(value.shape);
}

/** `tensor (8, 32)`, as an error message writes a shape. */
function tensorText({ shape }: TensorLike): string {
  return `tensor (${Array.from(shape, String).slice(0, DEEPEST).join(", ")})`;
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
