import { after, mistake, type MistakeOf, scaled } from "../../../author";
import type { queryBackward } from "../5-query-backward";

/** What else learners answer to exercise 10.5. */
export const slips: MistakeOf<typeof queryBackward>[] = [
  mistake(
    "query and keys swapped",
    "The derivative of q . k for q is k, and for k it is q. So dQuery is made of keys, and each dKeys[j] of the query.",
    (query, keys, dScores) => {
      const d = dScores.map((s) => s / Math.sqrt(query.length));
      const sum = d.reduce((a, b) => a + b, 0);
      return [
        query.map((q) => sum * q),
        ...keys.map((key, j) => key.map((k) => d[j] * k)),
      ];
    },
  ),
  mistake(
    "only the query's gradient is scaled",
    "The factor 1 / sqrt(size) belongs to the scores, so the keys' gradients have it too.",
    after(([dQuery, ...dKeys], query) => [
      dQuery,
      ...scaled(dKeys, Math.sqrt(query.length)),
    ]),
  ),
  mistake(
    "only the keys' gradients are scaled",
    "The factor 1 / sqrt(size) belongs to the scores, so the query's gradient has it too.",
    after(([dQuery, ...dKeys], query) => [
      scaled(dQuery, Math.sqrt(query.length)),
      ...dKeys,
    ]),
  ),
];
