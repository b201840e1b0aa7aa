import { softmax } from "../../../core/by-hand/softmax";
import {
  args,
  draw,
  exercise,
  matrix,
  mistake,
  vector,
  whole,
} from "../../author";

/** Keys and values of the positions that one head has read. */
export interface HeadCache {
  keys: number[][];
  values: number[][];
}

/** What one head computes from the newest position. */
export interface NewPosition {
  query: number[];
  key: number[];
  value: number[];
}

/** A position's result, and the cache that the next position needs. */
export interface CachedResult extends HeadCache {
  out: number[];
}

/** One more position: store its key and value, then attend to all of them. */
export function attendWithCache(
  cache: HeadCache,
  position: NewPosition,
): CachedResult {
  const { query } = position;
  const keys = [...cache.keys, position.key];
  const values = [...cache.values, position.value];
  const scale = 1 / Math.sqrt(query.length);
  const scores = keys.map(
    (key) => scale * key.reduce((sum, k, c) => sum + k * query[c], 0),
  );
  const weights = softmax(scores);
  const out = query.map((_, c) =>
    values.reduce((sum, value, s) => sum + weights[s] * value[c], 0),
  );
  return { out, keys, values };
}

/** Like a head without a cache, with another scale of the scores. */
function attend(
  query: number[],
  { keys, values }: HeadCache,
  scale: number = 1 / Math.sqrt(query.length),
): number[] {
  const scores = keys.map(
    (key) => scale * key.reduce((sum, k, c) => sum + k * query[c], 0),
  );
  const weights = softmax(scores);
  return query.map((_, c) =>
    values.reduce((sum, value, s) => sum + weights[s] * value[c], 0),
  );
}

/** Like {@link attendWithCache}, with another result. */
function instead(
  out: (all: HeadCache, position: NewPosition, before: HeadCache) => number[],
): typeof attendWithCache {
  return (cache, position) => {
    const right = attendWithCache(cache, position);
    return { ...right, out: out(right, position, cache) };
  };
}

/** Like {@link attendWithCache}, with another cache afterwards. */
function keeping(
  cacheAfter: (before: HeadCache, position: NewPosition) => HeadCache,
): typeof attendWithCache {
  return (cache, position) => ({
    out: attendWithCache(cache, position).out,
    ...cacheAfter(cache, position),
  });
}

export default exercise(attendWithCache, {
  title: "One head with a cache",
  task: "A head has read some positions: `cache` holds their keys and values. Now comes one more position with its query, key and value. Return { out, keys, values }: its result, and the lists with the new key and value at the end. Do not change the lists that you are given.",
  effort: { minutes: 10, difficulty: 3, points: 3 },
  hints: [
    "First make the new lists: `[...cache.keys, key]`, and the same for the values. A position attends to itself, too.",
    "Then it is exercise 10.1: a score for each key, `query · key / sqrt(query.length)`, then `softmax`.",
    "Channel c of out is the sum over all positions s of weights[s] * values[s][c].",
  ],
  firstCases: [
    args({ keys: [], values: [] }, { query: [1, 2], key: [3, 4], value: [5, 6] }), // prettier-ignore
    args(
      { keys: [[0, 1]], values: [[1, 0]] },
      { query: [2, 0], key: [1, 0], value: [0, 4] },
    ),
    // exp of a score this large is Infinity
    args(
      { keys: [[30, 1]], values: [[1, 0]] },
      { query: [50, 0], key: [31, 2], value: [0, 4] },
    ),
  ],
  randomCases: draw(7, (random) => {
    const size = whole(random, 2, 4);
    const count = whole(random, 1, 4);
    const rows = (): number[][] => matrix(random, count, size);
    const row = (): number[] => vector(random, size);
    return [
      { keys: rows(), values: rows() },
      { query: row(), key: row(), value: row() },
    ];
  }),
  mistakes: [
    mistake(
      "the new position does not attend to itself",
      "Store the new key and value first, and attend then: a position may look at itself, and the first one has nothing else.",
      instead((_, { query }, before) => attend(query, before)),
    ),
    mistake(
      "only what was stored before",
      "Store the new key and value first, attend to all of them then, and return the longer lists.",
      (cache, { query }) => ({ out: attend(query, cache), ...cache }),
    ),
    mistake(
      "only the new position",
      "That is the new value alone. The weights go over all positions in the cache.",
      instead((_, { value }) => value),
    ),
    mistake(
      "the scaling is missing",
      "Divide the scores by the square root of the query's length before the softmax.",
      instead((all, { query }) => attend(query, all, 1)),
    ),
    mistake(
      "divided by the length instead of its root",
      "Divide the scores by `Math.sqrt(query.length)`: chapter 10 says why the root.",
      instead((all, { query }) => attend(query, all, 1 / query.length)),
    ),
    mistake(
      "the keys are mixed instead of the values",
      "The keys decide how much, the values what. Mix the values.",
      instead(({ keys }, { query }) => attend(query, { keys, values: keys })),
    ),
    mistake(
      "key and query in each other's place",
      "The new query meets all the keys. The new key is only stored.",
      instead(({ keys, values }, { query, key }) =>
        attend(key, { keys: [...keys.slice(0, -1), query], values }),
      ),
    ),
    mistake(
      "nothing is stored",
      "The result is right. But the next position needs this key and this value: append them to the lists that you return.",
      keeping((cache) => cache),
    ),
    mistake(
      "only the newest is stored",
      "The result is right. But the next position also needs the older keys and values: append, and keep what was there.",
      keeping((_, { key, value }) => ({ keys: [key], values: [value] })),
    ),
    mistake(
      "stored at the front",
      "The result is right. Keep the order of the text: the newest comes last.",
      keeping(({ keys, values }, { key, value }) => ({
        keys: [key, ...keys],
        values: [value, ...values],
      })),
    ),
    mistake(
      "the query is stored as the key",
      "The result is right. But an old query is never needed again. Store the key.",
      keeping(({ keys, values }, { query, value }) => ({
        keys: [...keys, query],
        values: [...values, value],
      })),
    ),
  ],
  alsoRight: (cache, { query, key, value }) => {
    const keys = cache.keys.concat([key]);
    const values = cache.values.concat([value]);
    const scores = keys.map(
      (k) => k.reduce((s, x, c) => s + x * query[c], 0) / query.length ** 0.5,
    );
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = powers.reduce((a, b) => a + b);
    const out = query.map((_, c) =>
      values.reduce((s, v, j) => s + (powers[j] / total) * v[c], 0),
    );
    return { out, keys, values };
  },
});
