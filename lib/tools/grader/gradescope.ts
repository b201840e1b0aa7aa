import { replaceFile } from "../../disk/replace-file";
import { findExercise } from "../../exercises/course";
import type { ClassRules } from "./class-rules";
import type { HandInRecord } from "./records";
import { scoreOf, weighted } from "./score";

/**
 * Writes the results of one hand-in as Gradescope reads them. What was not
 * graded has no score, so that Gradescope says so instead of giving 0. When it
 * came and what that costs is for Gradescope to say.
 *
 * @param path where, usually `results.json`
 * @param records must be one
 * @param rules those of the class
 * @throws if there are several hand-ins
 */
export function writeGradescope(
  path: string,
  records: readonly HandInRecord[],
  rules: ClassRules,
): void {
  if (records.length !== 1)
    throw new Error(
      `--gradescope must get one hand-in; got ${records.length}. Name one ` +
        `notebook, or the folder of one learner.`,
    );
  const results = resultsOf(records[0], { ...rules, due: {}, extensions: {} });
  const text = JSON.stringify(results, null, 2);
  replaceFile(path, `${text}\n`, { where: "npm run grade" });
}

function resultsOf(record: HandInRecord, rules: ClassRules): unknown {
  const score = scoreOf(record, rules);
  if (!score) return { output: `Not graded: ${record.cause}` };
  const all = Object.entries(record.exercises);
  return {
    score: score.total,
    output: [...record.notes, ...score.notes].join("\n"),
    tests: all.map(([id, { state, of, why, mistake, cure }]) => ({
      name: `${id} ${findExercise(id).title}`,
      score: score.exercises[id],
      max_score: weighted(of, id, rules),
      status: state === "passed" ? "passed" : "failed",
      output: [why ?? "", mistake ?? "", cure ?? ""].filter(Boolean).join("\n"),
    })),
  };
}
