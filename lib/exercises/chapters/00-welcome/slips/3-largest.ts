import { mistake, type MistakeOf } from "../../../author";
import type { largest } from "../3-largest";

const ABSOLUTE =
  "-3 is farther from 0 than -1, but not larger. Compare the numbers as they are.";

/** What else learners answer to exercise 00.3. */
export const slips: MistakeOf<typeof largest>[] = [
  mistake(
    "the absolute value is compared, the number kept",
    ABSOLUTE,
    (numbers) => {
      let best = 0;
      for (const number of numbers) if (Math.abs(number) > best) best = number;
      return best;
    },
  ),
  mistake("the number with the largest absolute value", ABSOLUTE, (numbers) =>
    numbers.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a)),
  ),
  mistake("the largest absolute value", ABSOLUTE, (numbers) =>
    Math.max(...numbers.map(Math.abs)),
  ),
  mistake(
    "the search begins at Infinity",
    "No number is larger than that, so the start is returned. Begin at the other end, with `-Infinity`.",
    () => Infinity,
  ),
  mistake(
    "the last number",
    "Each number replaces the best one, whatever it is. Replace it only by a larger one.",
    (numbers) => numbers[numbers.length - 1],
  ),
  mistake(
    "the first number",
    "A `return` inside the loop ends it in its first turn, or the best number never changes.",
    (numbers) => numbers[0],
  ),
  mistake(
    "the second largest",
    "Positions count from 0: the first of the sorted list has place 0.",
    (numbers) => [...numbers].sort((a, b) => b - a)[1],
  ),
];
