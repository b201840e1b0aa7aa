import { ensure, show } from "../core/base/expect";

/** The notes of a tensor file: names and texts. */
export type Notes = Record<string, string>;

/** The version of the model files that are written here. */
export const VERSION = "1";

/**
 * Checks that a model file is of this version, or from before there were any.
 *
 * @param path the file's path, for messages
 * @throws if it is of a later one
 */
export function ensureVersion(path: string, { version }: Notes): void {
  ensure(
    version === undefined || version === VERSION,
    () =>
      `${JSON.stringify(path)} must be a model file of version ${VERSION}; it ` +
      `is of version ${show(version)}. Was it saved by a newer version of the ` +
      `course? Update this one.`,
  );
}

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
        `file damaged? Use an earlier one.`,
      { cause },
    );
  }
}
