import { randomInt } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Exercise } from "../../exercises/checker/exercise";
import { sameRuns, runCases } from "../../exercises/checker/trial";
import { judgeRuns } from "../../exercises/checker/judge-function";
import { COURSE } from "../../exercises/course";
import { MOST_SEED, parseSeed } from "../classroom/parse-seed";
import { trialOf } from "./judging";

/** The file of a class from which its cases follow. Learners must not see it. */
export const SEED_FILE = "seed.txt";

/**
 * The seed of a class. Its cases differ from those that learners see.
 *
 * @param folder the folder of the class; gets a seed if it has none
 * @param wanted the seed to use from now on
 * @throws if the seed is no integer, or does not fit the exercises
 */
export function classSeed(folder: string, wanted?: string): number {
  const path = join(folder, SEED_FILE);
  const kept = wanted ?? read(path);
  const says = {
    what: "The seed of a class",
    cure: `Name one with --seed, or remove ${path}.`,
  };
  const seed = kept === undefined ? drawSeed() : parseSeed(kept, says);
  const [problem] = wanted === undefined ? [] : seedProblems(seed);
  if (problem !== undefined)
    throw new RangeError(`${problem} Choose another seed than ${seed}.`);
  if (read(path)?.trim() === String(seed)) return seed;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${seed}\n`, { mode: 0o600 });
  return seed;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function drawSeed(): number {
  for (;;) {
    const seed = randomInt(MOST_SEED);
    if (seedProblems(seed).length === 0) return seed;
  }
}

/**
 * What is wrong with the cases of a seed: chance may draw some in which a right
 * answer fails, or a classic mistake passes.
 *
 * @param seed of a class
 * @param exercises all of the course if not given
 */
export function seedProblems(
  seed: number,
  exercises: readonly Exercise[] = COURSE.flatMap((one) => one.exercises),
): string[] {
  return exercises.flatMap((exercise) => {
    if (exercise.kind === "predict") return [];
    const trial = trialOf(exercise, seed);
    const passes = (code: (typeof exercise)["reference"]): boolean =>
      judgeRuns(trial, runCases(exercise, code, trial.cases)).state ===
      "passed";
    const tolerance = exercise.tolerance ?? 1e-9;
    const missed = exercise.mistakes.find(({ answer }) => {
      const runs = runCases(exercise, answer, trial.cases);
      const isHarmless = runs.every((run) => run.spoiled === undefined);
      return isHarmless && sameRuns(trial, runs, trial.right, tolerance);
    });
    return [
      ...(passes(exercise.alsoRight)
        ? []
        : [`A right answer to ${exercise.id} fails.`]),
      ...(missed ? [`In ${exercise.id} "${missed.name}" passes.`] : []),
    ];
  });
}
