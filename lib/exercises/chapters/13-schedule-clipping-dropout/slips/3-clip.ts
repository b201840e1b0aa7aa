import { mistake, type MistakeOf } from "../../../author";
import { type clipAll, clipEach } from "../3-clip";

/** What else learners answer to exercise 13.3. */
export const slips: MistakeOf<typeof clipAll>[] = [
  mistake(
    "the largest number is taken for the length",
    "The length is the root of the sum of all squares: 3 and 4 make 5.",
    (gradients, maxNorm) => {
      const most = Math.max(...gradients.flat().map(Math.abs));
      if (most > maxNorm) clipEach((g) => (g * maxNorm) / most)(gradients, 1);
      return most;
    },
  ),
  mistake(
    "the absolute values added",
    "The length is the root of the sum of all squares: 3 and 4 make 5, not 7.",
    (gradients, maxNorm) => {
      const sum = gradients.flat().reduce((s, g) => s + Math.abs(g), 0);
      if (sum > maxNorm) clipEach((g) => (g * maxNorm) / sum)(gradients, 1);
      return sum;
    },
  ),
];
