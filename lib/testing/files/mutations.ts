import { Chooser } from "./chooser";
import {
  type Change,
  inBytes,
  inField,
  inParts,
  inText,
  parts,
  textOf,
} from "./draft";
import {
  BYTES,
  NAMES,
  NUMBERS,
  ODD_TYPES,
  SPACES,
  TYPES,
  VALUES,
} from "./odd-json";

/** A file as bytes, and the kind of change that made it. */
export interface MutatedFile {
  kind: string;
  bytes: Buffer;
}

const HOSTILE_LENGTHS = [0, 1, 7, 8, 99_999_999, 1e8, 100_000_001, 2 ** 31]
  .map(BigInt)
  .concat([2n ** 32n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]);

const CHANGES: Record<string, Change> = {
  "none: a valid file": inText((_, text) => text),
  "bits of the header flipped": inBytes((choose, text) => {
    const bytes = Buffer.from(text, "latin1");
    for (let n = choose.below(3); n >= 0; n--)
      bytes[choose.below(bytes.length)] ^= 1 << choose.below(8);
    return bytes.toString("latin1");
  }),
  "bytes of the header replaced": inBytes((choose, text) =>
    choose.splice(text, 1, choose.of(BYTES)),
  ),
  "bytes put into the header": inBytes((choose, text) =>
    choose.splice(text, 0, choose.of(BYTES)),
  ),
  "bytes of the header lost": inBytes((choose, text) =>
    choose.splice(text, Math.min(text.length, 1 + choose.below(4)), ""),
  ),
  "length of the header": (choose, list, body) => {
    const header = Buffer.from(textOf(list));
    const near = BigInt(Math.max(0, header.length + choose.below(9) - 4));
    const flipped = BigInt(header.length) ^ (1n << BigInt(choose.below(64)));
    return {
      header,
      body,
      length: choose.of([near, flipped, choose.of(HOSTILE_LENGTHS)]),
    };
  },
  "body cut or continued": (choose, list, body) => ({
    header: Buffer.from(textOf(list)),
    body: Math.max(0, body + choose.below(17) - 8),
  }),
  "another JSON in place of the header": inText((choose, text) =>
    choose.of([...VALUES, `[${text}]`, `${text}${text}`, "", "{", '"', text]),
  ),
  "space before or after the header": inText((choose, text) => {
    const [before, after] = [
      choose.of(["", ...SPACES]),
      choose.of(["", ...SPACES]),
    ];
    return before + text + after;
  }),
  "a tensor twice": inParts((choose, list) => {
    const twin = structuredClone(choose.of(list));
    if (choose.below(2)) twin.name = choose.of(NAMES);
    list.splice(choose.below(list.length + 1), 0, twin);
  }),
  "a field twice": inParts((choose, list) => {
    const { fields } = choose.of(list);
    fields.splice(choose.below(4), 0, [...choose.of(fields)]);
  }),
  "a field missing": inParts((choose, list) => {
    choose.of(list).fields.splice(choose.below(3), 1);
  }),
  "an unknown field": inParts((choose, list) => {
    const nested = choose.of([1, 3, 124, 125, 126, 127, 500]);
    const deep = "[".repeat(nested) + "]".repeat(nested);
    const deeper = '{"a":'.repeat(nested) + "1" + "}".repeat(nested);
    const value = choose.of([...VALUES, deep, deeper]);
    const name = choose.of(["note", "Dtype", "", "\\u0064type", "\\ud800"]);
    choose.of(list).fields.splice(choose.below(4), 0, [name, value]);
  }),
  "offsets: holes and overlaps": inParts((choose, list) => {
    const part = choose.of(list);
    const [start, end] = JSON.parse(part.fields[2][1]) as number[];
    const shift = choose.of([-8, -4, -1, 1, 4, 8, 2 ** 32, 2 ** 53]);
    const [first, last] = choose.of([
      [start + shift, end + shift],
      [start, end + shift],
      [start + shift, end],
      [end, start],
      [start, start],
    ]);
    part.fields[2][1] = `[${first},${last}]`;
  }),
  "offsets: other values": inParts((choose, list) => {
    const one = choose.of(VALUES);
    const other = choose.of(["0", "4", "16", choose.of(VALUES)]);
    const odd = [`[${one}]`, `[${other},${one},0]`, one];
    choose.of(list).fields[2][1] = choose.of([
      `[${one},${other}]`,
      `[${other},${one}]`,
      ...odd,
    ]);
  }),
  "shape: other values": inParts((choose, list) => {
    const [one, other] = [choose.of(VALUES), choose.of(NUMBERS)];
    choose.of(list).fields[1][1] = choose.of([
      `[${one}]`,
      `[${one},${other}]`,
      `[0,${one},${other}]`,
      one,
    ]);
  }),
  "shape: products of 64 bits and more": inParts((choose, list) => {
    const part = choose.of(list);
    const lengths = ["0", "1", "2", "4294967295", "4294967296"].concat([
      "9223372036854775807",
      "9223372036854775808",
      "18446744073709551615",
    ]);
    const shape = Array.from({ length: choose.below(5) }, () =>
      choose.of(lengths),
    );
    part.fields[1][1] = `[${shape.join(",")}]`;
    if (choose.below(2)) part.fields[2][1] = "[0,0]";
  }),
  "another type": inField(
    "dtype",
    [...TYPES.map(({ name }) => name), ...ODD_TYPES]
      .map((name) => `"${name}"`)
      .concat(VALUES),
  ),
  "another value of a field": inField(undefined, VALUES),
  "an entry that is not an object": (choose, list, body) => {
    const text = textOf(list).replace(
      /:\{[^}]*\}/,
      `:${choose.of([...VALUES, '["F32",[4],[0,16]]'])}`,
    );
    return { header: Buffer.from(text), body };
  },
  "another name": inParts((choose, list) => {
    choose.of(list).name = choose.of(NAMES);
  }),
  "other metadata": (choose, list, body) => {
    const value = choose.of(VALUES);
    const note = `{${choose.of(NAMES)}:${choose.of(['"x"', value])}}`;
    const twice = `{"a":"b","a":${choose.of(['"c"', value])}}`;
    const text = textOf(list, choose.of([value, note, twice, note]));
    return { header: Buffer.from(text), body };
  },
  "one number written in another way": inText((choose, text) => {
    const found = [...text.matchAll(/\d+/g)];
    if (found.length === 0) return text;
    const { 0: digits, index } = choose.of(found);
    const by = choose.of([
      `${digits}.0`,
      `${digits}e0`,
      `-${digits}`,
      `0${digits}`,
      `"${digits}"`,
      ` ${digits} `,
      ...NUMBERS,
    ]);
    return text.slice(0, index) + by + text.slice(index + digits.length);
  }),
};

/** Names of the kinds of change. */
export const KINDS = Object.keys(CHANGES);

/**
 * Makes safetensors files of which most are broken, each in one way.
 *
 * @param count number of files
 * @param seed the same seed gives the same files
 */
export function* mutatedFiles(
  count: number,
  seed: number,
): Generator<MutatedFile> {
  const choose = new Chooser(seed);
  for (let n = 0; n < count; n++) {
    const kind = KINDS[n % KINDS.length];
    const list = parts(choose);
    const full = list.reduce((sum, { bytes }) => sum + bytes, 0);
    const { header, body, length } = CHANGES[kind](choose, list, full);
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(length ?? BigInt(header.length));
    let bytes = Buffer.concat([size, header, Buffer.alloc(body, 0x3f)]);
    if (kind.startsWith("body") && choose.below(3) === 0)
      bytes = bytes.subarray(0, choose.below(bytes.length + 1));
    yield { kind, bytes };
  }
}
