import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { run } from "node:test";
import { parseArgs } from "node:util";

import { filesBelow } from "../setup/course-files.cjs";
import { courseFolder, coursePython } from "../setup/course-files.cjs";
import { runMain } from "../setup/run-main";
import { createQueue, type Queue } from "./order";
import { createReport, type Report } from "./report";

/** What follows `npm test --`. */
export interface TestOptions {
  /** parts of paths; if there are any, only files with one of them run */
  words: string[];
  /** a pattern; only tests with a title that matches run */
  pattern?: string;
  /** shuffles the files; the same number gives the same order */
  seed?: number;
}

/**
 * Lists the compiled test files.
 * @param root the folder of the course
 * @param words parts of paths; if there are any, only files with one of them
 * @returns their paths below lib without the ending, such as `"core/train"`
 */
export function testFiles(root: string, words: string[] = []): string[] {
  const dist = join(root, "lib", "dist");
  return filesBelow(dist, (path) => !/-test-\w+$/.test(path))
    .filter((path) => path.endsWith(".test.js"))
    .map((path) => relative(dist, path).split(sep).join("/"))
    .map((path) => path.slice(0, -".test.js".length))
    .filter(
      (name) => words.length === 0 || words.some((word) => name.includes(word)),
    );
}

/** @throws if an option is unknown or its value is not usable */
export function parseTestOptions(args: string[]): TestOptions {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      "test-name-pattern": { type: "string" },
      shuffle: { type: "boolean" },
      seed: { type: "string" },
    },
  });
  const seed =
    values.seed === undefined
      ? Math.floor(Math.random() * 1e6)
      : Number(values.seed);
  if (!Number.isInteger(seed) || values.seed === "")
    throw new RangeError(
      `npm test: --seed must be an integer; got ${values.seed}.`,
    );
  const isShuffled = values.shuffle === true || values.seed !== undefined;
  return {
    words: positionals.map((word) => word.replace(/(\.test)?\.[jt]s$/, "")),
    ...(values["test-name-pattern"] !== undefined && {
      pattern: values["test-name-pattern"],
    }),
    ...(isShuffled && { seed }),
  };
}

/** Runs one file in its own process. */
async function runFile(
  root: string,
  name: string,
  pattern: string | undefined,
  report: Report,
): Promise<void> {
  const events = run({
    files: [join(root, "lib", "dist", `${name}.test.js`)],
    concurrency: 1,
    ...(pattern !== undefined && { testNamePatterns: [pattern] }),
  });
  const file = report.begin(name);
  for await (const event of events) {
    const { type, data } = event as { type: string; data: never };
    file.note(type, data);
  }
  file.end();
}

/** Runs the files of a queue, several at a time. */
async function runAll(
  queue: Queue,
  workers: number,
  each: (name: string) => Promise<void>,
): Promise<void> {
  const work = async (worker: number): Promise<void> => {
    for (;;) {
      const name = queue.next(worker);
      if (name === undefined) return;
      await each(name);
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, w) => work(w)));
}

/**
 * Runs tests with Node's own test runner, each file in its own process, and
 * prints a line per file with the time left.
 * @param options which, and in which order
 * @param root the folder of the course
 * @returns 0 if all that were run passed, or else 1
 */
export async function test(
  options: TestOptions,
  root: string = courseFolder(),
): Promise<number> {
  const { words, pattern, seed } = options;
  const names = testFiles(root, words);
  if (names.length === 0) {
    console.error(`No test file has ${words.join(" or ")} in its path.`);
    return 1;
  }
  if (seed !== undefined)
    console.log(`The order is shuffled; --seed ${seed} repeats it.`);
  // Tests must not read or change the learner's progress.
  const scratch = mkdtempSync(join(tmpdir(), "tinyllm-progress-"));
  process.env.TINYLLM_PROGRESS = join(scratch, "progress.json");
  process.env.TINYLLM_PYTHON = coursePython(root);
  // One file waits for a kernel or a server while others compute.
  const workers = Math.min(availableParallelism() + 1, names.length);
  const queue = createQueue(names, seed);
  const print = (line: string): void => console.log(line);
  const report = createReport({ names, workers, print });
  try {
    await runAll(queue, workers, (name) =>
      runFile(root, name, pattern, report),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return report.finish();
}

if (require.main === module)
  runMain(async () => test(parseTestOptions(process.argv.slice(2))));
