import {
  after,
  args,
  draw,
  exercise,
  matrix,
  mistake,
  rows,
  scaled,
  times,
  transposed,
  whole,
} from "../../author";

/** Gradient of a learned row per position, from the streams of all windows. */
export function positionsBackward(windows: number[][][]): number[][] {
  const sum = windows[0].map((row) => row.map(() => 0));
  for (const d of windows)
    d.forEach((row, t) => row.forEach((slope, c) => (sum[t][c] += slope)));
  return sum;
}

export default exercise(positionsBackward, {
  title: "Learned positions",
  task: "Return the gradient (T, C) of a table of positions: row t was added to the stream at position t of every window. windows holds the gradient of the stream, (T, C) per window.",
  effort: { minutes: 10, difficulty: 2, points: 4 },
  hints: [
    "Which row of the table does position t of the first window read? And position t of the second window?",
    "The same row is used once in every window. What happens to the gradients of a number that is used several times?",
    "Begin with zeros of the shape of one window. For every window, t and c, add the window's number at t, c.",
  ],
  as: "myPositionsBackward",
  firstCase: args([rows([1, 2], [3, 4]), rows([10, 20], [30, 40])]),
  randomCases: draw(7, (random, c) => {
    const [length, width] = [whole(random, 2, 5), whole(random, 2, 4)];
    return args(times(1 + c, () => matrix(random, length, width)));
  }),
  mistakes: [
    mistake(
      "the mean instead of the sum",
      "Each use of a row adds its gradient. The page has divided by B T already, in the loss.",
      after((sum, windows) => scaled(sum, 1 / windows.length)),
    ),
    mistake(
      "the last window only",
      "Every window used the row, and each overwrites the one before. Add with `+=`.",
      (windows) => windows[windows.length - 1],
    ),
    mistake(
      "the first window only",
      "The other windows used the same rows. Their gradients belong to the sum.",
      (windows) => windows[0],
    ),
    mistake(
      "one row for all positions",
      "You add up the positions too. Each position has its own row: position t gives to row t alone.",
      after((sum) =>
        sum.map(() => sum[0].map((_, c) => sum.reduce((s, r) => s + r[c], 0))),
      ),
    ),
    ...[1, 2].map((kind) =>
      mistake(
        kind === 1 ? "summed over the positions" : "summed over everything",
        "Add up the windows, not the positions: each position keeps a row of its own.",
        (windows: number[][][]) => {
          const all = kind === 1 ? windows : [windows.flat()];
          return all.map((d) =>
            d[0].map((_, c) => d.reduce((sum, row) => sum + row[c], 0)),
          );
        },
      ),
    ),
    mistake(
      "the positions in reverse",
      "Row t belongs to position t, counted from the start of the window.",
      after((sum) => [...sum].reverse()),
    ),
    mistake(
      "rows and columns exchanged",
      "The table has one row per position and one column per channel, as the stream has.",
      after((sum) => transposed(sum)),
    ),
  ],
  alsoRight: (windows) =>
    windows.reduce((sum, d) =>
      sum.map((row, t) => row.map((value, c) => value + d[t][c])),
    ),
});
