import { gradient } from "../../../core/by-hand/derivative";
import { softmax } from "../../../core/by-hand/softmax";
import {
  after,
  args,
  before,
  centralDifferences,
  draw,
  exercise,
  matrix,
  mistake,
  rows,
  scaled,
  times,
  vector,
  whole,
} from "../../author";

/** The gradients of one query's scores: for the query, then for each key. */
export function queryBackward(
  query: number[],
  keys: number[][],
  dScores: number[],
): number[][] {
  const scale = 1 / Math.sqrt(query.length);
  const dQuery = query.map((_, c) =>
    keys.reduce((sum, key, j) => sum + scale * dScores[j] * key[c], 0),
  );
  const dKeys = keys.map((_, j) => query.map((q) => scale * dScores[j] * q));
  return [dQuery, ...dKeys];
}

/** The right gradients times a factor that depends on the size. */
function scaledBy(factor: (size: number) => number): typeof queryBackward {
  return (query, keys, dScores) =>
    queryBackward(query, keys, dScores).map((row) =>
      row.map((g) => g * factor(query.length)),
    );
}

export default exercise(queryBackward, {
  title: "Backward through the scores",
  task: "Forward: scores[j] = query . keys[j] / sqrt(size). Return the gradient for the query, then one row for each key.",
  effort: { minutes: 12, difficulty: 4, points: 5 },
  hints: [
    "A dot product is linear in both: its derivative for the query is the key, and for the key the query.",
    "The query is used by every score, so its gradient is a sum over j. A key is used by one score.",
    "dQuery = sum of dScores[j] * keys[j] / sqrt(size); dKeys[j] = dScores[j] * query / sqrt(size).",
  ],
  firstCase: args([1, 2, 0, 0], rows([2, 0, 4, 0], [0, 6, 0, 8]), [1, 10]),
  randomCases: draw(7, (random) => {
    const size = whole(random, 2, 4);
    const count = whole(random, 2, 5);
    return [
      vector(random, size),
      matrix(random, count, size),
      vector(random, count),
    ];
  }),
  witness: centralDifferences((query, keys, dScores) => {
    const size = query.length;
    const loss = (flat: number[]): number =>
      keys.reduce((total, _, j) => {
        const key = flat.slice((j + 1) * size, (j + 2) * size);
        const score = key.reduce((sum, k, c) => sum + k * flat[c], 0);
        return total + (dScores[j] * score) / Math.sqrt(size);
      }, 0);
    const flat = gradient(loss, [...query, ...keys.flat()]);
    return times(keys.length + 1, (n) => flat.slice(n * size, (n + 1) * size));
  }, 1e-6),
  mistakes: [
    mistake(
      "the scaling is missing",
      "The forward pass divides by sqrt(size), so both gradients carry that factor too.",
      scaledBy((size) => Math.sqrt(size)),
    ),
    mistake(
      "scaled twice",
      "The factor 1 / sqrt(size) appears once in the forward pass, so once in the backward pass.",
      scaledBy((size) => 1 / Math.sqrt(size)),
    ),
    mistake(
      "scaled by the root of how many keys there are",
      "The size is the length of the query, as in the forward pass.",
      after((rows, query, keys) =>
        scaled(rows, Math.sqrt(query.length / keys.length)),
      ),
    ),
    mistake(
      "the query hears only the last score",
      "The query is used by every score. Add up what comes back, with `+=`.",
      (query, keys, dScores) => {
        const last = keys.length - 1;
        const [dQuery] = queryBackward(query, [keys[last]], [dScores[last]]);
        return [dQuery, ...queryBackward(query, keys, dScores).slice(1)];
      },
    ),
    mistake(
      "a key's gradient is made of the key",
      "The derivative of q . k for k is q. Each key's gradient points along the query.",
      after(([dQuery], query, keys, dScores) => [
        dQuery,
        ...keys.map((key, j) =>
          scaled(key, dScores[j] / Math.sqrt(query.length)),
        ),
      ]),
    ),
    mistake(
      "dScores pass through a softmax again",
      "dScores are gradients of the scores already. The softmax was the step before.",
      before({ dScores: softmax }),
    ),
  ],
  alsoRight: (query, keys, dScores) => {
    const rows = [query, ...keys].map((row) => row.map(() => 0));
    keys.forEach((key, j) =>
      key.forEach((k, c) => {
        rows[0][c] += (dScores[j] * k) / query.length ** 0.5;
        rows[j + 1][c] += (dScores[j] * query[c]) / query.length ** 0.5;
      }),
    );
    return rows;
  },
});
