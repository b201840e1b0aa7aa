import { softmax } from "../../core/by-hand/softmax";
import { tried, type Attempt } from "./attempt";

const total = (list: number[]): number => list.reduce((a, b) => a + b, 0);

/** Ids, the likeliest first. */
const order = (probabilities: number[]): number[] =>
  [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);

/** Keeps ids until `full` says stop; scaled to sum 1. */
function keep(
  probabilities: number[],
  ids: number[],
  full: (sum: number, next: number) => boolean,
): number[] {
  const kept = probabilities.map(() => 0);
  let sum = 0;
  for (const id of ids) {
    if (full(sum, probabilities[id])) break;
    kept[id] = probabilities[id];
    sum += probabilities[id];
  }
  return kept.map((p) => p / sum);
}

/** 16.1 and 16.2. */
const COPIES: Attempt[] = [
  tried("16.1", "9", 9, /bits per token/),
  tried("16.1", "6.24", 6.24, /nats per token/),
  tried("16.1", "2.77", 2.77, /nats instead of bits/),
  tried("16.1", "20.25", 20.25, /multiplied by the bytes/),
  tried(
    "16.2",
    "gaps",
    (written, read) => {
      const table = Array.from({ length: written.length + 1 }, () =>
        new Array<number>(read.length + 1).fill(0),
      );
      for (let i = 1; i <= written.length; i++)
        for (let j = 1; j <= read.length; j++)
          table[i][j] =
            written[i - 1] === read[j - 1]
              ? table[i - 1][j - 1] + 1
              : Math.max(table[i - 1][j], table[i][j - 1]);
      return table[written.length][read.length];
    },
    /gaps allowed/,
  ),
  tried(
    "16.2",
    "prefix",
    (written, read) => {
      let best = 0;
      for (let j = 0; j < read.length; j++) {
        let n = 0;
        while (n < written.length && written[n] === read[j + n]) n++;
        best = Math.max(best, n);
      }
      return best;
    },
    /only from the first/,
  ),
  tried(
    "16.2",
    "known tokens",
    (written, read) => {
      const known = new Set(read);
      return written.filter((token) => known.has(token)).length;
    },
    /how many tokens are known/,
  ),
  tried(
    "16.2",
    "same places",
    (written, read) => {
      let [best, run] = [0, 0];
      for (let i = 0; i < Math.min(written.length, read.length); i++) {
        run = written[i] === read[i] ? run + 1 : 0;
        best = Math.max(best, run);
      }
      return best;
    },
    /same place/,
  ),
  tried(
    "16.2",
    "indexOf",
    (written, read) => {
      let best = 0;
      for (let i = 0; i < written.length; i++) {
        const j = read.indexOf(written[i]);
        if (j < 0) continue;
        let n = 1;
        while (i + n < written.length && written[i + n] === read[j + n]) n++;
        best = Math.max(best, n);
      }
      return best;
    },
    /first place/,
  ),
  tried(
    "16.2",
    "one pointer",
    (written, read) => {
      let [best, run, i] = [0, 0, 0];
      for (const token of read) {
        if (i < written.length && token === written[i]) {
          i++;
          run++;
          best = Math.max(best, run);
        } else {
          i = 0;
          run = 0;
        }
      }
      return best;
    },
    /pointer|only from the first/,
  ),
  tried(
    "16.2",
    "past the end",
    (written, read) => {
      let best = 0;
      for (let i = 0; i < written.length; i++)
        for (let j = 0; j < read.length; j++) {
          let n = 0;
          while (n < 1000 && written[i + n] === read[j + n]) n++;
          best = Math.max(best, n);
        }
      return best;
    },
    /beyond the end/,
  ),
  tried(
    "16.2",
    "a set of known tokens",
    (written, read) => {
      const known = new Set(read);
      let [best, run] = [0, 0];
      for (const token of written) {
        run = known.has(token) ? run + 1 : 0;
        if (run > best) best = run;
      }
      return best;
    },
    /a run of known tokens/,
  ),
  tried(
    "16.2",
    "n instead of i + n",
    (written, read) => {
      let best = 0;
      for (let i = 0; i < written.length; i++)
        for (let j = 0; j < read.length; j++) {
          let n = 0;
          while (n < written.length && written[i + n] === read[j + n]) n++;
          best = Math.max(best, n);
        }
      return best;
    },
    /n instead of i \+ n/,
  ),
  tried(
    "16.2",
    "joined",
    (written, read) => {
      const text = read.join(",");
      let best = 0;
      for (let i = 0; i < written.length; i++)
        for (let end = i + 1; end <= written.length; end++)
          if (text.includes(written.slice(i, end).join(",")))
            best = Math.max(best, end - i);
      return best;
    },
    /joined into a text/,
  ),
];

