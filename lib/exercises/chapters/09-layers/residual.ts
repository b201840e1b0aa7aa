import { matrix, times, vector, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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

/** Exercise 09.6. */
export const residualExercise: ExerciseFor<typeof residualBackward> =
  functionExercise<typeof residualBackward>({
    kind: "repair",
    id: "09.6",
    title: "Find the bug: a road that is closed",
    task: "Forward: out = x + W x. Return the gradient of the loss for x.",
    minutes: 8,
    difficulty: 3,
    points: 4,
    hints: [
      "x is used twice: once as it is, once by the branch. What does chapter 03 say about a value that is used twice?",
      "The branch sends back W^T dOut. What does the plain x, whose local derivative is 1, send back?",
      "Begin with a copy of dOut instead of zeros.",
    ],
    reference: residualBackward,
    source: {
      file: "exercises/chapters/09-layers/residual.ts",
      name: "residualBackward",
      as: "myResidualBackward",
    },
    parameters: ["weights", "dOut"],
    cases: (random) => [
      [
        [
          [1, 2],
          [3, 4],
        ],
        [1, 10],
      ],
      ...times(7, (): [number[][], number[]] => {
        const width = whole(random, 2, 5);
        return [matrix(random, width, width), vector(random, width)];
      }),
    ],
    given: (weights, dOut) => {
      const dx = dOut.map(() => 0);
      for (let row = 0; row < weights.length; row++)
        for (let c = 0; c < dx.length; c++)
          dx[c] += weights[row][c] * dOut[row];
      return dx;
    },
    mistakes: [
      {
        name: "the stream alone",
        code: (weights, dOut) => mixed(weights, dOut, { stream: 1, branch: 0 }),
        hint: "Now the branch is closed. Both roads lead back to x; add what comes along them.",
      },
      {
        name: "dOut is changed while it is read",
        code: (weights, dOut) => {
          for (let row = 0; row < weights.length; row++)
            for (let c = 0; c < dOut.length; c++)
              dOut[c] += weights[row][c] * dOut[row];
          return dOut;
        },
        hint: "`const dx = dOut` makes a second name, not a copy: the later rows read sums. Begin with `[...dOut]`.",
      },
      {
        name: "dx is read where dOut belongs",
        code: (weights, dOut) => {
          const dx = [...dOut];
          for (let row = 0; row < weights.length; row++)
            for (let c = 0; c < dx.length; c++)
              dx[c] += weights[row][c] * dx[row];
          return dx;
        },
        hint: "dx is still being added up: the later rows read sums. What comes from above is `dOut[row]`.",
      },
      {
        name: "1 for the stream",
        code: (weights, dOut) =>
          residualBackward(weights, dOut).map((both, c) => both - dOut[c] + 1),
        hint: "1 is the local derivative of the stream. Upstream times local: dOut times 1.",
      },
      {
        name: "the mean of both roads",
        code: (weights, dOut) =>
          mixed(weights, dOut, { stream: 0.5, branch: 0.5 }),
        hint: "Fan-out adds; it does not take the mean.",
      },
      {
        name: "the stream twice",
        code: (weights, dOut) => mixed(weights, dOut, { stream: 2, branch: 1 }),
        hint: "dOut is in there twice. Did you begin with a copy and add it again at the end?",
      },
      {
        name: "the weights not transposed",
        code: (weights, dOut) =>
          dOut.map((d, c) =>
            weights[c].reduce((sum, w, j) => sum + w * dOut[j], d),
          ),
        hint: "Forward, W[row][c] carries x[c] to out[row]. So backward it carries dOut[row] to dx[c].",
      },
    ],
  });
