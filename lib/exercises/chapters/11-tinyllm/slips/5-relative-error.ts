import { mistake, total, type MistakeOf } from "../../../author";
import { relativeError } from "../../../../core/training/gradient-check";

/** What else learners answer to exercise 11.5. */
export const slips: MistakeOf<typeof relativeError>[] = [
  mistake(
    "the largest error of a single number",
    "Each number is compared on its own. The task asks for one error of the whole vector, made of lengths.",
    (analytic, numeric) =>
      Math.max(...analytic.map((a, i) => relativeError([a], [numeric[i]]))),
  ),
  mistake(
    "the difference of the lengths",
    "Vectors of the same length may point in opposite directions. Subtract number by number first, then take the length.",
    (analytic, numeric) =>
      relativeError([Math.hypot(...analytic)], [Math.hypot(...numeric)]),
  ),
  mistake(
    "divided by the larger length",
    "The divisor is the sum of the two lengths.",
    (analytic, numeric) => {
      const lengths = [Math.hypot(...analytic), Math.hypot(...numeric)];
      const sum = lengths[0] + lengths[1];
      return (
        relativeError(analytic, numeric) * (sum / Math.max(...lengths) || 1)
      );
    },
  ),
  mistake(
    "1 where both are zeros",
    "Two gradients that are both zero agree: the error is 0.",
    (analytic, numeric) =>
      analytic.some(Boolean) || numeric.some(Boolean)
        ? relativeError(analytic, numeric)
        : 1,
  ),
  mistake(
    "divided by one length only",
    "The divisor is the sum of the two lengths, |analytic| + |numeric|.",
    (analytic, numeric) => {
      const size = Math.hypot(...analytic);
      return (
        size && Math.hypot(...analytic.map((a, i) => a - numeric[i])) / size
      );
    },
  ),
  mistake(
    "not divided by anything",
    "Whether a difference is large depends on the gradients: divide by the sum of their lengths.",
    (analytic, numeric) =>
      Math.hypot(...analytic.map((a, i) => a - numeric[i])),
  ),
  mistake(
    "a length above, absolute values below",
    "The numerator is a length now. The divisor has two more of them: the root of the sum of the squares, for each list.",
    (analytic, numeric) => {
      const difference = analytic.map((a, i) => a - numeric[i]);
      const size = total([...analytic, ...numeric].map(Math.abs));
      return size && Math.hypot(...difference) / size;
    },
  ),
];
