import { softmax } from "../../../core/by-hand/softmax";
import { between, draw, exercise, mistake, times, whole } from "../../author";

/** What position `at` sees: its causal weights, zero for the future. */
export function causalWeights(scores: number[], at: number): number[] {
  const seen = softmax(scores.slice(0, at + 1));
  return scores.map((_, j) => (j <= at ? seen[j] : 0));
}

export default exercise(causalWeights, {
  title: "Find the bug: a mask that comes too late",
  task: "Return the weights of position `at`: positive for 0 to `at`, 0 for the future, together 1.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Add up the weights of one row. What should the sum be?",
    "The future has already taken its share in the softmax when it is set to 0.",
    "Take the softmax of `scores.slice(0, at + 1)` only, or set the future's scores to -Infinity first.",
  ],
  firstCases: [
    [[0, 0, 0, 0], 1],
    [[1, 2, 800, 3], 1],
    [[-60, -61, 3], 1],
    [[-200, -201, 0], 1],
    [[-30, 2, 1], 2],
  ],
  randomCases: draw(8, (random) => {
    const count = whole(random, 3, 6);
    return [
      times(count, () => between(random, -2, 2)),
      whole(random, 1, count - 2),
    ];
  }),
  given: (scores, at) => {
    return softmax(scores).map((weight, j) => (j <= at ? weight : 0));
  },
  mistakes: [
    mistake(
      "a position does not see itself",
      "Position `at` may look at itself: it knows its own token, only the next one is unknown.",
      (scores, at) => causalWeights(scores, at - 1),
    ),
    mistake(
      "the future gets the score 0",
      "exp(0) is 1, not 0. A score that must count for nothing is -Infinity.",
      (scores, at) => softmax(scores.map((score, j) => (j <= at ? score : 0))),
    ),
    mistake(
      "the future is masked too late",
      "The weights add up to 1 again, but the future has already changed them: with [1, 2, 800, 3] it made all the others 0, and 0 / 0 is NaN. Leave it out of the softmax altogether, of its sum and of its largest score.",
      (scores, at) => {
        const late = softmax(scores).map((w, j) => (j <= at ? w : 0));
        const total = late.reduce((sum, w) => sum + w, 0);
        return late.map((w) => w / total);
      },
    ),
    ...[-10, -20, -50, -100].map((low) =>
      mistake(
        `${low} is not low enough`,
        "Real scores may lie below that, and then the future wins. A score that must count for nothing is -Infinity.",
        (scores: number[], at: number): number[] =>
          softmax(scores.map((score, j) => (j <= at ? score : low))),
      ),
    ),
    mistake(
      "one step into the future",
      "Position `at` now sees the token that it has to predict. Is it `<` where you wrote `<=`?",
      (scores, at) => causalWeights(scores, at + 1),
    ),
    mistake(
      "the past is masked",
      "You kept the future and hid the past. Keep j <= at.",
      (scores, at) =>
        causalWeights([...scores].reverse(), scores.length - 1 - at).reverse(),
    ),
    mistake(
      "no mask at all",
      "Every position gets a weight now, also those to come.",
      (scores) => softmax(scores),
    ),
  ],
  alsoRight: (scores, at) => {
    const powers = scores.map((s, j) => (j > at ? 0 : Math.exp(s)));
    const total = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / total);
  },
});
