import { existsSync, readFileSync } from "node:fs";
import { ensure } from "../core/base/expect";
import { replaceFile } from "../core/base/replace-file";
import { sizeOf, Tensor } from "../core/base/tensor";

/**
 * The contents of a safetensors file: named tensors and metadata.
 * @see notebooks/17-beyond.ipynb
 */
export interface TensorFile {
  tensors: Map<string, Tensor>;
  /** name to any text */
  metadata: Record<string, string>;
}

interface Entry {
  dtype: "F32" | "F64";
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Writes tensors in the safetensors format, which PyTorch and transformers
 * read: eight bytes for the header's length, the header as JSON, then the
 * numbers.
 *
 * The file is written under another name and then renamed, so a reader never
 * sees half of it.
 *
 * @param path path of the file; an existing one is replaced
 * @param file the tensors, and metadata
 * @see https://github.com/huggingface/safetensors
 */
export function writeTensors(
  path: string,
  { tensors, metadata }: TensorFile,
): void {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { data, shape }] of tensors) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const dtype = data instanceof Float32Array ? "F32" : "F64";
    const end = offset + bytes.length;
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    parts.push(bytes);
    offset = end;
  }
  const text = JSON.stringify(header);
  // spaces, so that the numbers begin at a multiple of 8 bytes
  const json = Buffer.from(text.padEnd(Math.ceil(text.length / 8) * 8));
  const size = Buffer.alloc(8); // the length of the header, little-endian
  size.writeBigUInt64LE(BigInt(json.length));
  replaceFile(path, [size, json, ...parts], { where: "writeTensors" });
}

/**
 * Reads a safetensors file of 32-bit and 64-bit numbers.
 *
 * @param path path of the file
 * @throws if there is no such file, or it is damaged
 */
export function readTensors(path: string): TensorFile {
  ensure(
    existsSync(path),
    () =>
      `readTensors: path must name a file; got ${JSON.stringify(path)}, which does not exist. ` +
      `Was the model saved, and in this folder?`,
  );
  const file = readFileSync(path);
  const { header, body } = splitFile(path, file);
  const { __metadata__: metadata = {}, ...entries } = header;
  const tensors = new Map<string, Tensor>();
  for (const [name, entry] of Object.entries(entries))
    tensors.set(name, readEntry(path, name, entry, body));
  return { tensors, metadata: metadata as Record<string, string> };
}

function splitFile(
  path: string,
  file: Buffer,
): { header: Record<string, unknown>; body: Buffer } {
  try {
    const length = Number(file.readBigUInt64LE(0));
    const json = file.subarray(8, 8 + length).toString("utf8");
    const header: unknown = JSON.parse(json);
    if (typeof header !== "object" || header === null)
      throw new TypeError(`the header is ${json}`);
    const body = file.subarray(8 + length);
    return { header: header as Record<string, unknown>, body };
  } catch (cause) {
    const rule = `readTensors: ${JSON.stringify(path)} must be a safetensors file`;
    const cure = "its header cannot be read. Save it again.";
    throw new RangeError(`${rule}; ${cure}`, { cause });
  }
}

function readEntry(
  path: string,
  name: string,
  entry: unknown,
  body: Buffer,
): Tensor {
  const where = `readTensors: "${name}" in ${JSON.stringify(path)}`;
  const { dtype, shape, data_offsets } = (entry ?? {}) as Partial<Entry>;
  ensure(
    isCounts(shape) && isCounts(data_offsets) && data_offsets.length === 2,
    () =>
      `${where} must have a shape and the offsets of its bytes; got ` +
      `${JSON.stringify(entry)}. Is the file damaged? Save it again.`,
  );
  const [start, end] = data_offsets;
  const width = dtype === "F32" ? 4 : dtype === "F64" ? 8 : 0;
  const size = sizeOf(shape);
  ensure(
    end <= body.length && width > 0 && end - start === size * width,
    () =>
      `${where} must be ${size} numbers of type F32 or F64; got type ${dtype} ` +
      `and ${body.length - start} of ${end - start} bytes. Was the file cut short?`,
  );
  const bytes = Uint8Array.from(body.subarray(start, end)).buffer;
  const data = width === 4 ? new Float32Array(bytes) : new Float64Array(bytes);
  return new Tensor(data, shape);
}

/** Whether a value is a list of integers of at least 0. */
function isCounts(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.every((count) => Number.isInteger(count) && count >= 0)
  );
}
