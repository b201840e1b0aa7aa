import { basename, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { findNotebooks } from "../notebooks/find";
import { runMain } from "../setup/run-main";
import { CLASSROOM, releaseChapters } from "./classroom";
import { sealedRelease } from "./sealed";
import { keepVariant } from "./variants";

const USAGE = `Makes nbgrader assignments from chapters.

  npm run release -- 05              chapter 05, in the folder classroom
  npm run release -- 05 06 --to DIR  several, in another folder of the course
  npm run release -- 05 --sealed     for marks: a zip without solutions
  npm run release -- 05 --seed 7     with numbers and bugs of this class, sealed or not

Hand out classroom/release/CHAPTER/CHAPTER.ipynb: it runs in any folder of the
course. Put the hand-ins into classroom/submitted/LEARNER/CHAPTER/, then
\`npm run grade -- 05\`. Releasing a chapter again overwrites its source
and release folders; all hand-ins are then graded with the new release.

Your own exercises stand in classroom/exercises, one per file, such as
05.90-row-means.ts: lib/tools/classroom/class-exercises.ts shows one. They come at
the end of the chapter without their solutions, and count like all others.

With --seed, most predictions ask for other numbers and some functions to repair have
another bug; each seed gives its own. It is kept in classroom/variants.json, and the
grader reads it there. Without --seed the chapter is as in the course.

A sealed hand-out is classroom/sealed/CHAPTER.zip. Learners unpack it in the folder
notebooks of the course. Its notebook shows no solutions, and it brings a
library of its own, whose code is packed: no references, mistakes or later hints can
be read by accident, and numbers to predict are kept as hashes. A program can unpack
it, and this course is public. So it is for work that counts a little, not a lock.`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: "string" },
      sealed: { type: "boolean" },
      seed: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help || positionals.length === 0) return console.log(USAGE);
  const folder = resolve(values.to ?? CLASSROOM);
  for (const path of findNotebooks(positionals))
    keepVariant(folder, basename(path).slice(0, 2), values.seed);
  if (values.sealed) {
    for (const path of sealedRelease(folder, positionals))
      console.log(relative(process.cwd(), path));
    return;
  }
  for (const { release } of await releaseChapters(folder, positionals))
    console.log(relative(process.cwd(), release));
}

runMain(main);
