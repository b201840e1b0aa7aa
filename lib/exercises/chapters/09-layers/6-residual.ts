import {
  after,
  args,
  draw,
  exercise,
  matrix,
  mistake,
  rows,
  vector,
  whole,
} from "../../author";

/** The gradient for x of out = x + W x. */
export function residualBackward(
  weights: number[][],
  dOut: number[],
): number[] {
  const dx = [...dOut];
  for (let row = 0; row < weights.length; row++)
    for (let c = 0; c < dx.length; c++) dx[c] += weights[row][c] * dOut[row];
  return dx;
}

/** dOut once for each factor: W^T dOut times `branch`, plus dOut times `stream`. */
function mixed(
  weights: number[][],
  dOut: number[],
  { stream, branch }: { stream: number; branch: number },
): number[] {
  return residualBackward(weights, dOut).map(
    (both, c) => branch * (both - dOut[c]) + stream * dOut[c],
  );
}

export default exercise(residualBackward, {
  title: "Find the bug: a closed road",
  task: "Forward: out = x + W x. Return the gradient of the loss for x.",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "x is used twice: once as it is, once by the branch. What does chapter 03 say about a value that is used twice?",
    "The branch sends back W^T dOut. What does the plain x, whose local derivative is 1, send back?",
    "Begin with a copy of dOut instead of zeros.",
  ],
  as: "myResidualBackward",
  firstCase: args(rows([1, 2], [3, 4]), [1, 10]),
  randomCases: draw(7, (random) => {
    const width = whole(random, 2, 5);
    return [matrix(random, width, width), vector(random, width)];
  }),
  given: (weights, dOut) => {
    const dx = dOut.map(() => 0);
    for (let row = 0; row < weights.length; row++)
      for (let c = 0; c < dx.length; c++) dx[c] += weights[row][c] * dOut[row];
    return dx;
  },
  mistakes: [
    mistake(
      "the stream alone",
      "Now the branch is closed. Both paths lead back to x: add what comes along them.",
      (weights, dOut) => mixed(weights, dOut, { stream: 1, branch: 0 }),
    ),
    mistake(
      "dOut is changed while it is read",
      "`const dx = dOut` makes a second name, not a copy: the later rows read sums. Begin with `[...dOut]`.",
      (weights, dOut) => {
        for (let row = 0; row < weights.length; row++)
          for (let c = 0; c < dOut.length; c++)
            dOut[c] += weights[row][c] * dOut[row];
        return dOut;
      },
    ),
    mistake(
      "dx is read where dOut belongs",
      "dx is still being added up: the later rows read sums. The upstream gradient is `dOut[row]`.",
      (weights, dOut) => {
        const dx = [...dOut];
        for (let row = 0; row < weights.length; row++)
          for (let c = 0; c < dx.length; c++)
            dx[c] += weights[row][c] * dx[row];
        return dx;
      },
    ),
    mistake(
      "1 for the stream",
      "1 is the local derivative of the stream. Upstream times local: dOut times 1.",
      after((dx, _, dOut) => dx.map((d, c) => d - dOut[c] + 1)),
    ),
    mistake(
      "the mean of both roads",
      "Shares are added, not averaged.",
      (weights, dOut) => mixed(weights, dOut, { stream: 0.5, branch: 0.5 }),
    ),
    mistake(
      "the stream twice",
      "dOut is in there twice. Did you begin with a copy and add it again at the end?",
      (weights, dOut) => mixed(weights, dOut, { stream: 2, branch: 1 }),
    ),
    mistake(
      "the weights not transposed",
      "Forward, W[row][c] carries x[c] to out[row]. So backward it carries dOut[row] to dx[c].",
      (weights, dOut) =>
        dOut.map((d, c) =>
          weights[c].reduce((sum, w, j) => sum + w * dOut[j], d),
        ),
    ),
  ],
  alsoRight: (weights, dOut) =>
    dOut.map((_, c) =>
      weights.reduce(
        (sum, row, r) => sum + (row[c] + (r === c ? 1 : 0)) * dOut[r],
        0,
      ),
    ),
});
