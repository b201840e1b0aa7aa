import { gradient } from "../../../core/by-hand/derivative";
import {
  after,
  args,
  centralDifferences,
  draw,
  exercise,
  mistake,
  times,
  total,
  vector,
  whole,
} from "../../author";

/** The gradient of a row that was added to every row of flat data. */
export function broadcastBackward(dOut: number[], width: number): number[] {
  const dRow = new Array<number>(width).fill(0);
  dOut.forEach((g, at) => (dRow[at % width] += g));
  return dRow;
}

/** (rows, width) the rows of flat data. */
const rowsOfFlat = (flat: number[], width: number): number[][] =>
  times(flat.length / width, (n) => flat.slice(n * width, (n + 1) * width));

export default exercise(broadcastBackward, {
  title: "Backward through a broadcast",
  task: "A row of `width` numbers was added to every row of flat data. dOut is the gradient of the result, flat. Return the gradient of the row.",
  effort: { minutes: 6, difficulty: 2, points: 3 },
  hints: [
    "Each number of the row was used once per row of the data. What did chapter 03 say about a number that is used several times?",
    "The gradients add up. Number c of the row was used at the places c, c + width, c + 2 * width and so on.",
    "dRow[at % width] += dOut[at], for each place.",
  ],
  firstCases: [
    args([1, 2, 3, 10, 20, 30], 3),
    args([1, 2, 3, 4, 5, 6, 7, 8], 2),
    args([4, 5, 6], 3),
    args([4, 5, 6], 1),
  ],
  randomCases: draw(6, (random) => {
    const width = whole(random, 2, 5);
    return [vector(random, width * (width + whole(random, 1, 3))), width];
  }),
  witness: centralDifferences((dOut, width) => {
    const loss = (row: number[]): number =>
      total(dOut.map((g, at) => g * row[at % width]));
    return gradient(loss, new Array<number>(width).fill(0));
  }),
  mistakes: [
    mistake(
      "overwritten, not added up",
      "With `=` only the last row counts. Each number of the row was used in every row: use `+=`.",
      (dOut, width) => dOut.slice(-width),
    ),
    mistake(
      "only the first row",
      "The same row was added to all rows of the data, and each of them sends its gradient back.",
      (dOut, width) => dOut.slice(0, width),
    ),
    mistake(
      "the mean over the rows",
      "The gradients of a number that is used several times add up. If the loss is a mean, dOut already holds the 1/N.",
      after((dRow, dOut, width) => dRow.map((g) => (g * width) / dOut.length)),
    ),
    mistake(
      "summed along the rows",
      "That is one number per row of the data. Sum over the rows instead: one number per column.",
      (dOut, width) => rowsOfFlat(dOut, width).map(total),
    ),
    mistake(
      "the place's row instead of its column",
      "`Math.floor(at / width)` is the row of a place. Its column is the remainder, at % width.",
      (dOut, width) => {
        const dRow = new Array<number>(width).fill(0);
        dOut.forEach((g, at) => (dRow[Math.floor(at / width)] += g));
        return dRow;
      },
    ),
    mistake(
      "the rows are taken to be columns",
      "A row holds `width` numbers side by side, so place `at` is in column at % width.",
      (dOut, width) => {
        const rows = dOut.length / width;
        return times(width, (c) => total(dOut.slice(c * rows, (c + 1) * rows)));
      },
    ),
    mistake(
      "dOut as it is",
      "The row has only `width` numbers, so its gradient has as many. Add up the rows of dOut.",
      (dOut) => [...dOut],
    ),
  ],
  alsoRight: (dOut, width) =>
    times(width, (c) => total(rowsOfFlat(dOut, width).map((row) => row[c]))),
});
