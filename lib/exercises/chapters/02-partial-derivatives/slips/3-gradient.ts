import { mistake, type MistakeOf } from "../../../author";
import {
  type ScalarFunction,
  gradient,
  partialDerivative,
} from "../../../../core/by-hand/derivative";

/** The function as given, with an epsilon of its own. */
const drifting =
  (own: number) =>
  (f: ScalarFunction, point: number[]): number[] => {
    const place = [...point];
    return place.map((_, i) => {
      place[i] += own;
      const above = f([...place]);
      place[i] -= 2 * own;
      return (above - f([...place])) / (2 * own);
    });
  };

/** What else learners answer to exercise 02.3. */
export const slips: MistakeOf<
  (f: ScalarFunction, point: number[], epsilon: number) => number[]
>[] = [
  ...[1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8].map((own) =>
    mistake(
      `an epsilon of its own, ${own}, and the nudge stays`,
      "A smaller epsilon hides the bug, it does not remove it. Use the epsilon that comes in, and put each number back.",
      drifting(own),
    ),
  ),
  ...[1e-3, 1e-4, 1e-5].map((own) =>
    mistake(
      `an epsilon of its own, ${own}`,
      "The nudges are right. How large they are comes in as `epsilon`: use that one.",
      (f: ScalarFunction, point: number[]) => gradient(f, point, own),
    ),
  ),
  mistake(
    "only the first number is put back",
    "`place[0]` comes back, but the number that has moved is `place[i]`.",
    (f, point, epsilon) => {
      const place = [...point];
      return place.map((_, i) => {
        const slope = partialDerivative(f, place, i, epsilon);
        if (i > 0) place[i] -= epsilon;
        return slope;
      });
    },
  ),
];
