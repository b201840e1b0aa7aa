import { mistake, type MistakeOf } from "../../../author";
import { cut, cutWindows } from "../4-windows";

/** What else learners answer to exercise 07.4. */
export const slips: MistakeOf<typeof cutWindows>[] = [
  mistake(
    "a last window without its last target",
    "Your loop goes on while `length` tokens are left. A window takes one more.",
    (ids, length) =>
      cut(ids, { stride: length, size: length + 1, least: length }),
  ),
  mistake(
    "windows of length tokens",
    "The number of windows is right. Each takes length + 1 tokens, so that the last input has a target.",
    (ids, length) =>
      cut(ids, { stride: length, size: length, least: length + 1 }),
  ),
  mistake(
    "slice is told how many, not where to end",
    "The second argument of `slice` is the place where it ends: `start + length + 1`.",
    (ids, length) =>
      cutWindows(ids, length).map((_, n) => ids.slice(n * length, length + 1)),
  ),
];
