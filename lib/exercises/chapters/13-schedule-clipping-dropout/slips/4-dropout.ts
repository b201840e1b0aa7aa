import { mistake, type MistakeOf } from "../../../author";
import type { dropNumbers } from "../4-dropout";

/** What else learners answer to exercise 13.4. */
export const slips: MistakeOf<typeof dropNumbers>[] = [
  mistake(
    "multiplied by 1 + rate",
    "At rate 0.5 half of the numbers go, so the others must double, and 1 + 0.5 is not 2. Divide by the share that is kept.",
    ({ x, kept, rate }) =>
      x.map((value, i) => (kept[i] ? value * (1 + rate) : 0)),
  ),
  mistake(
    "brackets are missing",
    "`value / 1 - rate` divides by 1, then subtracts. Write `value / (1 - rate)`.",
    ({ x, kept, rate }) =>
      x.map((value, i) => (kept[i] ? value / 1 - rate : 0)),
  ),
  mistake(
    "multiplied by the rate",
    "Kept numbers must become larger, to stand in for those that were dropped: divide by 1 - rate.",
    ({ x, kept, rate }) => x.map((value, i) => (kept[i] ? value * rate : 0)),
  ),
  mistake(
    "doubled, whatever the rate",
    "2 is right for a rate of 0.5 only. Divide by 1 - rate.",
    ({ x, kept }) => x.map((value, i) => (kept[i] ? 2 * value : 0)),
  ),
];
