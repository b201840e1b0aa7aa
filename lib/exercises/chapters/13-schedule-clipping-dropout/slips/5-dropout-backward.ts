import { mistake, type MistakeOf } from "../../../author";
import type { dropoutGradient } from "../5-dropout-backward";

/** What else learners answer to exercise 13.5. */
export const slips: MistakeOf<typeof dropoutGradient>[] = [
  mistake(
    "divided by the rate",
    "rate is the share that is dropped. The forward divides by the share that is kept, 1 - rate.",
    ({ dOut, kept, rate, dx }) =>
      dOut.forEach((d, i) => (dx[i] += kept[i] ? d / rate : 0)),
  ),
  mistake(
    "what was there before is scaled too",
    "dx holds gradients of other uses. Divide only what you add.",
    ({ dOut, kept, rate, dx }) =>
      dOut.forEach((d, i) => {
        if (kept[i]) dx[i] = (dx[i] + d) / (1 - rate);
      }),
  ),
];
