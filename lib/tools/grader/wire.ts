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
  const seen = new Map<object, number>();
  const open = new Set<object>();
  const write = (part: unknown): Wire => {
    if (++parts > MOST_PARTS) throw new RangeError("a value is too large");
    if (part === null || typeof part === "boolean" || typeof part === "string")
      return part;
    if (typeof part === "number")
      return Number.isFinite(part) && !Object.is(part, -0)
        ? part
        : { $: "number", v: Object.is(part, -0) ? "-0" : String(part) };
    if (typeof part === "symbol")
      return { $: "symbol", v: part.description ?? "" };
    if (typeof part === "function") return { $: "function", v: nameOf(part) };
    if (typeof part !== "object")
      return { $: typeof part, v: `${part as bigint}` };
    if (part instanceof Promise) return { $: "promise" };
    if (open.has(part)) throw new RangeError("a value holds itself");
    const before = seen.get(part);
    if (before !== undefined) return { $: "same", v: before };
    seen.set(part, seen.size);
    open.add(part);
    const written = writeObject(part, write);
    open.delete(part);
    return written;
  };
  return write(value);
}

function writeObject(value: object, write: (part: unknown) => Wire): Wire {
  if (Array.isArray(value)) return Array.from(value, write);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const list = value as unknown as ArrayLike<unknown>;
    const of = Object.prototype.toString.call(value).slice(8, -1);
    return { $: "list", of, v: Array.from(list, write) };
  }
  const of = (value.constructor as { name?: unknown } | undefined)?.name;
  return {
    $: "record",
    ...(typeof of === "string" && of !== "Object" && { of }),
    v: fieldsOf(value).map((key) => [
      key,
      write((value as Record<string, unknown>)[key]),
    ]),
  };
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
  const seen: { value: unknown; size: number }[] = [];
  let parts = 0;
  const count = (more: number): void => {
    parts += more;
    if (parts > MOST_PARTS) throw new RangeError("decode: too many parts.");
  };
  const read = (part: unknown): unknown => {
    count(1);
    if (part === null || typeof part !== "object") return part;
    const { $: kind, of, v } = part as Record<string, unknown>;
    if (kind === "same") {
      const { value, size } = seen[Number(v)];
      count(size);
      return value;
    }
    if (!Array.isArray(v) && !Array.isArray(part))
      return readSimple(kind, v, making);
    // An object that is not complete is as large as all there may be.
    const entry = { value: undefined as unknown, size: MOST_PARTS };
    const before = parts;
    seen.push(entry);
    if (Array.isArray(part)) entry.value = part.map(read);
    else if (kind === "list")
      entry.value = LISTS.get(text(of))?.from((v as unknown[]).map(read));
    else entry.value = readRecord(v as unknown[], of, read, making);
    entry.size = parts - before;
    return entry.value;
  };
  return read(wire);
}

function readRecord(
  fields: unknown[],
  of: unknown,
  read: (part: unknown) => unknown,
  making: Making,
): object {
  const record = making.instance(of === undefined ? "" : text(of));
  for (const [key, value] of fields as [unknown, unknown][])
    Object.defineProperty(record, text(key), {
      value: read(value),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  return record;
}

function readSimple(kind: unknown, v: unknown, making: Making): unknown {
  if (kind === "undefined") return undefined;
  if (kind === "promise") return Promise.resolve();
  if (kind === "number") return Number(text(v));
  if (kind === "bigint") return BigInt(text(v));
  if (kind === "symbol") return Symbol(text(v));
  if (kind === "function") return making.code(text(v));
  throw new TypeError("decode: it must come from encode; it does not.");
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(`decode: a text must stand here; got a ${typeof value}.`);
}
