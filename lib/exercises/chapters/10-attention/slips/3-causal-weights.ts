import { mistake, type MistakeOf } from "../../../author";
import type { causalWeights } from "../3-causal-weights";

/** What else learners answer to exercise 10.3. */
export const slips: MistakeOf<typeof causalWeights>[] = [
  mistake(
    "only the position itself",
    "Position `at` sees itself and everything before it: keep j <= at.",
    (scores, at) => scores.map((_, j) => (j === at ? 1 : 0)),
  ),
];
