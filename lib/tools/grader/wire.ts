/**
 * Values as JSON, for the pipe between the grader and the process that runs a
 * hand-in. JSON itself has no NaN, no undefined and no typed arrays.
 */

/** A value as JSON; what JSON lacks is an object with the key `$`. */
export type Wire =
  | null
  | boolean
  | number
  | string
  | Wire[]
  | { $: string; of?: string; v?: Wire };

/** More parts than any answer needs. */
const MOST_PARTS = 2_000_000;
const DEEPEST = 60;

interface TypedList {
  readonly name: string;
  from(parts: unknown[]): unknown;
}

const LISTS: ReadonlyMap<string, TypedList> = new Map(
  (
    [
      Float64Array,
      Float32Array,
      Int8Array,
      Int16Array,
      Int32Array,
      Uint8Array,
      Uint8ClampedArray,
      Uint16Array,
      Uint32Array,
      BigInt64Array,
      BigUint64Array,
    ] as unknown as TypedList[]
  ).map((list) => [list.name, list]),
);

/**
 * Writes a value as JSON. Classes become their names, and what their getters
 * give becomes fields.
 *
 * @param value anything
 * @param nameOf a name for a function, if the other side may call it
 * @throws if it is too large or goes round, or as its getters do
 */
export function encode(
  value: unknown,
  nameOf: (code: object) => string = () => "",
): Wire {
  let parts = 0;
  const write = (part: unknown, depth: number): Wire => {
    if (++parts > MOST_PARTS || depth > DEEPEST)
      throw new RangeError("a value is too large, or holds itself");
    if (part === null || typeof part === "boolean" || typeof part === "string")
      return part;
    if (typeof part === "number")
      return Number.isFinite(part) && !Object.is(part, -0)
        ? part
        : { $: "number", v: Object.is(part, -0) ? "-0" : String(part) };
    if (typeof part === "function") return { $: "function", v: nameOf(part) };
    if (typeof part !== "object") return { $: typeof part, v: String(part) };
    const below = (one: unknown): Wire => write(one, depth + 1);
    if (Array.isArray(part)) return Array.from(part, below);
    if (part instanceof Promise) return { $: "promise" };
    if (ArrayBuffer.isView(part) && !(part instanceof DataView))
      return {
        $: "list",
        of:
          (part as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] ?? "",
        v: Array.from(part as unknown as ArrayLike<unknown>, below),
      };
    const of = (part.constructor as { name?: unknown } | undefined)?.name;
    return {
      $: "record",
      ...(typeof of === "string" && of !== "Object" && { of }),
      v: fieldsOf(part).map((key) => [
        key,
        below((part as Record<string, unknown>)[key]),
      ]),
    };
  };
  return write(value, 0);
}

/** The names of an object's own fields and of its class's getters. */
function fieldsOf(value: object): string[] {
  const names = new Set(Object.keys(value));
  let type = Object.getPrototypeOf(value) as object | null;
  for (; type && type !== Object.prototype; type = prototypeOf(type))
    for (const [name, { get }] of Object.entries(
      Object.getOwnPropertyDescriptors(type),
    ))
      if (get) names.add(name);
  return [...names];
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}

/** How {@link decode} makes what JSON cannot hold. */
export interface Making {
  /** the function with this name */
  code(name: string): unknown;
  /** an empty object of this class */
  instance(of: string): object;
}

const PLAIN: Making = {
  code: () => () => undefined,
  instance: () => ({}),
};

/**
 * Reads what {@link encode} wrote. The text may come from anybody: what comes
 * back is data.
 *
 * @throws if `encode` cannot have written it
 */
export function decode(wire: unknown, making: Making = PLAIN): unknown {
  if (wire === null || typeof wire !== "object") return wire;
  if (Array.isArray(wire)) return wire.map((part) => decode(part, making));
  const { $: kind, of, v } = wire as Record<string, unknown>;
  if (kind === "undefined") return undefined;
  if (kind === "number") return Number(text(v));
  if (kind === "bigint") return BigInt(text(v));
  if (kind === "symbol") return Symbol(text(v));
  if (kind === "promise") return Promise.resolve();
  if (kind === "function") return making.code(text(v));
  const list = kind === "list" ? LISTS.get(text(of)) : undefined;
  if (list && Array.isArray(v))
    return list.from(decode(v, making) as unknown[]);
  if (kind === "record" && Array.isArray(v)) {
    const record = making.instance(of === undefined ? "" : text(of));
    for (const [key, part] of v as [unknown, unknown][])
      Object.defineProperty(record, text(key), {
        value: decode(part, making),
        writable: true,
        enumerable: true,
        configurable: true,
      });
    return record;
  }
  throw new TypeError("decode: it must come from encode; it does not.");
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(`decode: a text must stand here; got a ${typeof value}.`);
}
