import { after, mistake, type MistakeOf } from "../../../author";
import type { correctedMeans } from "../3-corrected-means";

/** What else learners answer to exercise 12.3. */
export const slips: MistakeOf<typeof correctedMeans>[] = [
  mistake(
    "the first division is skipped",
    "No Infinity any more, but the first mean is too small, and each later one has a power too few. Two gradients need beta to the power of 2.",
    after((means, _, beta) =>
      means.map(
        (mean, t) => (mean * (1 - beta ** (t + 1))) / (1 - beta ** t || 1),
      ),
    ),
  ),
  mistake(
    "only the first mean is right",
    "The others have a power too few: after two gradients it is beta to the power of 2.",
    after((means, _, beta) =>
      means.map((mean, t) =>
        t === 0 ? mean : (mean * (1 - beta ** (t + 1))) / (1 - beta ** t),
      ),
    ),
  ),
  mistake(
    "multiplied by the correction",
    "The first means are too small. To divide by a number below 1 makes them larger; to multiply makes them smaller still.",
    after((means, _, beta) =>
      means.map((mean, t) => mean * (1 - beta ** (t + 1)) ** 2),
    ),
  ),
  mistake(
    "the plain average",
    "It counts all gradients the same. A running mean forgets: the newest ones count most.",
    (gradients) =>
      gradients.map(
        (_, t) =>
          gradients.slice(0, t + 1).reduce((sum, g) => sum + g, 0) / (t + 1),
      ),
  ),
  mistake(
    "^ is not a power",
    "In JavaScript `beta ^ t` is a bitwise XOR of integers. A power is `beta ** t`.",
    after((means, _, beta) =>
      means.map(
        (mean, t) => (mean * (1 - beta ** (t + 1))) / (1 - (beta ^ (t + 1))),
      ),
    ),
  ),
  mistake(
    "multiplied instead of raised to a power",
    "The start at 0 fades with beta to the power of t: `beta ** (t + 1)`.",
    after((means, _, beta) =>
      means.map(
        (mean, t) => (mean * (1 - beta ** (t + 1))) / (1 - beta * (t + 1)),
      ),
    ),
  ),
  mistake(
    "beta and 1 - beta swapped",
    "beta is the share of the old mean, 1 - beta that of the new gradient.",
    (gradients, beta) => {
      let mean = 0;
      return gradients.map((gradient, t) => {
        mean = (1 - beta) * mean + beta * gradient;
        return mean / (1 - beta ** (t + 1));
      });
    },
  ),
  mistake(
    "the power of the whole list",
    "Each mean has its own power: after t gradients it is beta to the power of t.",
    after((means, gradients, beta) =>
      means.map(
        (mean, t) =>
          (mean * (1 - beta ** (t + 1))) / (1 - beta ** gradients.length),
      ),
    ),
  ),
];
