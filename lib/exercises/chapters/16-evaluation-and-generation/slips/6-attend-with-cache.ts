import { mistake, type MistakeOf, total } from "../../../author";
import {
  attendWithCache,
  type HeadCache,
  type NewPosition,
} from "../6-attend-with-cache";

/** Scaled scores of the new query with some keys. */
const scoresOf = ({ query }: NewPosition, keys: number[][]): number[] =>
  keys.map((key) => {
    const products = key.map((k, c) => k * query[c]);
    return total(products) / Math.sqrt(query.length);
  });

/** Like the right answer, with other weights for the values. */
function weighed(
  weights: (scores: number[], all: HeadCache) => number[],
): typeof attendWithCache {
  return (cache, position) => {
    const all = attendWithCache(cache, position);
    const shares = weights(scoresOf(position, all.keys), all);
    const out = position.query.map((_, c) =>
      total(all.values.map((value, s) => shares[s] * value[c])),
    );
    return { ...all, out };
  };
}

const powers = (scores: number[]): number[] => {
  const largest = Math.max(...scores);
  return scores.map((score) => Math.exp(score - largest));
};
const scaled = (list: number[]): number[] => list.map((x) => x / total(list));

/** What else learners answer to exercise 16.6. */
export const slips: MistakeOf<typeof attendWithCache>[] = [
  mistake(
    "the softmax is missing",
    "You mix the values with the scores themselves. `softmax` turns the scores into weights that sum to 1.",
    weighed((scores) => scores),
  ),
  mistake(
    "the scores are divided by their sum",
    "Scores may be negative, and their sum may be 0. `softmax` makes weights of them.",
    weighed(scaled),
  ),
  mistake(
    "the powers are not scaled to sum 1",
    "The weights must sum to 1: divide by the sum of the powers, or use `softmax`.",
    weighed(powers),
  ),
  mistake(
    "a power overflows",
    "exp of a large score is Infinity, and Infinity / Infinity is NaN. `softmax` subtracts the largest score first.",
    weighed((scores) => scaled(scores.map((score) => Math.exp(score)))),
  ),
  mistake(
    "only the largest score counts",
    "You take the value with the largest score. All values count, each with its weight.",
    weighed((scores) =>
      scores.map((score) => Number(score === Math.max(...scores))),
    ),
  ),
  mistake(
    "divided by the root of the number of keys",
    "The scale is the square root of how many numbers a query has, not of how many keys there are.",
    weighed((scores, { keys }) => {
      const size = Math.sqrt(keys[0].length / keys.length);
      return scaled(powers(scores.map((score) => score * size)));
    }),
  ),
  mistake(
    "only the earlier positions, if there are any",
    "The new position attends to itself, too. Store its key and value first, and attend then.",
    weighed((scores) => {
      if (scores.length === 1) return [1];
      return [...scaled(powers(scores.slice(0, -1))), 0];
    }),
  ),
];
