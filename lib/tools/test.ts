import { spawn } from "node:child_process";
import { join, relative, sep } from "node:path";

import { filesBelow } from "./library.cjs";
import { courseFolder, coursePython } from "./places.cjs";

/**
 * Lists the compiled test files.
 * @param root the folder of the course
 * @param words parts of paths; with any, only files that hold one of them
 * @returns absolute paths
 */
export function testFiles(root: string, words: string[] = []): string[] {
  const dist = join(root, "lib", "dist");
  return filesBelow(dist, () => true).filter((path) => {
    const name = relative(dist, path).split(sep).join("/");
    const asked = words.length === 0 || words.some((w) => name.includes(w));
    return name.endsWith(".test.js") && asked;
  });
}

/**
 * Runs tests with node's own test runner.
 * @param args options of node (`--test-name-pattern=...`) and parts of the
 *   paths of the files to run; none means every test
 * @returns the runner's exit code
 */
export async function test(args: string[]): Promise<number> {
  const root = courseFolder();
  const options = args.filter((word) => word.startsWith("-"));
  const words = args.filter((word) => !word.startsWith("-"));
  const files = testFiles(root, words);
  if (files.length === 0) {
    console.error(`No test file has ${words.join(" or ")} in its path.`);
    return 1;
  }
  const runner = ["--test", "--test-concurrency=2", "--test-reporter=spec"];
  const child = spawn(process.execPath, [...runner, ...options, ...files], {
    cwd: root,
    env: { ...process.env, TINYLLM_PYTHON: coursePython(root) },
    stdio: "inherit",
  });
  return new Promise((accept, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => accept(code ?? 1));
  });
}

if (require.main === module) {
  void test(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
