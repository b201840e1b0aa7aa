import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import { filesBelow } from "../setup/course-files.cjs";

/**
 * Lets a program write files elsewhere, and then puts each into its folder in
 * one go, so that a run that is killed leaves no half file.
 *
 * @param folder where the files belong
 * @param where name of the command, for messages
 * @param write gets the other folder; its last name is that of `folder`
 */
export async function inOneGo(
  folder: string,
  where: string,
  write: (elsewhere: string) => Promise<void>,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "tinyllm-class-"));
  try {
    const elsewhere = join(scratch, basename(folder));
    mkdirSync(elsewhere);
    await write(elsewhere);
    for (const path of filesBelow(elsewhere, () => true)) {
      const target = join(folder, relative(elsewhere, path));
      replaceFile(target, [readFileSync(path)], { where });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
