import { gradient } from "../../../core/by-hand/derivative";
import { softmax } from "../../../core/by-hand/softmax";
import { matrix, times, vector, whole } from "../../author";
import {
  maskExercise,
  queryExercise,
  type attendOne,
  type causalWeights,
} from "./row";
import { softmaxExercise, type softmaxBackward } from "./softmax";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 10 asks for. */
export interface Answers10 {
  "10.1": typeof attendOne;
  "10.2": number;
  "10.3": typeof causalWeights;
  "10.4": typeof softmaxBackward;
  "10.5": typeof queryBackward;
}

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

/** Exercises of notebooks/10-attention.ipynb. */
export const chapter10: ChapterExercises<Answers10> = {
  "10.1": queryExercise,
  "10.2": numberExercise({
    kind: "predict",
    id: "10.2",
    title: "Predict: how large is a score",
    task: "Query and key hold 64 random numbers each, with mean 0 and variance 1. What is the standard deviation of their dot product?",
    minutes: 4,
    difficulty: 2,
    points: 3,
    hints: [
      "The dot product adds up 64 products. What is the variance of one product of two such numbers?",
      "Each product has variance 1, and variances of independent terms add up.",
      "The variance is 64. The standard deviation is its root.",
    ],
    reference: 8,
    unit: "as standard deviation",
    tolerance: 0.05,
    mistakes: [
      {
        name: "the variance",
        value: 64,
        hint: "That is the variance of the dot product. Its standard deviation is the root.",
      },
      {
        name: "as large as one product",
        value: 1,
        hint: "That is what it is after scaling. Before, 64 terms have been added up.",
      },
      {
        name: "the terms cancel",
        value: 0,
        hint: "The mean is 0, but single dot products lie around it. How far?",
      },
    ],
    explanation:
      "A product of two independent numbers with mean 0 and variance 1 has mean 0 and variance 1. " +
      "64 of them add up to variance 64, so the standard deviation is √64 = **8**. " +
      "Divided by √64 the scores have standard deviation 1, whatever the head's size.",
  }),
  "10.3": maskExercise,
  "10.4": softmaxExercise,
  "10.5": functionExercise<Answers10["10.5"]>({
    kind: "write",
    id: "10.5",
    title: "Backward through the scores",
    task: "Forward: scores[j] = query . keys[j] / sqrt(size). Return the gradient for the query, then one row for each key.",
    minutes: 12,
    difficulty: 4,
    points: 5,
    hints: [
      "A dot product is linear in both: its derivative for the query is the key, and for the key the query.",
      "The query is used by every score, so its gradient is a sum over j. A key is used by one score.",
      "dQuery = sum of dScores[j] * keys[j] / sqrt(size); dKeys[j] = dScores[j] * query / sqrt(size).",
    ],
    reference: queryBackward,
    source: {
      file: "exercises/chapters/10-attention/index.ts",
      name: "queryBackward",
      as: "myQueryBackward",
    },
    parameters: ["query", "keys", "dScores"],
    cases: (random) => [
      [
        [1, 2, 0, 0],
        [
          [2, 0, 4, 0],
          [0, 6, 0, 8],
        ],
        [1, 10],
      ],
      ...times(7, (): [number[], number[][], number[]] => {
        const size = whole(random, 2, 4);
        const count = whole(random, 2, 5);
        return [
          vector(random, size),
          matrix(random, count, size),
          vector(random, count),
        ];
      }),
    ],
    witness: {
      name: "central differences",
      tolerance: 1e-6,
      expected: (query, keys, dScores) => {
        const size = query.length;
        const loss = (flat: number[]): number =>
          keys.reduce((total, _, j) => {
            const key = flat.slice((j + 1) * size, (j + 2) * size);
            const score = key.reduce((sum, k, c) => sum + k * flat[c], 0);
            return total + (dScores[j] * score) / Math.sqrt(size);
          }, 0);
        const flat = gradient(loss, [...query, ...keys.flat()]);
        return times(keys.length + 1, (n) =>
          flat.slice(n * size, (n + 1) * size),
        );
      },
    },
    mistakes: [
      {
        name: "the scaling is missing",
        code: scaledBy((size) => Math.sqrt(size)),
        hint: "The forward divides by sqrt(size), so both gradients carry that factor too.",
      },
      {
        name: "scaled twice",
        code: scaledBy((size) => 1 / Math.sqrt(size)),
        hint: "The factor 1 / sqrt(size) appears once in the forward, so once in the backward.",
      },
      {
        name: "scaled by the root of how many keys there are",
        code: (query, keys, dScores) =>
          scaledBy((size) => Math.sqrt(size / keys.length))(
            query,
            keys,
            dScores,
          ),
        hint: "The size is the length of the query, as in the forward.",
      },
      {
        name: "the query hears only the last score",
        code: (query, keys, dScores) => {
          const last = keys.length - 1;
          const [dQuery] = queryBackward(query, [keys[last]], [dScores[last]]);
          return [dQuery, ...queryBackward(query, keys, dScores).slice(1)];
        },
        hint: "The query is used by every score. Add up what comes back, with `+=`.",
      },
      {
        name: "a key's gradient is made of the key",
        code: (query, keys, dScores) => {
          const [dQuery] = queryBackward(query, keys, dScores);
          const scale = 1 / Math.sqrt(query.length);
          return [
            dQuery,
            ...keys.map((key, j) => key.map((k) => scale * dScores[j] * k)),
          ];
        },
        hint: "The derivative of q . k for k is q. Each key's gradient points along the query.",
      },
      {
        name: "dScores pass through a softmax again",
        code: (query, keys, dScores) =>
          queryBackward(query, keys, softmax(dScores)),
        hint: "dScores are gradients of the scores already. The softmax was the step before.",
      },
    ],
  }),
};
