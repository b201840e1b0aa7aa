import { mistake, type MistakeOf } from "../../../author";
import type { descend } from "../2-descend";

const SHRINKS =
  "The steps get shorter by themselves once the slope is measured where you " +
  "stand. Leave the learning rate as it is.";

/** A path on which `next` makes each step. */
const walk =
  (next: (path: number[], rate: number) => number): typeof descend =>
  (start, learningRate, steps) => {
    const path = [start];
    while (path.length <= steps) path.push(next(path, learningRate));
    return path;
  };

/** What else learners answer to exercise 01.2. */
export const slips: MistakeOf<typeof descend>[] = [
  mistake(
    "the learning rate shrinks, the slope is that of the start",
    SHRINKS,
    walk(
      (path, rate) =>
        path[path.length - 1] -
        (rate / 2 ** (path.length - 1)) * 2 * (path[0] - 3),
    ),
  ),
  mistake(
    "the learning rate is divided by the step, the slope is that of the start",
    SHRINKS,
    walk(
      (path, rate) =>
        path[path.length - 1] - (rate / path.length) * 2 * (path[0] - 3),
    ),
  ),
  mistake(
    "the learning rate shrinks",
    SHRINKS,
    walk(
      (path, rate) =>
        path[path.length - 1] -
        (rate / 2 ** (path.length - 1)) * 2 * (path[path.length - 1] - 3),
    ),
  ),
  mistake(
    "the slope of w² instead of (w - 3)²",
    "2 w is the slope of w². The bowl has its lowest point at 3: its slope is 2 (w - 3).",
    walk(
      (path, rate) => path[path.length - 1] - rate * 2 * path[path.length - 1],
    ),
  ),
  mistake(
    "the slope lags one step behind",
    "Work out the gradient before the update, at the weight that is about to move.",
    walk(
      (path, rate) =>
        path[path.length - 1] -
        rate * 2 * ((path[path.length - 2] ?? path[0]) - 3),
    ),
  ),
];
