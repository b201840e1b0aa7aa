import { mistake, type MistakeOf } from "../../../author";
import { clipAll, clipEach } from "../3-clip";

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
  mistake(
    "the root of the mean square",
    "A length is the root of the sum of the squares. It is not divided by how many there are.",
    (gradients, maxNorm) => {
      const norm =
        Math.hypot(...gradients.flat()) / Math.sqrt(gradients.flat().length);
      if (norm > maxNorm) clipEach((g) => (g * maxNorm) / norm)(gradients, 1);
      return norm;
    },
  ),
  mistake(
    "the factor is returned",
    "The task asks for the length before clipping.",
    (gradients, maxNorm) =>
      Math.min(1, maxNorm / clipAll(gradients, maxNorm) || 1),
  ),
  mistake(
    "short gradients instead of long ones",
    "A gradient longer than maxNorm is shortened; a shorter one stays as it is: `>`.",
    (gradients, maxNorm) => {
      const norm = Math.hypot(...gradients.flat());
      if (norm < maxNorm) clipEach((g) => (g * maxNorm) / norm)(gradients, 1);
      return norm;
    },
  ),
];
