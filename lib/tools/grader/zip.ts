import { inflateRawSync } from "node:zlib";

import { ensureSize } from "../classroom/hand-in";

/** A file in a zip. */
export interface ZipEntry {
  /** its path there, with forward slashes */
  path: string;
  /** @throws if it cannot be read, or is too large */
  read(): Uint8Array;
}

/** What begins the record at the end, an entry of the list, and a file. */
const [END, ENTRY, FILE] = [0x06054b50, 0x02014b50, 0x04034b50];
/** The record at the end is this long, before a comment of at most 64 kB. */
const END_LENGTH = 22;
const LINK = 0o120000;
const TYPE = 0o170000;

/**
 * Lists the files of a zip, as Moodle and Canvas make them. No file is written.
 *
 * @param bytes the zip
 * @param name for the error message
 * @throws if it is no zip, or one with a password or of more than 4 GB
 */
export function listZip(bytes: Buffer, name: string): ZipEntry[] {
  const fail = (what: string): never => {
    throw new Error(
      `${name}: a zip must hold files that can be read; ${what}. ` +
        `Unpack it, and grade the folder.`,
    );
  };
  let end = bytes.length - END_LENGTH;
  while (end >= 0 && bytes.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) return fail("this is no zip, or not all of it");
  const entries: ZipEntry[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== ENTRY)
      return fail("its list of files is damaged, or it has more than 4 GB");
    const [nameLength, extra, comment] = [28, 30, 32].map((field) =>
      bytes.readUInt16LE(at + field),
    );
    const path = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const head = bytes.subarray(at, at + 46);
    if (!path.endsWith("/"))
      entries.push({ path, read: () => readEntry(bytes, head, path) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function readEntry(bytes: Buffer, head: Buffer, path: string): Uint8Array {
  const flags = head.readUInt16LE(8);
  const method = head.readUInt16LE(10);
  const packed = head.readUInt32LE(20);
  const size = head.readUInt32LE(24);
  const place = head.readUInt32LE(42);
  const isLink = ((head.readUInt32LE(38) >>> 16) & TYPE) === LINK;
  if (isLink) throw new Error(`${path} must be a file; it is a symbolic link.`);
  if (flags & 1) throw new Error(`${path} needs a password.`);
  if (bytes.readUInt32LE(place) !== FILE)
    throw new Error(`${path} is damaged in its zip.`);
  ensureSize(size, path);
  const start =
    place +
    30 +
    bytes.readUInt16LE(place + 26) +
    bytes.readUInt16LE(place + 28);
  const body = bytes.subarray(start, start + packed);
  if (method === 0) return body;
  if (method !== 8) throw new Error(`${path} is packed in an unknown way.`);
  return inflateRawSync(body, { maxOutputLength: Math.max(1, size) });
}
