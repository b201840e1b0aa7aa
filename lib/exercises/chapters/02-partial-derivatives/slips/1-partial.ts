import { mistake, type MistakeOf } from "../../../author";
import {
  type ScalarFunction,
  partialDerivative,
} from "../../../../core/by-hand/derivative";
import { type SlopeInOneDirection } from "../1-partial";
import { moved } from "../shared";

/** What else learners answer to exercise 02.1. */
export const slips: MistakeOf<SlopeInOneDirection>[] = [
  ...[1e-2, 1e-3, 1e-4, 1e-5, 1e-7, 1e-8].map((own) =>
    mistake(
      `an epsilon of its own, ${own}`,
      "How large the nudge is comes in as `epsilon`. Use that one.",
      (f: ScalarFunction, point: number[], index: number) =>
        partialDerivative(f, point, index, own),
    ),
  ),
  mistake(
    "`up` is the point itself, not a copy",
    "`const up = point` is a second name for the caller's list, and `down` is copied after the nudge. Copy both from the point first: `[...point]`.",
    (f, point, index, epsilon) => {
      const up = point;
      up[index] += epsilon;
      const down = [...point];
      down[index] -= epsilon;
      return (f(up) - f(down)) / (2 * epsilon);
    },
  ),
  mistake(
    "nudged downward only",
    "That is the backward difference. Nudge up as well, and divide by how far apart the two places are.",
    (f, point, index, epsilon) =>
      (f(point) - f(moved(point, index, -epsilon))) / epsilon,
  ),
  mistake(
    "the two losses are added",
    "A slope is a difference: above minus below.",
    (f, point, index, epsilon) =>
      (f(moved(point, index, epsilon)) + f(moved(point, index, -epsilon))) /
      (2 * epsilon),
  ),
  mistake(
    "epsilon takes the place of the number",
    "A nudge is added to what is there: use `+=` and `-=`.",
    (f, point, index, epsilon) => {
      const [up, down] = [[...point], [...point]];
      [up[index], down[index]] = [epsilon, -epsilon];
      return (f(up) - f(down)) / (2 * epsilon);
    },
  ),
];
