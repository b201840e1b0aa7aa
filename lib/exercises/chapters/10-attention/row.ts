import { softmax } from "../../../core/by-hand/softmax";
import { between, matrix, times, vector, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** What position `at` sees: its causal weights, zero for the future. */
export function causalWeights(scores: number[], at: number): number[] {
  const seen = softmax(scores.slice(0, at + 1));
  return scores.map((_, j) => (j <= at ? seen[j] : 0));
}

/** One query against keys and values: the mixture of the values. */
export function attendOne(
  query: number[],
  keys: number[][],
  values: number[][],
): number[] {
  const scale = 1 / Math.sqrt(query.length);
  const scores = keys.map(
    (key) => scale * key.reduce((sum, k, c) => sum + k * query[c], 0),
  );
  const weights = softmax(scores);
  return query.map((_, c) =>
    values.reduce((sum, value, j) => sum + weights[j] * value[c], 0),
  );
}

/** Like {@link attendOne}, with another scale of the scores. */
function attendWith(scaleOf: (size: number) => number): typeof attendOne {
  return (query, keys, values) => {
    const size = query.length;
    const stretch = scaleOf(size) * Math.sqrt(size);
    return attendOne(
      query,
      keys.map((key) => key.map((k) => k * stretch)),
      values,
    );
  };
}

/** Exercise 10.1. */
export const queryExercise: ExerciseFor<typeof attendOne> = functionExercise<
  typeof attendOne
>({
  kind: "write",
  id: "10.1",
  title: "One query",
  task: "Return the mixture of the values that one query gets: scores, scaled by 1 / sqrt(size), softmax, weighted sum.",
  minutes: 12,
  difficulty: 3,
  points: 4,
  hints: [
    "A score is the dot product of the query with a key. There is one for each key.",
    "Divide each score by `Math.sqrt(query.length)`, then `softmax(scores)`.",
    "Channel c of the answer is the sum over j of weights[j] * values[j][c].",
  ],
  reference: attendOne,
  source: {
    file: "exercises/chapters/10-attention/row.ts",
    name: "attendOne",
    as: "myAttend",
  },
  parameters: ["query", "keys", "values"],
  cases: (random) => [
    [
      [2, 0, 0, 0],
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
    ],
    ...times(7, (): [number[], number[][], number[][]] => {
      const size = whole(random, 2, 4);
      const count = whole(random, 2, 5);
      return [vector(random, size), matrix(random, count, size), matrix(random, count, size)]; // prettier-ignore
    }),
  ],
  mistakes: [
    {
      name: "the scaling is missing",
      code: attendWith(() => 1),
      hint: "Divide the scores by the square root of the query's length before the softmax.",
    },
    {
      name: "scaled by the size, not its root",
      code: attendWith((size) => 1 / size),
      hint: "A dot product of n random terms is about sqrt(n) large, not n: divide by the root.",
    },
    {
      name: "scaled by the root of how many keys there are",
      code: (query, keys, values) => {
        const stretch = Math.sqrt(query.length / keys.length);
        return attendOne(
          query,
          keys.map((key) => key.map((k) => k * stretch)),
          values,
        );
      },
      hint: "The dot product adds up one term for each channel. So n is the length of the query.",
    },
    {
      name: "multiplied by the root",
      code: attendWith((size) => Math.sqrt(size)),
      hint: "The scores should become smaller: divide by the root.",
    },
    {
      name: "the keys are mixed instead of the values",
      code: (query, keys) => attendOne(query, keys, keys),
      hint: "The keys decide how much, the values what. Mix the values.",
    },
    {
      name: "no softmax",
      code: (query, keys, values) =>
        query.map((_, c) =>
          keys.reduce((sum, key, j) => {
            const score = key.reduce((s, k, i) => s + k * query[i], 0);
            return sum + (score / Math.sqrt(query.length)) * values[j][c];
          }, 0),
        ),
      hint: "Scores may be negative and do not add up to 1. Turn them into weights first.",
    },
  ],
});

/** Exercise 10.3. */
export const maskExercise: ExerciseFor<typeof causalWeights> = functionExercise<
  typeof causalWeights
>({
  kind: "repair",
  id: "10.3",
  title: "Find the bug: a mask that comes too late",
  task: "Return the weights of position `at`: positive for 0 to `at`, 0 for the future, together 1.",
  minutes: 8,
  difficulty: 2,
  points: 4,
  hints: [
    "Add up the weights of one row. What should the sum be?",
    "The future has already taken its share in the softmax when it is set to 0.",
    "Take the softmax of `scores.slice(0, at + 1)` only, or set the future's scores to -Infinity first.",
  ],
  reference: causalWeights,
  source: {
    file: "exercises/chapters/10-attention/row.ts",
    name: "causalWeights",
    as: "myCausalWeights",
  },
  parameters: ["scores", "at"],
  cases: (random) => [
    [[0, 0, 0, 0], 1],
    [[1, 2, 800, 3], 1],
    [[-60, -61, 3], 1],
    [[-200, -201, 0], 1],
    [[-30, 2, 1], 2],
    ...times(8, (): [number[], number] => {
      const count = whole(random, 3, 6);
      return [
        times(count, () => between(random, -2, 2)),
        whole(random, 1, count - 2),
      ];
    }),
  ],
  given: (scores, at) => {
    return softmax(scores).map((weight, j) => (j <= at ? weight : 0));
  },
  mistakes: [
    {
      name: "a position does not see itself",
      code: (scores, at) => causalWeights(scores, at - 1),
      hint: "Position `at` may look at itself: it knows its own token, only the next one is unknown.",
    },
    {
      name: "the future gets the score 0",
      code: (scores, at) =>
        softmax(scores.map((score, j) => (j <= at ? score : 0))),
      hint: "exp(0) is 1, not 0. A score that shall count for nothing is -Infinity.",
    },
    {
      name: "the future is masked too late",
      code: (scores, at) => {
        const late = softmax(scores).map((w, j) => (j <= at ? w : 0));
        const total = late.reduce((sum, w) => sum + w, 0);
        return late.map((w) => w / total);
      },
      hint: "The weights add up to 1 again, but the future had its say before: with [1, 2, 800, 3] it made all the others 0, and 0 / 0 is NaN. Leave it out of the softmax altogether, of its sum and of its largest score.",
    },
    ...[-10, -20, -50, -100].map((low) => ({
      name: `${low} is not low enough`,
      code: (scores: number[], at: number): number[] =>
        softmax(scores.map((score, j) => (j <= at ? score : low))),
      hint: "Real scores may lie below that, and then the future wins. A score that shall count for nothing is -Infinity.",
    })),
    {
      name: "one step into the future",
      code: (scores, at) => causalWeights(scores, at + 1),
      hint: "Position `at` now sees the token that it has to predict. Is it `<` where you wrote `<=`?",
    },
    {
      name: "the past is masked",
      code: (scores, at) =>
        causalWeights([...scores].reverse(), scores.length - 1 - at).reverse(),
      hint: "You kept the future and hid the past. Keep j <= at.",
    },
    {
      name: "no mask at all",
      code: (scores) => softmax(scores),
      hint: "Every position gets a weight now, also those to come.",
    },
  ],
});