/** 16.3 to 16.5. */
const SAMPLING: Attempt[] = [
  tried(
    "16.3",
    "times",
    (logits, temperature) => softmax(logits.map((z) => z * temperature)),
    /times instead of divided/,
  ),
  tried(
    "16.3",
    "divided at the end",
    (logits, temperature) => softmax(logits).map((p) => p / temperature),
    /probabilities divided/,
  ),
  tried(
    "16.3",
    "cancelled",
    (logits, temperature) => softmax(logits.map((z) => z - temperature)),
    /no effect/,
  ),
  tried(
    "16.3",
    "not scaled",
    (logits, temperature) => {
      const largest = Math.max(...logits);
      return logits.map((z) => Math.exp((z - largest) / temperature));
    },
    /not scaled/,
  ),
  tried(
    "16.3",
    "largest undivided",
    (logits, temperature) => {
      const largest = Math.max(...logits);
      const weights = logits.map((z) => Math.exp(z / temperature - largest));
      return weights.map((w) => w / total(weights));
    },
    /undivided/,
  ),
  tried(
    "16.4",
    "not scaled",
    (probabilities, topP) => {
      const kept = probabilities.map(() => 0);
      let sum = 0;
      for (const id of order(probabilities)) {
        if (sum >= topP) break;
        kept[id] = probabilities[id];
        sum += probabilities[id];
      }
      return kept;
    },
    /not scaled/,
  ),
  tried(
    "16.4",
    "stops early",
    (probabilities, topP) =>
      keep(
        probabilities,
        order(probabilities),
        (sum, next) => sum + next > topP,
      ),
    /crosses the line is dropped|short of the line/,
  ),
  tried(
    "16.4",
    "order lost",
    (probabilities, topP) => {
      const sorted = [...probabilities].sort((a, b) => b - a);
      return keep(sorted, [...sorted.keys()], (sum) => sum >= topP);
    },
    /places are lost/,
  ),
  tried(
    "16.4",
    "order of ids",
    (probabilities, topP) =>
      keep(probabilities, [...probabilities.keys()], (sum) => sum >= topP),
    /order of ids/,
  ),
  tried(
    "16.4",
    "the input sorted",
    (probabilities, topP) => {
      probabilities.sort((a, b) => b - a);
      return keep(probabilities, [...probabilities.keys()], (s) => s >= topP);
    },
    /places are lost|changed the input/,
  ),
  tried(
    "16.4",
    "p >= 1 - topP",
    (probabilities, topP) => {
      const kept = probabilities.map((p) => (p >= 1 - topP ? p : 0));
      return kept.map((p) => p / total(kept));
    },
    /a line for each token/,
  ),
  tried(
    "16.4",
    "one too many",
    (probabilities, topP) => {
      const kept = probabilities.map(() => 0);
      let sum = 0;
      for (const id of order(probabilities)) {
        kept[id] = probabilities[id];
        if (sum >= topP) break;
        sum += probabilities[id];
      }
      return kept.map((p) => p / total(kept));
    },
    /one token (more|too many)/,
  ),
  tried(
    "16.4",
    "all equals kept",
    (probabilities, topP) => {
      let sum = 0;
      let line = 0;
      for (const p of [...probabilities].sort((a, b) => b - a)) {
        if (sum >= topP) break;
        sum += p;
        line = p;
      }
      const kept = probabilities.map((p) => (p >= line ? p : 0));
      return kept.map((p) => p / total(kept));
    },
    /all that are equal/,
  ),
  tried("16.5", "100", 100, /with the cache/),
  tried("16.5", "101", 101, /each token once/),
  tried("16.5", "5150", 5150, /new token is counted too/),
  tried("16.5", "5151", 5151, /one term too many/),
  tried("16.5", "10000", 10000, /whole length/),
  tried("16.5", "5000", 5000, /half of/),
  tried("16.5", "10100", 10100, /not halved/),
];

/** The mixture of the values that a query gets, without a name for it. */
function attend(query: number[], keys: number[][], values: number[][]) {
  const scores = keys.map(
    (key) =>
      key.reduce((sum, k, c) => sum + k * query[c], 0) /
      Math.sqrt(query.length),
  );
  const weights = softmax(scores);
  return query.map((_, c) =>
    values.reduce((sum, value, s) => sum + weights[s] * value[c], 0),
  );
}

