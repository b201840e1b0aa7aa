import { statistics } from "../shared";
import { mistake, type MistakeOf } from "../../../author";
import type { normForward } from "../2-norm";

/** What else learners answer to exercise 09.2. */
export const slips: MistakeOf<typeof normForward>[] = [
  mistake(
    "gain and bias are forgotten",
    "That is xHat. Each channel has a gain and a bias of its own: gain * xHat + bias.",
    (x) => statistics(x).xHat,
  ),
  mistake(
    "the squares of x itself",
    "The variance is the mean of (x - mean)², not of x².",
    (x, gain, bias) => {
      const { mean } = statistics(x);
      const root = Math.sqrt(
        x.reduce((sum, v) => sum + v * v, 0) / x.length + 1e-5,
      );
      return x.map((v, c) => (gain[c] * (v - mean)) / root + bias[c]);
    },
  ),
];
