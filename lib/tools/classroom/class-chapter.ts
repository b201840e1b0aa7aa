import { basename } from "node:path";

import type { Notebook } from "../notebooks/format";
import {
  type AddedExercise,
  classExercises,
  withClassExercises,
} from "./class-exercises";
import { withVariants } from "./variants";

/**
 * A chapter as a class has it: with the class's variants, and with its own
 * exercises at the end.
 *
 * @param folder the folder of the class
 * @param path the chapter's notebook
 * @param chapter what it holds; not changed
 * @throws if a file of the class is not what it should be
 */
export function classChapter(
  folder: string,
  path: string,
  chapter: Notebook,
): { notebook: Notebook; added: AddedExercise[] } {
  const number = basename(path).slice(0, 2);
  const added = classExercises(folder, number);
  const varied = withVariants(folder, number, chapter);
  return { notebook: withClassExercises(varied, added), added };
}
