import { mistake, times, total, type MistakeOf } from "../../../author";
import type { broadcastBackward } from "../6-broadcast-backward";

/** What else learners answer to exercise 08.6. */
export const slips: MistakeOf<typeof broadcastBackward>[] = [
  mistake(
    "the remainder of the number of rows",
    "`dOut.length / width` is how many rows there are. The column repeats after a row of `width` numbers: at % width.",
    (dOut, width) => {
      const dRow = new Array<number>(width).fill(0);
      dOut.forEach((g, at) => (dRow[at % (dOut.length / width)] += g));
      return dRow;
    },
  ),
  mistake(
    "the total in every place",
    "Each number of the row was added to one column only. Its gradient is the sum of that column.",
    (dOut, width) => times(width, () => total(dOut)),
  ),
];
