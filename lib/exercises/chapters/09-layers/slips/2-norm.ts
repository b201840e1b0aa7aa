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
  mistake(
    "absolute distances instead of squares",
    "The deviation is the root of the mean of the squared distances.",
    (x, gain, bias) => {
      const { mean } = statistics(x);
      const distance =
        x.reduce((sum, v) => sum + Math.abs(v - mean), 0) / x.length + 1e-5;
      return x.map((v, c) => (gain[c] * (v - mean)) / distance + bias[c]);
    },
  ),
  mistake(
    "multiplied by the deviation",
    "A row that spreads widely must become narrower: divide by the deviation.",
    (x, gain, bias) => {
      const { mean, deviation } = statistics(x);
      return x.map((v, c) => gain[c] * (v - mean) * deviation + bias[c]);
    },
  ),
  mistake(
    "only the mean is divided",
    "`v - mean / deviation` divides first. Put brackets around the difference.",
    (x, gain, bias) => {
      const { mean, deviation } = statistics(x);
      return x.map((v, c) => gain[c] * (v - mean / deviation) + bias[c]);
    },
  ),
  mistake(
    "no mean at all",
    "Divided by the root of the mean square: that is RMSNorm. LayerNorm subtracts the mean first.",
    (x, gain, bias) => {
      const root = Math.sqrt(
        x.reduce((sum, v) => sum + v * v, 0) / x.length + 1e-5,
      );
      return x.map((v, c) => (gain[c] * v) / root + bias[c]);
    },
  ),
];
