import { resolve } from "node:path";
import { ensure } from "../core/base/expect";
import { readBytes } from "../disk/read-file";

/**
 * Reads a UTF-8 file and drops its byte order mark.
 *
 * @param path path of the file
 * @throws if the file cannot be read, holds bytes that are not UTF-8 (the
 *   message says where), or contains no text
 */
export function readText(path: string): string {
  const full = resolve(path);
  const hint = `A relative path starts at ${process.cwd()}.`;
  const bytes = readBytes(full, { where: "loadCorpus", hint });
  const text = bytes.toString("utf8");
  const wrong = firstInvalidByte(bytes, text);
  ensure(
    wrong === undefined,
    () =>
      `loadCorpus: ${full} must be UTF-8; byte ${wrong} is ` +
      `0x${bytes[wrong ?? 0].toString(16).padStart(2, "0")}, which is ` +
      `not valid there. Save it as UTF-8${guessEncoding(bytes)}.`,
  );
  const zero = bytes.indexOf(0);
  ensure(
    zero < 0,
    () =>
      `loadCorpus: ${full} must be text; byte ${zero} is 0, which no text ` +
      `has. Is it a picture, an archive, or UTF-16? Save it as UTF-8.`,
  );
  ensure(
    text.replace("\uFEFF", "").trim() !== "",
    () =>
      `loadCorpus: ${full} must contain text; got ${bytes.length} bytes ` +
      `without text. Is it the right file?`,
  );
  return text.replace(/^\uFEFF/, "");
}

/**
 * Finds the offset at which `bytes` stop being UTF-8: the first U+FFFD in the
 * decoded text that does not come from the three bytes of that character.
 */
function firstInvalidByte(bytes: Buffer, text: string): number | undefined {
  let offset = 0;
  let from = 0;
  for (const { index } of text.matchAll(/\uFFFD/g)) {
    offset += Buffer.byteLength(text.slice(from, index));
    from = index;
    if (bytes.toString("hex", offset, offset + 3) !== "efbfbd") return offset;
  }
  return undefined;
}

function guessEncoding(bytes: Buffer): string {
  const mark = bytes.toString("hex", 0, 2);
  if (mark === "fffe" || mark === "feff") return " (it looks like UTF-16)";
  return " (it may be Latin-1 or Windows-1252)";
}