/** 16.6. */
const CACHE: Attempt[] = [
  tried(
    "16.6",
    "attends before it stores",
    ({ keys, values }, { query, key, value }) => ({
      out: attend(query, keys, values),
      keys: [...keys, key],
      values: [...values, value],
    }),
    /does not attend to itself/,
  ),
  tried(
    "16.6",
    "push",
    ({ keys, values }, { query, key, value }) => {
      keys.push(key);
      values.push(value);
      return { out: attend(query, keys, values), keys, values };
    },
    /changed the input cache/,
  ),
  tried(
    "16.6",
    "forgets to store",
    ({ keys, values }, { query, key, value }) => ({
      out: attend(query, [...keys, key], [...values, value]),
      keys,
      values,
    }),
    /nothing is stored/,
  ),
  tried(
    "16.6",
    "unshift",
    ({ keys, values }, { query, key, value }) => ({
      out: attend(query, [key, ...keys], [value, ...values]),
      keys: [key, ...keys],
      values: [value, ...values],
    }),
    /at the front/,
  ),
  tried(
    "16.6",
    "only the values are stored",
    ({ keys, values }, { query, key, value }) => ({
      out: attend(query, [...keys, key], [...values, value]),
      keys,
      values: [...values, value],
    }),
    /last item is missing/,
  ),
  tried(
    "16.6",
    "no softmax",
    ({ keys, values }, { query, key, value }) => {
      const [k, v] = [
        [...keys, key],
        [...values, value],
      ];
      const scores = k.map(
        (one) =>
          one.reduce((sum, x, c) => sum + x * query[c], 0) /
          Math.sqrt(query.length),
      );
      const out = query.map((_, c) =>
        v.reduce((sum, one, t) => sum + scores[t] * one[c], 0),
      );
      return { out, keys: k, values: v };
    },
    /softmax is missing/,
  ),
];

/** 16.7 to 16.9. */
const HEADS: Attempt[] = [
  tried("16.7", "0.99", 0.99, /one token/),
  tried("16.7", "6.6", 6.6, /in percent/),
  tried("16.7", "2.7", 2.7, /number of mistakes/),
  tried("16.7", "0", 0, /no tale at all/),
  tried("16.7", "0.5", 0.5, "generic"),
  tried(
    "16.8",
    "the rows",
    (weight, { dModel, nHeads, head }) => {
      const size = dModel / nHeads;
      const from = head * size * dModel;
      return [...weight].fill(0, from, from + size * dModel);
    },
    /rows instead of columns/,
  ),
  tried(
    "16.8",
    "up to and with",
    (weight, { dModel, nHeads, head }) => {
      const size = dModel / nHeads;
      const out = [...weight];
      for (let r = 0; r < dModel; r++)
        for (let c = 0; c <= size; c++) out[r * dModel + head * size + c] = 0;
      return out.slice(0, weight.length);
    },
    /a column too many/,
  ),
  tried(
    "16.8",
    "the first row",
    (weight, { dModel, nHeads, head }) => {
      const size = dModel / nHeads;
      return [...weight].fill(0, head * size, (head + 1) * size);
    },
    /first row only/,
  ),
  tried(
    "16.8",
    "the given list",
    (weight, { dModel, nHeads, head }) => {
      const size = dModel / nHeads;
      for (let at = head * size; at < weight.length; at += dModel)
        weight.fill(0, at, at + size);
      return weight;
    },
    /chang/,
  ),
  tried(
    "16.9",
    "i - n",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = n; i < weights.length; i++) sum += weights[i][i - n];
      return sum / n;
    },
    /the same token/,
  ),
  tried(
    "16.9",
    "no mean",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = n; i < weights.length; i++) sum += weights[i][i - n + 1];
      return sum;
    },
    /the sum/,
  ),
  tried(
    "16.9",
    "mean over all",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = n; i < weights.length; i++) sum += weights[i][i - n + 1];
      return sum / weights.length;
    },
    /divided by all positions/,
  ),
  tried(
    "16.9",
    "swapped",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = n; i < weights.length; i++) sum += weights[i - n + 1][i];
      return sum / n;
    },
    /rows and columns swapped/,
  ),
  tried(
    "16.9",
    "up to the last but one",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = n; i < weights.length - 1; i++) sum += weights[i][i - n + 1];
      return sum / n;
    },
    /last position is missing/,
  ),
  tried(
    "16.9",
    "from n + 1 on",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = n + 1; i < 2 * n; i++) sum += weights[i][i - n + 1];
      return sum / (n - 1);
    },
    /first position is missing/,
  ),
  tried(
    "16.9",
    "the neighbor",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = n; i < weights.length; i++) sum += weights[i][i - 1];
      return sum / n;
    },
    /before the current one/,
  ),
  tried(
    "16.9",
    "the first copy looks ahead",
    (weights) => {
      const n = weights.length / 2;
      let sum = 0;
      for (let i = 0; i < n; i++) sum += weights[i][i + n];
      return sum / n;
    },
    /weights on the future/,
  ),
];

/** What learners of chapter 16 tried. */
export const ATTEMPTS_16: Attempt[] = [
  ...COPIES,
  ...SAMPLING,
  ...CACHE,
  ...HEADS,
];
