/** The notes of a tensor file: names and texts. */
export type Notes = Record<string, string>;

/**
 * Parses one of a file's notes, which are JSON.
 *
 * @param path the file's path, for messages
 * @throws if it is not JSON
 */
export function parseNote(path: string, name: string, notes: Notes): unknown {
  try {
    return JSON.parse(notes[name] ?? "null");
  } catch (cause) {
    throw new RangeError(
      `${JSON.stringify(path)}: its ${name} must be JSON; it is not. Is the ` +
        `file damaged? Use an earlier checkpoint.`,
      { cause },
    );
  }
}
