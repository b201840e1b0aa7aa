import { existsSync } from "node:fs";
import { ensure, show } from "../core/base/expect";
import { openFile, type OpenFile, underRule } from "../disk/read-file";
import { replaceFile } from "../disk/replace-file";
import { type Floats, Tensor } from "../core/base/tensor";
import {
  METADATA,
  MOST_HEADER_BYTES,
  parseHeader,
  type TensorHeader,
} from "./tensor-header";

/**
 * The contents of a safetensors file: named tensors and metadata.
 * @see notebooks/17-beyond.ipynb
 */
export interface TensorFile {
  tensors: Map<string, Tensor>;
  /** name to any text */
  metadata: Record<string, string>;
}

/** A file that was read, with the type and the shape of all its tensors. */
export type ReadTensorFile = TensorFile & TensorHeader;

/** The types of number that are read. Others are valid, and left alone. */
const DECODERS: Record<string, (bytes: ArrayBuffer) => Floats> = {
  F64: (bytes) => new Float64Array(bytes),
  F32: (bytes) => new Float32Array(bytes),
  F16: (bytes) => fromHalf(new Uint16Array(bytes)),
  BF16: (bytes) => fromBrainFloat(new Uint16Array(bytes)),
};

const CURE = "Is the file damaged? Save or download it again.";

/**
 * Writes tensors in the safetensors format, which PyTorch and transformers
 * read: eight bytes for the header's length, the header as JSON, then the
 * numbers.
 *
 * @param path path of the file; an existing one is replaced
 * @param file the tensors, and metadata
 * @throws if a name or a note cannot be written, or the file cannot
 * @see https://github.com/huggingface/safetensors
 */
export function writeTensors(
  path: string,
  { tensors, metadata }: TensorFile,
): void {
  const texts = [...tensors.keys(), ...Object.entries(metadata).flat()];
  const odd = texts.find((text) => !isText(text));
  ensure(
    odd === undefined && !tensors.has(METADATA),
    () =>
      `writeTensors: names and notes must be texts of whole characters, and no ` +
      `tensor may be called ${METADATA}; got ${show(odd ?? METADATA)}. Use ` +
      `JSON.stringify for other notes.`,
  );
  const header = new Map<string, unknown>([[METADATA, metadata]]);
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { data, shape }] of tensors) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const dtype = data instanceof Float32Array ? "F32" : "F64";
    const end = offset + bytes.length;
    header.set(name, { dtype, shape, data_offsets: [offset, end] });
    parts.push(bytes);
    offset = end;
  }
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)));
  // spaces, so that the numbers begin at a multiple of 8 bytes
  const json = Buffer.alloc(Math.ceil(text.length / 8) * 8, " ");
  text.copy(json);
  ensure(
    json.length <= MOST_HEADER_BYTES,
    () =>
      `writeTensors: names, shapes and notes may have ${MOST_HEADER_BYTES} ` +
      `bytes in this format; they have ${json.length}. Write shorter notes.`,
  );
  const size = Buffer.alloc(8); // the length of the header, little-endian
  size.writeBigUInt64LE(BigInt(json.length));
  replaceFile(path, [size, json, ...parts], { where: "writeTensors" });
}

/** Whether a value is a string without half a surrogate pair. */
function isText(value: unknown): boolean {
  return typeof value === "string" && !/\p{Surrogate}/u.test(value);
}

/**
 * Reads a safetensors file. The file is checked against every rule of the
 * format before the first tensor is read.
 *
 * Numbers of 64, 32 and 16 bits (F64, F32, F16, BF16) become tensors; 16 bits
 * become 32. `entries` lists every tensor of the file.
 *
 * @param path path of the file
 * @param names the tensors to read.
 *   @defaultValue all whose type can be read
 * @throws if there is no such file, it is damaged, or it lacks one of `names`
 *   in a type that can be read
 */
export function readTensors(
  path: string,
  names?: Iterable<string>,
): ReadTensorFile {
  ensure(
    existsSync(path),
    () =>
      `readTensors: path must name a file; got ${JSON.stringify(path)}, which does not exist. ` +
      `Was the model saved, and in this folder?`,
  );
  const whose = { where: "readTensors", hint: "Is it the right file?" };
  return openFile(path, whose, (file) => {
    const named = `readTensors: ${JSON.stringify(path)}`;
    const rule = `${named} must be a safetensors file`;
    const { header, bodyStart } = underRule(rule, () => readHeader(file), CURE);
    const { entries } = header;
    const isRead = (name: string): boolean =>
      Object.hasOwn(DECODERS, entries.get(name)?.dtype ?? "");
    const tensors = new Map<string, Tensor>();
    for (const name of names ?? [...entries.keys()].filter(isRead)) {
      const entry = entries.get(name);
      ensure(
        entry !== undefined && isRead(name),
        () =>
          `${named} must hold ${show(name)} as ${Object.keys(DECODERS).join(", ")}; ` +
          `it has ${entry?.dtype ?? "none"}. Is it another model's file?`,
      );
      const { dtype, shape, start, end } = entry;
      const large = `${named} must fit into memory, ${show(name)} with ${end - start} bytes`;
      const allocate = () => new ArrayBuffer(end - start);
      const bytes = underRule(large, allocate, "Use a larger machine.");
      file.read(new Uint8Array(bytes), bodyStart + start);
      tensors.set(name, new Tensor(DECODERS[dtype](bytes), shape));
    }
    return { tensors, ...header };
  });
}

/** Reads the eight bytes of the length, and then the header. */
function readHeader(file: OpenFile): {
  header: TensorHeader;
  bodyStart: number;
} {
  const first = Buffer.alloc(8);
  ensure(file.size >= 8, () => `it must have 8 bytes; got ${file.size}.`);
  file.read(first, 0);
  const length = first.readBigUInt64LE();
  const most = Math.min(MOST_HEADER_BYTES, file.size - 8);
  ensure(
    length <= most,
    () =>
      `the first 8 bytes must give the length of the header, at most ${most}; ` +
      `they give ${length}.`,
  );
  const json = Buffer.alloc(Number(length));
  file.read(json, 8);
  const bodyStart = 8 + json.length;
  return { header: parseHeader(json, file.size - bodyStart), bodyStart };
}

/** 2^e for the exponents of 16-bit floats, whose bias is 15. */
const POWERS = Float64Array.from({ length: 32 }, (_, e) => 2 ** (e - 15));

/**
 * Converts 16-bit floats to 32 bits, which is exact: a sign, an exponent of 5
 * bits, and a fraction of 10 bits.
 */
function fromHalf(halves: Uint16Array): Float32Array {
  const out = new Float32Array(halves.length);
  for (let i = 0; i < out.length; i++) {
    const exponent = (halves[i] >> 10) & 31;
    const fraction = (halves[i] & 1023) / 1024;
    let size = (1 + fraction) * POWERS[exponent];
    if (exponent === 0) size = fraction * POWERS[1]; // the smallest ones
    if (exponent === 31) size = fraction === 0 ? Infinity : NaN;
    out[i] = halves[i] >> 15 ? -size : size;
  }
  return out;
}

/** Converts "brain floats", the upper halves of 32-bit floats, to 32 bits. */
function fromBrainFloat(halves: Uint16Array): Float32Array {
  const bits = Uint32Array.from(halves, (half) => half << 16);
  return new Float32Array(bits.buffer);
}
