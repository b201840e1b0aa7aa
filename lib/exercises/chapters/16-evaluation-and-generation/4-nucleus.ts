import {
  after,
  between,
  draw,
  exercise,
  mistake,
  times,
  total,
  whole,
} from "../../author";
import { scaled } from "./shared";

/** Nucleus without the token that crosses the line, or with it if alone. */
function shortOfLine(
  probabilities: number[],
  topP: number,
  keepFirst: boolean,
): number[] {
  const order = probabilities.map((_, id) => id);
  order.sort((a, b) => probabilities[b] - probabilities[a]);
  const kept = probabilities.map(() => 0);
  let sum = 0;
  for (const id of order) {
    const isKept = keepFirst && sum === 0;
    if (!isKept && sum + probabilities[id] > topP) break;
    kept[id] = probabilities[id];
    sum += probabilities[id];
  }
  return kept.map((p) => p / sum);
}

/** The likeliest tokens that together reach topP, scaled to sum 1. */
export function nucleus(probabilities: number[], topP: number): number[] {
  const order = probabilities.map((_, id) => id);
  order.sort((a, b) => probabilities[b] - probabilities[a]);
  const kept = probabilities.map(() => 0);
  let sum = 0;
  for (const id of order) {
    if (sum >= topP) break;
    kept[id] = probabilities[id];
    sum += probabilities[id];
  }
  return kept.map((probability) => probability / sum);
}

/** Top-p in another order, or with another line. */
function nucleusWith({
  order = (p: number, q: number): number => q - p,
  reached = (sum: number, topP: number): boolean => sum >= topP,
}): typeof nucleus {
  return (probabilities, topP) => {
    const ids = probabilities.map((_, id) => id);
    ids.sort((a, b) => order(probabilities[a], probabilities[b]));
    const kept = probabilities.map(() => 0);
    for (const id of ids)
      if (!reached(total(kept), topP)) kept[id] = probabilities[id];
    return scaled(kept);
  };
}

/** Probabilities of no special order, far enough apart. */
function shares(count: number, random: () => number): number[] {
  return scaled(times(count, () => 0.05 + random() ** 2));
}

export default exercise(nucleus, {
  title: "Top-p: cut off the tail",
  task: "Keep the likeliest tokens, one by one (of equals the lower id first), until together they reach topP. All others get 0. Scale what is kept to sum 1. Ids keep their places.",
  effort: { minutes: 10, difficulty: 3, points: 3 },
  hints: [
    "Sort the ids by probability, not the probabilities: you need to know which place each had.",
    "Go through the sorted ids. Before you keep one, ask: is the sum so far at least topP already? Then stop.",
    "The token that crosses the line is kept. In the end divide by the sum of what was kept.",
  ],
  firstCases: [
    [[0.1, 0.5, 0.15, 0.25], 0.7],
    [[0.1, 0.6, 0.3], 0.2],
    [[0.25, 0.25, 0.25, 0.25], 0.5],
    [[0.125, 0.25, 0.25, 0.375], 0.6],
    [[0.25, 0.5, 0.25], 1],
    [[1], 0.5],
  ],
  randomCases: draw(8, (random) => [
    shares(whole(random, 4, 7), random),
    between(random, 0.45, 0.9),
  ]),
  mistakes: [
    mistake(
      "the token that crosses the line is dropped",
      "Together they must **reach** topP, so the one that crosses the line stays. Otherwise a token with 0.6 would leave nothing at topP 0.2.",
      (probabilities, topP) => shortOfLine(probabilities, topP, false),
    ),
    mistake(
      "stopped short of the line",
      "Together they must **reach** topP: the token that crosses the line is kept too, not only the very first.",
      (probabilities, topP) => shortOfLine(probabilities, topP, true),
    ),
    mistake(
      "one token too many",
      "Four times 0.25 reach 0.5 with two of them. Stop as soon as the sum is topP, not only above it: `>=`.",
      nucleusWith({ reached: (sum, topP) => sum > topP }),
    ),
    mistake(
      "all that are equal are kept",
      "Four times 0.25 reach 0.5 with two of them; you keep all four. Keep the tokens one by one: of equals the lower id first, until topP is reached.",
      (probabilities, topP) => {
        const least = nucleus(probabilities, topP).map((p, id) =>
          p > 0 ? probabilities[id] : 1,
        );
        const line = Math.min(...least);
        return scaled(probabilities.map((p) => (p >= line ? p : 0)));
      },
    ),
    mistake(
      "of equals the higher id first",
      "The right number of tokens. But of equally likely ones the lower id is kept first.",
      (shares, topP) => nucleus([...shares].reverse(), topP).reverse(),
    ),
    mistake(
      "not scaled to sum 1",
      "The right tokens are kept. Now divide by their sum: probabilities add up to 1.",
      (probabilities, topP) =>
        nucleus(probabilities, topP).map((p, id) =>
          p > 0 ? probabilities[id] : 0,
        ),
    ),
    mistake(
      "in the order of ids",
      "You keep the first ids. Keep the likeliest ones: go through the ids sorted by probability.",
      nucleusWith({ order: () => 0 }),
    ),
    mistake(
      "the places are lost",
      "The values are right, in the wrong places. Sort ids, and write each result back to its id.",
      after((kept) => kept.sort((a, b) => b - a)),
    ),
    mistake(
      "the rarest first",
      "Your sort runs the wrong way: the likeliest come first.",
      nucleusWith({ order: (p, q) => p - q }),
    ),
  ],
  alsoRight: (probabilities, topP) => {
    const ranked = probabilities.map((p, id) => [p, id] as const);
    const before = (p: number, id: number): number =>
      ranked.reduce(
        (sum, [q, j]) => (q > p || (q === p && j < id) ? sum + q : sum),
        0,
      );
    const kept = ranked.map(([p, id]) => (before(p, id) < topP ? p : 0));
    const total = kept.reduce((sum, p) => sum + p, 0);
    return kept.map((p) => p / total);
  },
});
