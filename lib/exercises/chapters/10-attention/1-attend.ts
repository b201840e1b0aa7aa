import { softmax } from "../../../core/by-hand/softmax";
import {
  args,
  draw,
  exercise,
  matrix,
  mistake,
  rows,
  vector,
  whole,
} from "../../author";

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
export function attendWith(
  scaleOf: (size: number) => number,
): typeof attendOne {
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

export default exercise(attendOne, {
  title: "One query",
  task: "Return the mixture of the values that one query gets: scores, scaled by 1 / sqrt(size), softmax, weighted sum.",
  effort: { minutes: 12, difficulty: 3, points: 4 },
  hints: [
    "A score is the dot product of the query with a key. There is one for each key.",
    "Divide each score by `Math.sqrt(query.length)`, then `softmax(scores)`.",
    "Channel c of the answer is the sum over j of weights[j] * values[j][c].",
  ],
  firstCase: args(
    [2, 0, 0, 0],
    rows([1, 0, 0, 0], [0, 1, 0, 0]),
    rows([1, 2, 3, 4], [5, 6, 7, 8]),
  ),
  randomCases: draw(7, (random) => {
    const size = whole(random, 2, 4);
    const count = whole(random, 2, 5);
    return [vector(random, size), matrix(random, count, size), matrix(random, count, size)]; // prettier-ignore
  }),
  mistakes: [
    mistake(
      "the scaling is missing",
      "Divide the scores by the square root of the query's length before the softmax.",
      attendWith(() => 1),
    ),
    mistake(
      "scaled by the size, not its root",
      "A dot product of n random terms is about sqrt(n) large, not n: divide by the root.",
      attendWith((size) => 1 / size),
    ),
    mistake(
      "scaled by the root of how many keys there are",
      "The dot product adds up one term for each channel. So n is the length of the query.",
      (query, keys, values) => {
        const stretch = Math.sqrt(query.length / keys.length);
        return attendOne(
          query,
          keys.map((key) => key.map((k) => k * stretch)),
          values,
        );
      },
    ),
    mistake(
      "multiplied by the root",
      "The scores should become smaller: divide by the root.",
      attendWith((size) => Math.sqrt(size)),
    ),
    mistake(
      "the keys are mixed instead of the values",
      "The keys decide how much, the values what. Mix the values.",
      (query, keys) => attendOne(query, keys, keys),
    ),
    mistake(
      "no softmax",
      "Scores may be negative and do not add up to 1. Turn them into weights first.",
      (query, keys, values) =>
        query.map((_, c) =>
          keys.reduce((sum, key, j) => {
            const score = key.reduce((s, k, i) => s + k * query[i], 0);
            return sum + (score / Math.sqrt(query.length)) * values[j][c];
          }, 0),
        ),
    ),
  ],
  alsoRight: (query, keys, values) => {
    const powers = keys.map((key) =>
      Math.exp(
        query.reduce((s, q, c) => s + q * key[c], 0) / query.length ** 0.5,
      ),
    );
    const total = powers.reduce((a, b) => a + b);
    const out = query.map(() => 0);
    values.forEach((value, j) =>
      value.forEach((v, c) => (out[c] += (powers[j] / total) * v)),
    );
    return out;
  },
});
