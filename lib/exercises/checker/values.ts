/** Lists of any kind: plain, Float32Array, Int32Array, ... */
type List = ArrayLike<unknown> & object;

/** Whether `value` is a plain or a typed array. */
export function isList(value: unknown): value is List {
  return (
    Array.isArray(value) ||
    (ArrayBuffer.isView(value) && !(value instanceof DataView))
  );
}

/** Whether `value` is an object with fields: no list, no function, not null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !isList(value);
}

/**
 * A copy that shares no list and no object with the original. Classes are
 * kept; functions are shared.
 *
 * @param value numbers, texts, lists, typed arrays and objects of those
 */
export function deepCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(deepCopy) as T;
  if (isList(value)) return (value as unknown as Float64Array).slice() as T;
  if (!isRecord(value)) return value;
  const copy = Object.create(
    Object.getPrototypeOf(value) as object | null,
  ) as T & object;
  for (const [key, part] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: deepCopy(part),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}

/** Whether two values hold the same, bit for bit; NaN is the same as NaN. */
export function identical(a: unknown, b: unknown): boolean {
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!identical(a[i], b[i])) return false;
    return true;
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => key in b && identical(a[key], b[key]))
    );
  }
  return Object.is(a, b);
}

/** How {@link valueText} writes. */
export interface ValueTextOptions {
  /** significant digits of a number (6) */
  digits?: number;
  /** items of a list that are written out (8) */
  items?: number;
}

/**
 * How a card writes a value: short, rounded, matrices row below row. It never
 * throws, whatever the value does when it is looked at.
 *
 * @param value anything, also what a wrong answer may give
 * @param options digits and items
 */
export function valueText(
  value: unknown,
  options: ValueTextOptions = {},
): string {
  try {
    return write(value, { digits: 6, items: 8, ...options }, DEEPEST);
  } catch {
    return "(a value that cannot be shown)";
  }
}

/** Lists in lists in lists: further down a card shows dots. */
const DEEPEST = 6;

function write(
  value: unknown,
  options: Required<ValueTextOptions>,
  depth: number,
): string {
  if (typeof value === "number")
    return Number.isFinite(value)
      ? String(Number(value.toPrecision(options.digits)))
      : String(value);
  if (typeof value === "string") return clip(JSON.stringify(value), 200);
  if (typeof value === "function") return clip(String(value), 200);
  if (!isList(value) && !isRecord(value)) return String(value);
  if (depth === 0) return "…";
  const text = (part: unknown): string => write(part, options, depth - 1);
  if (isRecord(value)) {
    const fields = Object.entries(value).slice(0, options.items);
    return `{ ${fields.map(([k, v]) => `${k}: ${text(v)}`).join(", ")} }`;
  }
  const shown = Array.from(value).slice(0, options.items).map(text);
  const more = value.length - shown.length;
  if (more > 0) shown.push(`… ${more} more`);
  return `[${shown.join(isList(value[0]) ? ",\n " : ", ")}]`;
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}
