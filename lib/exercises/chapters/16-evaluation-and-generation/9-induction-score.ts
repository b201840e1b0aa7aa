import {
  args,
  draw,
  exercise,
  mistake,
  times,
  total,
  whole,
} from "../../author";
import { scaled } from "./shared";

/** The mean weight on the token after the earlier copy of the current one. */
export function inductionScore(weights: number[][]): number {
  const n = weights.length / 2;
  let sum = 0;
  for (let i = n; i < 2 * n; i++) sum += weights[i][i - n + 1];
  return sum / n;
}

/** The mean over the second copy of the weight on another position. */
function scoreAt(
  place: (i: number, n: number) => number,
): typeof inductionScore {
  return (weights) => {
    const n = weights.length / 2;
    const second = weights.slice(n).map((row, k) => row[place(n + k, n)] ?? 0);
    return total(second) / n;
  };
}

/** Causal weights: each row is positive up to the diagonal, with sum 1. */
function causalWeights(length: number, random: () => number): number[][] {
  return times(length, (i) => {
    const shares = scaled(times(i + 1, () => 0.05 + random() ** 2));
    return [...shares, ...times(length - i - 1, () => 0)];
  });
}

export default exercise(inductionScore, {
  title: "The induction score of a head",
  task: "A text of n tokens is read twice in a row, so `weights` is (2n, 2n): weights[i][j] is how much position i attends to position j. For each position of the second copy take the weight on the token right after the same token in the first copy. Return the mean of these n weights.",
  effort: { minutes: 8, difficulty: 3, points: 3 },
  hints: [
    "n is half of `weights.length`. The second copy has the positions n to 2n - 1.",
    "Position i of the second copy holds the same token as position i - n. Which position comes right after that one?",
    "Add up weights[i][i - n + 1] over the second copy, and divide by n.",
  ],
  firstCases: [
    args([
      [1, 0, 0, 0],
      [0.5, 0.5, 0, 0],
      [0.1, 0.7, 0.2, 0],
      [0.1, 0.1, 0.6, 0.2],
    ]),
    args([
      [1, 0],
      [0.25, 0.75],
    ]),
  ],
  randomCases: draw(8, (random) => [
    causalWeights(2 * whole(random, 2, 5), random),
  ]),
  mistakes: [
    mistake(
      "the same token",
      "You read the weight on the same token in the first copy, i - n. An induction head looks one further: at what came after it.",
      scoreAt((i, n) => i - n),
    ),
    mistake(
      "the token before",
      "You read the weight on the token before the earlier copy. The head wants to know what came **after** it: i - n + 1.",
      scoreAt((i, n) => i - n - 1),
    ),
    mistake(
      "the sum",
      "You add up the right weights. The score is their mean: divide by n.",
      (weights) => (inductionScore(weights) * weights.length) / 2,
    ),
    mistake(
      "divided by all positions",
      "You add up the right weights. There are n of them, not 2n: only the second copy counts.",
      (weights) => inductionScore(weights) / 2,
    ),
    mistake(
      "rows and columns swapped, or the first copy looks ahead",
      "weights[i][j]: the row i looks, the column j is looked at. You read rows of the first copy, whose weights on the future are 0.",
      (weights) => {
        const n = weights.length / 2;
        return total(times(n, (k) => weights[k + 1][n + k])) / n;
      },
    ),
    mistake(
      "weights on the future",
      "You read weights on later positions, and those are 0: a position looks back only. The rows of the second copy, i from n on, look at i - n + 1.",
      () => 0,
    ),
    mistake(
      "the last position is missing",
      "The last token has an earlier copy too, at n - 1, and the token after that is at n: the loop runs up to 2n - 1.",
      (weights) => {
        const n = weights.length / 2;
        const kept = times(n - 1, (k) => weights[n + k][k + 1]);
        return total(kept) / n;
      },
    ),
    mistake(
      "the last position is missing, and not counted",
      "The last token has an earlier copy too, at n - 1, and the token after that is at n: the loop runs up to 2n - 1.",
      (weights) => {
        const n = weights.length / 2;
        const kept = times(n - 1, (k) => weights[n + k][k + 1]);
        return total(kept) / Math.max(1, n - 1);
      },
    ),
    mistake(
      "the first position is missing, and not counted",
      "The second copy begins at position n: the loop runs from n to 2n - 1.",
      (weights) => {
        const n = weights.length / 2;
        const kept = times(n - 1, (k) => weights[n + k + 1][k + 2]);
        return total(kept) / Math.max(1, n - 1);
      },
    ),
    mistake(
      "the token before the current one",
      "You read the weight on the neighbor to the left, i - 1. Go back a whole copy: i - n + 1.",
      scoreAt((i) => i - 1),
    ),
    mistake(
      "the current token",
      "You read the diagonal: how much a position attends to itself. Go back a whole copy: i - n + 1.",
      scoreAt((i) => i),
    ),
    mistake(
      "the largest weights",
      "A head may look anywhere. Take the weight at one place, i - n + 1, even if another one is larger.",
      (weights) => {
        const n = weights.length / 2;
        return total(weights.slice(n).map((row) => Math.max(...row))) / n;
      },
    ),
    mistake(
      "only the last position",
      "That is the last weight alone. Take the mean over all positions of the second copy.",
      (weights) => weights[weights.length - 1][weights.length / 2],
    ),
    mistake(
      "only the first position",
      "That is the weight of one position. Take the mean over the whole second copy.",
      (weights) => weights[weights.length / 2][1],
    ),
    mistake(
      "n is the whole length",
      "n is half of `weights.length`: the text is read twice.",
      (weights) => {
        const n = weights.length;
        return total(times(n, (i) => weights[i][i + 1 - n] ?? 0)) / n;
      },
    ),
  ],
  alsoRight: (weights) =>
    weights
      .slice(weights.length / 2)
      .reduce((mean, row, k) => mean + (2 * row[k + 1]) / weights.length, 0),
});
