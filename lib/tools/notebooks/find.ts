import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { courseFolder } from "../setup/course-files.cjs";

/** The folder of the chapters. */
export const NOTEBOOKS_FOLDER: string = join(courseFolder(), "notebooks");

/**
 * Finds the notebooks of the course, or some of them.
 * @param names paths, or beginnings of chapters' names such as `01`; all
 *   chapters if empty
 * @returns paths, in course order
 * @throws if no notebook matches one of the names
 */
export function findNotebooks(names: string[] = []): string[] {
  const chapters = readdirSync(NOTEBOOKS_FOLDER)
    .filter((file) => file.endsWith(".ipynb"))
    .sort();
  const inFolder = (file: string): string => join(NOTEBOOKS_FOLDER, file);
  if (names.length === 0) return chapters.map(inFolder);
  return names.flatMap((name) => {
    if (existsSync(name)) return [name];
    const found = chapters.filter((file) => file.startsWith(basename(name)));
    if (found.length > 0) return found.map(inFolder);
    throw new Error(
      `A notebook must be a path or the beginning of a chapter's name; ` +
        `got ${name}. The chapters are: ${chapters.join(", ") || "none"}.`,
    );
  });
}
