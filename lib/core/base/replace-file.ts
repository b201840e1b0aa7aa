import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file under another name and then renames it, so a reader never sees
 * half of it.
 *
 * @param path path of the file; an existing one is replaced
 * @param content text, or bytes in parts
 * @param options `where`: name of the calling function, for messages
 */
export function replaceFile(
  path: string,
  content: string | readonly Uint8Array[],
  _options: { where: string },
): void {
  const unfinished = `${path}.part`;
  const bytes = typeof content === "string" ? content : Buffer.concat(content);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(unfinished, bytes);
  renameSync(unfinished, path);
}
