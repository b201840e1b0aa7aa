import { mistake, type MistakeOf } from "../../../author";
import type { offsetOf } from "../1-offset";

/** What else learners answer to exercise 08.1. */
export const slips: MistakeOf<typeof offsetOf>[] = [
  mistake(
    "each index times the length of its own axis",
    "A step along an axis jumps over the lengths of the axes after it. Along the last one it is 1.",
    (shape, indices) =>
      indices.reduce((sum, index, axis) => sum + index * shape[axis], 0),
  ),
  mistake(
    "only the length of the next axis",
    "A step along an axis jumps over all axes after it: multiply their lengths.",
    (shape, indices) =>
      indices.reduce(
        (sum, index, axis) => sum + index * (shape[axis + 1] ?? 1),
        0,
      ),
  ),
  mistake(
    "for two axes only",
    "Right for two axes. More of them need the same pattern in a loop: multiply what is there, add the next index.",
    (shape, indices) => indices[0] * shape[1] + indices[1],
  ),
  mistake(
    "the lengths after an axis are added",
    "A step jumps over a block, and a block holds the product of its lengths.",
    (shape, indices) =>
      indices.reduce(
        (sum, index, axis) =>
          sum +
          index *
            (axis + 1 < shape.length
              ? shape.slice(axis + 1).reduce((a, b) => a + b, 0)
              : 1),
        0,
      ),
  ),
];
