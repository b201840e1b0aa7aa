import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";

/**
 * Makes a folder that is deleted after the test.
 * @param t the test
 * @param files path to content of the initial files
 * @returns the folder's absolute path
 */
export function temporaryFolder(
  t: TestContext,
  files: Record<string, string> = {},
): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tinyllm-test-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
