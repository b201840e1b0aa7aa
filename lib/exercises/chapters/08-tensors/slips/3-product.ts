import { mistake, type MistakeOf, times } from "../../../author";
import type { multiplyFlat } from "../3-product";

/** What else learners answer to exercise 08.3. */
export const slips: MistakeOf<typeof multiplyFlat>[] = [
  mistake(
    "a is read as its transpose",
    "Row i, column k of a is at i * depth + k.",
    (a, b, { rows, depth, columns }) =>
      times(rows * columns, (at) => {
        const [i, j] = [Math.floor(at / columns), at % columns];
        return times(depth, (k) => a[k * rows + i] * b[k * columns + j]).reduce(
          (sum, term) => sum + term,
          0,
        );
      }),
  ),
];
