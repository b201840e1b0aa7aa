import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";

import { CLASSROOM, gradeChapters } from "./classroom";

const USAGE = `Grades what learners have handed in, with nbgrader.

  npm run grade -- 05             all of classroom/submitted/*/05-*/
  npm run grade -- 05 --in DIR    in another folder of the course

It runs what learners wrote: do it in a container that you can throw away.`;

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { in: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help || positionals.length === 0) return console.log(USAGE);
  const grades = gradeChapters(values.in ?? CLASSROOM, positionals);
  const lines = readFileSync(grades, "utf8").trim().split("\n").length - 1;
  console.log(`${lines} grades in ${relative(process.cwd(), grades)}`);
}

main();
