import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { courseFolder } from "../tools/setup/course-files.cjs";
import { listZip } from "../tools/classroom/zip";

/** A new folder inside the course, since a hand-out runs only there. */
export function folderInCourse(name: string): string {
  const artifacts = join(courseFolder(), ".artifacts");
  mkdirSync(artifacts, { recursive: true });
  return mkdtempSync(join(artifacts, `${name}-`));
}

/** Runs a tool of the course in a process of its own. */
export function runTool(tool: string, ...args: string[]): string {
  const program = join(courseFolder(), "lib", "dist", "tools", `${tool}.js`);
  return execFileSync(process.execPath, [program, ...args], {
    encoding: "utf8",
    cwd: courseFolder(),
  });
}

/** Unpacks a zip into a folder. */
export function unpack(
  zip: string,
  folder: string,
): { path: string; content: Buffer }[] {
  return listZip(readFileSync(zip), zip).map(({ path, read }) => {
    const content = Buffer.from(read());
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    return { path, content };
  });
}
