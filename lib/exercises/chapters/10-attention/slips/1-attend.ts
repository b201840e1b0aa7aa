import { softmax } from "../../../../core/by-hand/softmax";
import { dot } from "../../../../core/by-hand/linear";
import { before, mistake, type MistakeOf } from "../../../author";
import { type attendOne, attendWith } from "../1-attend";

/** What else learners answer to exercise 10.1. */
export const slips: MistakeOf<typeof attendOne>[] = [
  mistake(
    "the weights instead of the mixture",
    "The weights are right. Each says how much of its value goes into the mixture: channel c is the sum of weights[j] * values[j][c].",
    (query, keys) =>
      softmax(keys.map((key) => dot(query, key) / Math.sqrt(query.length))),
  ),
  mistake(
    "scaled after the softmax",
    "Then the weights no longer add up to 1. Divide the scores, before they become weights.",
    (query, keys, values) => {
      const root = Math.sqrt(query.length);
      return attendWith(() => 1)(query, keys, values).map((v) => v / root);
    },
  ),
  mistake(
    "not scaled to sum 1",
    "exp(score) is not a weight yet: the weights of a query add up to 1. Use `softmax`.",
    (query, keys, values) => {
      const root = Math.sqrt(query.length);
      const powers = keys.map((key) => Math.exp(dot(query, key) / root));
      return query.map((_, c) =>
        dot(
          powers,
          values.map((value) => value[c]),
        ),
      );
    },
  ),
  mistake(
    "only the best key's value",
    "Attention is softer than a search: every value goes in, each with its weight.",
    before({ query: (query: number[]) => query.map((q) => 1e6 * q) }),
  ),
  mistake(
    "the scores divided by their sum",
    "Scores may be negative, and then so are these weights. Softmax makes every weight positive: exp first, then divide by the sum.",
    (query, keys, values) => {
      const scores = keys.map((key) => dot(query, key));
      const sum = scores.reduce((a, b) => a + b, 0);
      return query.map(
        (_, c) =>
          dot(
            scores,
            values.map((value) => value[c]),
          ) / sum,
      );
    },
  ),
  mistake(
    "the values are weighted, but not added",
    "Each value has its weight. The mixture is their sum: one row.",
    (query, keys, values) => {
      const weights = softmax(
        keys.map((key) => dot(query, key) / Math.sqrt(query.length)),
      );
      return values.map((value, j) =>
        value.map((v) => weights[j] * v),
      ) as never;
    },
  ),
];
