import { ensure, show, shapeText } from "../core/base/expect";
import { COUNT_LIMIT, JsonReader } from "./json-reader";

/** Where a tensor is in a file, and what it is. */
export interface TensorEntry {
  /** such as "F32" */
  dtype: string;
  shape: readonly number[];
  /** offset of its first byte, and of the one after its last */
  start: number;
  end: number;
}

/** What the header of a safetensors file says. */
export interface TensorHeader {
  /** all tensors by name */
  entries: ReadonlyMap<string, TensorEntry>;
  /** name to any text */
  metadata: Record<string, string>;
}

/** The largest header that the format allows, in bytes. */
export const MOST_HEADER_BYTES = 100_000_000;

/** Name of the field that holds the metadata, not a tensor. */
export const METADATA = "__metadata__";

/** Bits per number of every type that the format knows. */
const BITS: Record<string, number> = {
  ...{ BOOL: 8, U8: 8, I8: 8, U16: 16, I16: 16, U32: 32, I32: 32 },
  ...{ U64: 64, I64: 64, F16: 16, BF16: 16, F32: 32, F64: 64, C64: 64 },
  ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6, F8_E8M0: 8, F8_E4M3: 8, F8_E5M2: 8 },
  ...{ F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8 },
};

/**
 * Parses the header of a safetensors file and checks every rule of the format.
 *
 * @param header JSON in UTF-8
 * @param bodyBytes bytes of the file after its header
 * @throws a `RangeError` with the first rule that is broken
 * @see https://github.com/huggingface/safetensors#format
 */
export function parseHeader(
  header: Uint8Array,
  bodyBytes: number,
): TensorHeader {
  const json = decode(header);
  ensure(json.startsWith("{"), () => `{ must come first; got ${show(json)}.`);
  const entries = new Map<string, TensorEntry>();
  const metadata = new Map<string, string>();
  const reader = new JsonReader(json);
  reader.object((name) => {
    if (name !== METADATA) entries.set(name, readEntry(reader, name));
    else if (!reader.skipNull())
      reader.object((note) => metadata.set(note, reader.string()));
  });
  reader.end();
  ensureCovered(entries, bodyBytes);
  return { entries, metadata: Object.fromEntries(metadata) };
}

function decode(header: Uint8Array): string {
  try {
    const strict = { fatal: true, ignoreBOM: true };
    return new TextDecoder("utf-8", strict).decode(header);
  } catch (cause) {
    throw new RangeError("its header must be UTF-8; it is not.", { cause });
  }
}

function readEntry(reader: JsonReader, name: string): TensorEntry {
  const what = `the tensor ${show(name)}`;
  const found: { dtype?: string; shape?: bigint[]; offsets?: bigint[] } = {};
  reader.object((field) => {
    if (field === "dtype") found.dtype = reader.string();
    else if (field === "shape") found.shape = reader.counts();
    else if (field === "data_offsets") found.offsets = reader.counts();
    else reader.skip();
  });
  const { dtype, shape, offsets } = found;
  ensure(
    dtype !== undefined && shape !== undefined && offsets?.length === 2,
    () => `${what} must have a dtype, a shape and two data_offsets.`,
  );
  ensure(
    Object.hasOwn(BITS, dtype),
    () =>
      `${what} must have one of the types ${Object.keys(BITS).join(", ")}; ` +
      `got ${show(dtype)}.`,
  );
  const lengths = shape.map(Number);
  const times = (a: bigint, b: bigint): bigint => {
    const fits = a * b < COUNT_LIMIT;
    ensure(fits, () => `${what} has more numbers than 64 bits can count.`);
    return a * b;
  };
  const bits = times(shape.reduce(times, 1n), BigInt(BITS[dtype]));
  const [start, end] = offsets;
  ensure(
    bits === 8n * (end - start),
    () =>
      `${what} of type ${dtype} and shape ${shapeText(lengths)} needs ` +
      `${Number(bits) / 8} bytes; its offsets, ${start} and ${end}, differ ` +
      `by ${end - start}.`,
  );
  return { dtype, shape: lengths, start: Number(start), end: Number(end) };
}

/** Checks that each byte of the body belongs to one tensor. */
function ensureCovered(
  entries: ReadonlyMap<string, TensorEntry>,
  bodyBytes: number,
): void {
  const inOrder = [...entries].sort(
    ([, a], [, b]) => a.start - b.start || a.end - b.end,
  );
  let covered = 0;
  for (const [name, { start, end }] of inOrder) {
    ensure(
      start === covered,
      () =>
        `the tensor ${show(name)} must begin at byte ${covered}, where the one ` +
        `before it ends; it begins at ${start}.`,
    );
    covered = end;
  }
  ensure(
    covered === bodyBytes,
    () =>
      `the tensors have ${covered} bytes, but after the header there are ` +
      `${bodyBytes}. ` +
      (covered > bodyBytes ? "Was the file cut short?" : "Was it appended to?"),
  );
}
