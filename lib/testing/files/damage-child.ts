/**
 * Reads damaged files, one after the other, and prints a line of JSON for each:
 * node damage-child.js READER FOLDER FIRST END
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Chooser } from "./chooser";
import { damage, withoutNumbers } from "./damage";
import { READERS } from "./readers";

const [, , name, folder, first, end] = process.argv;
const reader = READERS[name];

/** What happened to a damaged file. */
interface Outcome {
  result: string;
  message?: string;
}

async function readDamagedFiles(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await reader.write(folder);
  const good = reader.read(folder);
  const paths = reader.files.map((file) => join(folder, file));
  const goodBytes = paths.map((path) => readFileSync(path));
  const goodTexts = paths.map(withoutNumbers);
  const outcome = (which: number): Outcome => {
    try {
      if (reader.read(folder) === good) return { result: "as saved" };
      const same = withoutNumbers(paths[which]) === goodTexts[which];
      if (same) return { result: "other numbers" };
      return { result: reader.free ? "another file" : "wrongly accepted" };
    } catch (error) {
      const { message, stack } = error as Error;
      const isClear =
        error instanceof RangeError &&
        message.includes(folder) &&
        /[.?)]$/.test(message);
      if (isClear) return { result: "refused", message };
      return { result: "other exception", message: stack };
    }
  };
  for (let index = Number(first); index < Number(end); index++) {
    paths.forEach((path, i) => writeFileSync(path, goodBytes[i]));
    const choose = new Chooser(index);
    const which = choose.below(paths.length);
    damage(choose, paths[which]);
    const line = { index, file: reader.files[which], ...outcome(which) };
    process.stdout.write(JSON.stringify(line) + "\n");
  }
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(JSON.stringify({ maxRSS }) + "\n");
}

void readDamagedFiles();
