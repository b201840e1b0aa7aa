import type { Chooser } from "./chooser";
import { TYPES } from "./odd-json";

/** A tensor of a header as JSON text, with what it takes in the body. */
export interface Part {
  name: string;
  fields: [string, string][];
  bytes: number;
}

/** A valid file: up to four tensors, of any types, in any order. */
export function parts(choose: Chooser): Part[] {
  let offset = 0;
  const list = Array.from({ length: choose.below(5) }, (_, index): Part => {
    const { name: dtype, bits } = choose.of(TYPES);
    const shape = choose.of([[], [4], [2, 2], [0], [3, 0, 2], [8, 1, 2], [4]]);
    const count = shape.reduce<number>((size, length) => size * length, 1);
    const bytes = Math.ceil((count * bits) / 8);
    const data_offsets = `[${offset},${(offset += bytes)}]`;
    const name = JSON.stringify(choose.of(["w", "blocks.0.up", "b"]) + index);
    const fields: [string, string][] = [
      ["dtype", JSON.stringify(dtype)],
      ["shape", JSON.stringify(shape)],
      ["data_offsets", data_offsets],
    ];
    return { name, fields, bytes };
  });
  return choose.below(2) ? list : list.reverse();
}

/** Good metadata. */
export const METADATA = [
  '{"a":"b"}',
  "{}",
  '{"config":"{\\"n\\":1}","é":"日"}',
];

/** The header of these tensors, in their order. */
export function textOf(list: readonly Part[], metadata?: string): string {
  const entries = list.map(({ name, fields }) => {
    const texts = fields.map(([field, value]) => `"${field}":${value}`);
    return `${name}:{${texts.join(",")}}`;
  });
  const first = metadata === undefined ? [] : [`"__metadata__":${metadata}`];
  return `{${[...first, ...entries].join(",")}}`;
}

/** A header and a body, before they become one file. */
export interface Draft {
  header: Buffer;
  body: number;
  /** @defaultValue the length of the header */
  length?: bigint;
}

/** Makes a file from tensors whose bytes are `body` together. */
export type Change = (choose: Chooser, list: Part[], body: number) => Draft;

/** A change of the header's text. */
export function inText(
  change: (choose: Chooser, text: string) => string,
): Change {
  return (choose, list, body) => {
    const metadata = choose.of([undefined, ...METADATA]);
    const text = change(choose, textOf(list, metadata));
    return { header: Buffer.from(text), body };
  };
}

/** A change of the header's bytes. */
export function inBytes(
  change: (choose: Chooser, text: string) => string,
): Change {
  return (choose, list, body) => {
    const utf8 = Buffer.from(textOf(list, choose.of(METADATA)));
    const header = Buffer.from(
      change(choose, utf8.toString("latin1")),
      "latin1",
    );
    return { header, body };
  };
}

/** A change of one field of one tensor. */
export function inField(field: string | undefined, values: string[]): Change {
  return inParts((choose, list) => {
    const part = choose.of(list);
    const chosen = choose.of(
      part.fields.filter(([name]) => name === (field ?? name)),
    );
    chosen[1] = choose.of(values);
  });
}

/** A change of the list of tensors. */
export function inParts(
  change: (choose: Chooser, list: Part[]) => void,
): Change {
  return (choose, list, body) => {
    if (list.length > 0) change(choose, list);
    return { header: Buffer.from(textOf(list, choose.of(METADATA))), body };
  };
}
