import { constants } from "node:buffer";
import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { ensure } from "../core/base/expect";

/** A file that is open for reading. */
export interface OpenFile {
  /** in bytes */
  size: number;
  /** Fills `into` with the bytes from `position` on. */
  read(into: Uint8Array, position: number): void;
}

/** Whose file it is, for messages. */
export interface FileReader {
  /** name of the calling function */
  where: string;
  /** the likely cure, a sentence */
  hint: string;
}

const REASONS: Record<string, string> = {
  ENOENT: "no such file",
  ENOTDIR: "a part of the path is a file, not a folder",
  EACCES: "no permission to read it",
};

/** Bytes that one call reads; the system has a limit of about 2 GB. */
const MOST_AT_ONCE = 2 ** 30;

/**
 * Opens a file, runs `use` with it, and closes it. A pipe or a device is
 * rejected, because it may never end.
 *
 * @param path path of the file
 * @returns what `use` returns
 * @throws a `RangeError` that names the path and the reason
 */
export function openFile<T>(
  path: string,
  { where, hint }: FileReader,
  use: (file: OpenFile) => T,
): T {
  const cannot = (reason: string): string =>
    `${where}: cannot read ${path} (${reason}). ${hint}`;
  const attempt = <R>(work: () => R): R => {
    try {
      return work();
    } catch (cause) {
      const { code = "", message } = cause as NodeJS.ErrnoException;
      throw new RangeError(cannot(REASONS[code] ?? message), { cause });
    }
  };
  const found = attempt(() => statSync(path));
  const kind = found.isDirectory()
    ? "it is a folder; name a file in it"
    : "it is a device or a pipe; name a file";
  ensure(found.isFile(), () => cannot(kind));
  const opened = attempt(() => openSync(path, "r"));
  const read = (into: Uint8Array, position: number): void => {
    for (let done = 0; done < into.length;) {
      const length = Math.min(into.length - done, MOST_AT_ONCE);
      const count = attempt(() =>
        readSync(opened, into, done, length, position + done),
      );
      ensure(count > 0, () => cannot("it became shorter while it was read"));
      done += count;
    }
  };
  try {
    return use({ size: fstatSync(opened).size, read });
  } finally {
    closeSync(opened);
  }
}

/** The bytes of a file that holds text. @throws as {@link openFile} does */
export function readBytes(path: string, reader: FileReader): Buffer {
  return openFile(path, reader, ({ size, read }) => {
    ensure(
      size <= constants.MAX_STRING_LENGTH,
      () =>
        `${reader.where}: ${path} must have at most ` +
        `${constants.MAX_STRING_LENGTH} bytes, the longest text that ` +
        `JavaScript can hold; it has ${size}. Use a part of it.`,
    );
    const bytes = Buffer.alloc(size);
    read(bytes, 0);
    return bytes;
  });
}

/**
 * Parses a JSON file.
 *
 * @throws a `RangeError` that names the file if it cannot be read, or is not
 *   JSON in UTF-8
 */
export function readJson(path: string, reader: FileReader): unknown {
  const bytes = readBytes(path, reader);
  try {
    const strict = new TextDecoder("utf-8", { fatal: true });
    return JSON.parse(strict.decode(bytes)) as unknown;
  } catch (cause) {
    const { message } = cause as Error;
    throw new RangeError(
      `${reader.where}: ${path} must be JSON; it is not: ${message}. ` +
        reader.hint,
      { cause },
    );
  }
}

/**
 * Runs `work`. The message of a `RangeError` that it throws gets the rule in
 * front, and the cure at its end.
 *
 * @param rule such as `loadModel: "a.safetensors" must hold a model`
 * @param cure a sentence, if the message has none
 */
export function underRule<T>(rule: string, work: () => T, cure = ""): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const message = `${rule}: ${cause.message} ${cure}`.trimEnd();
    throw new RangeError(message, { cause });
  }
}
