import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";

import { ensureSize } from "./hand-in";

/** A file in a zip. */
export interface ZipEntry {
  /** its path there, with forward slashes */
  path: string;
  /** when it was changed, as the zip says, in local time */
  time: Date | undefined;
  /** @throws if it cannot be read, or is too large */
  read(): Uint8Array;
}

/** What begins the record at the end, an entry of the list, and a file. */
const [END, ENTRY, FILE] = [0x06054b50, 0x02014b50, 0x04034b50];
/** The record at the end is this long, before a comment of at most 64 kB. */
const END_LENGTH = 22;
/** Names are UTF-8. */
const UTF_8 = 0x0800;
/** The first of January 1980. */
const FIRST_DAY = 0x21;
/** Who made it: a system whose files have permissions. */
const UNIX = 0x0300;
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
      entries.push({
        ...{ path, time: timeIn(head) },
        read: () => readEntry(bytes, head, path),
      });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

/** The time of an entry, in steps of two seconds, as DOS counted. */
function timeIn(head: Buffer): Date | undefined {
  const [time, date] = [head.readUInt16LE(12), head.readUInt16LE(14)];
  if (date === 0) return undefined;
  return new Date(
    ...([(date >> 9) + 1980, ((date >> 5) & 15) - 1, date & 31] as const),
    ...([time >> 11, (time >> 5) & 63, (time & 31) * 2] as const),
  );
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

/**
 * Makes a zip. Its files are as old as the format, from 1980, so that the same
 * files give the same zip.
 *
 * @param files content by path, with forward slashes
 * @param programs paths of those that may be run
 */
export function zipOf(
  files: Readonly<Record<string, Uint8Array>>,
  programs: readonly string[] = [],
): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(FILE, 0);
    head.writeUInt16LE(20, 4); // version 2.0
    head.writeUInt16LE(UTF_8, 6);
    head.writeUInt16LE(8, 8); // deflate
    head.writeUInt16LE(FIRST_DAY, 12);
    head.writeUInt32LE(crc32(content), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(content.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(ENTRY, 0);
    entry.writeUInt16LE(UNIX | 20, 4);
    head.copy(entry, 6, 4, 28);
    const mode = programs.includes(path) ? 0o100755 : 0o100644;
    entry.writeUInt32LE(mode * 2 ** 16, 38);
    entry.writeUInt32LE(at, 42);
    bodies.push(head, name, packed);
    list.push(entry, name);
    at += head.length + name.length + packed.length;
  }
  const count = Object.keys(files).length;
  const end = Buffer.alloc(END_LENGTH);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, ...list, end]);
}
