import type { Exercise } from "../exercises/checker/exercise";
import { judge as judgeWithin } from "../exercises/checker/judge";
import type { Verdict } from "../exercises/checker/verdict";

/** A learner waits 0.6 s; a machine that runs other tests, too, may be slower. */
const PATIENCE_MS = 60_000;

/** Judges an answer, and takes the time that it needs. */
export function judge(exercise: Exercise, answer: unknown): Verdict {
  return judgeWithin(exercise, answer, PATIENCE_MS);
}
