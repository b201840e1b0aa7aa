import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";

import { temporaryFolder } from "../temporary-folder";
import { READERS } from "./readers";

const COUNT = process.env.TINYLLM_PROOFS === "all" ? 4000 : 60;

/** A reader that works on one file for longer has hung. */
const LIMIT_MS = 8000;
const MOST_MEMORY_MB = 512;
const CHILD = join(__dirname, "damage-child.js");

interface Line {
  index: number;
  file: string;
  result: string;
  message?: string;
  /** kilobytes, in the last line */
  maxRSS?: number;
}

/** Reads damaged files in another process, which is killed if it hangs. */
async function readFrom(
  first: number,
  name: string,
  folder: string,
): Promise<Line[]> {
  const heap = `--max-old-space-size=${MOST_MEMORY_MB / 2}`;
  const child = spawn(
    process.execPath,
    [heap, CHILD, name, folder, String(first), String(COUNT)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines: Line[] = [];
  const kill = (): void => void child.kill("SIGKILL");
  let timer = setTimeout(kill, 5 * LIMIT_MS); // the process has to start, too
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(JSON.parse(line) as Line);
    clearTimeout(timer);
    timer = setTimeout(kill, LIMIT_MS);
  }
  clearTimeout(timer);
  return lines;
}

for (const name of Object.keys(READERS)) {
  test(`${name} reads a damaged file or refuses it in our words`, async (t) => {
    const folder = temporaryFolder(t);
    const lines: Line[] = [];
    for (;;) {
      const last = await readFrom(lines.length, name, folder);
      lines.push(...last);
      const { maxRSS } = lines.at(-1) ?? {};
      if (maxRSS !== undefined) break;
      const index = lines.length; // the process ended while it read this one
      lines.push({ index, file: "", result: "hung or died" });
    }
    const { maxRSS = 0 } = lines.pop()!;
    const counts: Record<string, number> = {};
    for (const { result } of lines) counts[result] = (counts[result] ?? 0) + 1;
    t.diagnostic(`${lines.length} files: ${JSON.stringify(counts)}`);
    const bad = lines.filter(({ result }) =>
      ["hung or died", "wrongly accepted", "other exception"].includes(result),
    );
    assert.deepEqual(bad, []);
    assert.ok(counts.refused > 0);
    assert.ok(maxRSS < MOST_MEMORY_MB * 1024, `${maxRSS} KB`);
  });
}
