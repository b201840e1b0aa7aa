import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { runMain } from "../setup/run-main";
import { CLASSROOM, releaseChapters } from "./classroom";

const USAGE = `Makes nbgrader assignments from chapters.

  npm run release -- 05              chapter 05, in the folder classroom
  npm run release -- 05 06 --to DIR  several, in another folder of the course

Hand out classroom/release/CHAPTER/CHAPTER.ipynb: it runs in any folder of the
course. Put the hand-ins into classroom/submitted/LEARNER/CHAPTER/, then
\`npm run grade -- 05\`. Releasing a chapter again overwrites its source
and release folders; all hand-ins are then graded with the new release.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { to: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help || positionals.length === 0) return console.log(USAGE);
  const folder = resolve(values.to ?? CLASSROOM);
  for (const { release } of await releaseChapters(folder, positionals))
    console.log(relative(process.cwd(), release));
}

runMain(main);
