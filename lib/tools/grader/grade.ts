import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { CLASSROOM } from "../classroom/classroom";
import { gradeChapters } from "../classroom/grading";
import { runMain } from "../setup/run-main";
import { gradeClass } from "./grade-class";
import { writeKits } from "./kits";
import { closeAll } from "./sandbox";
import { classSeed } from "./seed";

const USAGE = `Grades the learners' hand-ins.

  npm run grade -- 05                 all of classroom/submitted/*/05-*/
  npm run grade -- 05 PATH ...        notebooks, folders, or zips of Moodle or Canvas
  npm run grade -- 05 --all           also those that have not changed
  npm run grade -- 05 --learner ada   one learner
  npm run grade -- 05 --in DIR        in another folder than classroom
  npm run grade -- 05 --seed 7        other cases, for the whole class from now on
  npm run grade -- 05 --nbgrader      with nbgrader, after npm run release
  npm run grade -- 05 --kit github    a repository that grades each push
  npm run grade -- 05 --kit gradescope    a zip for its Configure Autograder
  npm run grade -- 05 FILE --gradescope results.json    what that zip runs

The points are in classroom/grades.csv, and in canvas-05-*.csv and moodle-05-*.csv
for hand-ins that came from there. classroom/graded has a page of the class, and a
page and a JSON file for each learner. nbgrader's gradebook has the points, too, if
the chapter was released with npm run release. No hand-in is changed. After Ctrl+C,
the same command goes on where it stood.

classroom/class.json may hold rules of the class:
  {
    "due": { "05": "2026-12-01T18:00" },
    "extensions": { "ada": { "05": "2026-12-03" } },
    "penaltyPerDay": 0.1,
    "weights": { "05.2": 0 },
    "extra": { "ada": { "05": 2 } },
    "partialCredit": true
  }
A hand-in is as old as its file, as timestamp.txt beside it says, or as its zip says.
With partial credit a function that is right in half of its cases gets half.

Each hand-in runs in a process of its own that holds no answers, no cases and no
verdicts. Node locks it in on Linux, macOS and Windows: it can read the library and
nothing else, write no file, start no process and no thread. Each cell has a minute
and each hand-in five; afterwards the process is ended. It is not a wall that holds
against an attack on Node itself, and these are left open:
  network     Linux takes it away, if "unshare --user --net true" works there; Node
              25 and newer forbid it; otherwise it is hidden from the code
  memory      1 GB of objects; lists of numbers count on Linux only (2 GB in all)
  processes   signals to others are hidden from the code, not forbidden
On Linux, install bubblewrap: where its bwrap works, a hand-in sees no network, no
other process and no file but the library, whatever it does to Node. Elsewhere, against
more than tricks, run the grader in a container that has no network. With
--nbgrader nothing is locked in: use a container that you can throw away.`;

async function main(): Promise<number | void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      learner: { type: "string" },
      in: { type: "string" },
      seed: { type: "string" },
      all: { type: "boolean" },
      nbgrader: { type: "boolean" },
      gradescope: { type: "string" },
      kit: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const { help, nbgrader, learner, all } = values;
  const isChapter = (one: string): boolean =>
    /^\d\d[\w-]*$/.test(one) && !existsSync(one);
  const chapters = positionals.filter(isChapter);
  const paths = positionals.filter((one) => !isChapter(one));
  if (help || positionals.length === 0) return console.log(USAGE);
  if (chapters.length === 0)
    throw new Error(
      `npm run grade: a chapter must be named, such as 05; got ` +
        `${positionals.join(" ")}. Try npm run grade -- 05 ${positionals.join(" ")}`,
    );
  const folder = resolve(values.in ?? CLASSROOM);
  const say = console.log;
  if (values.kit !== undefined) {
    classSeed(folder, values.seed);
    for (const path of writeKits(values.kit, folder, chapters))
      say(relative(process.cwd(), path));
    return;
  }
  process.once("exit", closeAll);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      closeAll();
      say("Stopped. The same command goes on from here.");
      process.exit(130);
    });
  const { grades, problems } = nbgrader
    ? await gradeChapters(folder, positionals, { learner, say })
    : await gradeClass(folder, chapters, {
        ...{ seed: classSeed(folder, values.seed), paths, learner, all, say },
        gradescope: values.gradescope,
      });
  say(`All grades so far: ${relative(process.cwd(), grades)}`);
  if (problems === 0) return;
  console.error(`Not graded: ${problems}. Look above for the reason.`);
  return 1;
}

runMain(main);
