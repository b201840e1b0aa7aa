import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { runMain } from "../setup/run-main";
import { CLASSROOM } from "./classroom";
import { gradeChapters } from "./grading";

const USAGE = `Grades the learners' hand-ins with nbgrader.

  npm run grade -- 05                 all of classroom/submitted/*/05-*/
  npm run grade -- 05 --learner ada   one learner, for example for a late hand-in
  npm run grade -- 05 --in DIR        in another folder of the course

Grading runs the learners' code. Do it in a container that you can throw away.`;

async function main(): Promise<number | void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      learner: { type: "string" },
      in: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help || positionals.length === 0) return console.log(USAGE);
  const folder = resolve(values.in ?? CLASSROOM);
  const { grades, problems } = await gradeChapters(folder, positionals, {
    learner: values.learner,
    say: console.log,
  });
  console.log(`All grades so far: ${relative(process.cwd(), grades)}`);
  if (problems === 0) return;
  console.error(`Not graded: ${problems}. Look above for the reason.`);
  return 1;
}

runMain(main);
