import { between, times, whole } from "../../author";
import { scaled } from "./temperature";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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

/** Probabilities of no special order, far enough apart. */
function shares(count: number, random: () => number): number[] {
  return scaled(times(count, () => 0.05 + random() ** 2));
}

/** Exercise 16.4. */
export const nucleusExercise: ExerciseFor<typeof nucleus> = functionExercise<
  typeof nucleus
>({
  kind: "write",
  id: "16.4",
  title: "Top-p: cut off the tail",
  task: "Keep the likeliest tokens, one by one (of equals the lower id first), until together they reach topP. All others get 0. Scale what is kept to sum 1. Ids keep their places.",
  minutes: 10,
  difficulty: 3,
  points: 4,
  hints: [
    "Sort the ids by probability, not the probabilities: you need to know which place each had.",
    "Go through the sorted ids. Before you keep one, ask: is the sum so far at least topP already? Then stop.",
    "The token that crosses the line is kept. In the end divide by the sum of what was kept.",
  ],
  reference: nucleus,
  source: {
    file: "exercises/chapters/16-evaluation-and-generation/nucleus.ts",
    name: "nucleus",
    as: "myNucleus",
  },
  parameters: ["probabilities", "topP"],
  cases: (random) => [
    [[0.1, 0.5, 0.15, 0.25], 0.7],
    [[0.1, 0.6, 0.3], 0.2],
    [[0.25, 0.25, 0.25, 0.25], 0.5],
    [[0.125, 0.25, 0.25, 0.375], 0.6],
    [[0.25, 0.5, 0.25], 1],
    [[1], 0.5],
    ...times(8, (): [number[], number] => [
      shares(whole(random, 4, 7), random),
      between(random, 0.45, 0.9),
    ]),
  ],
  mistakes: [
    {
      name: "the token that crosses the line is dropped",
      code: (probabilities, topP) => shortOfLine(probabilities, topP, false),
      hint: "Together they must **reach** topP, so the one that crosses the line stays. Otherwise a token with 0.6 would leave nothing at topP 0.2.",
    },
    {
      name: "stopped short of the line",
      code: (probabilities, topP) => shortOfLine(probabilities, topP, true),
      hint: "Together they must **reach** topP: the token that crosses the line is kept too, not only the very first.",
    },
    {
      name: "one token too many",
      code: (probabilities, topP) => {
        const order = probabilities.map((_, id) => id);
        order.sort((a, b) => probabilities[b] - probabilities[a]);
        const kept = probabilities.map(() => 0);
        let sum = 0;
        for (const id of order) {
          if (sum > topP) break;
          kept[id] = probabilities[id];
          sum += probabilities[id];
        }
        return scaled(kept);
      },
      hint: "Four times 0.25 reach 0.5 with two of them. Stop as soon as the sum is topP, not only above it: `>=`.",
    },
    {
      name: "all that are equal are kept",
      code: (probabilities, topP) => {
        const least = nucleus(probabilities, topP).map((p, id) =>
          p > 0 ? probabilities[id] : 1,
        );
        const line = Math.min(...least);
        return scaled(probabilities.map((p) => (p >= line ? p : 0)));
      },
      hint: "Four times 0.25 reach 0.5 with two of them; you keep all four. Keep the tokens one by one: of equals the lower id first, until topP is reached.",
    },
    {
      name: "of equals the higher id first",
      code: (probabilities, topP) =>
        nucleus([...probabilities].reverse(), topP).reverse(),
      hint: "The right number of tokens. But of equally likely ones the lower id is kept first.",
    },
    {
      name: "not scaled to sum 1",
      code: (probabilities, topP) =>
        nucleus(probabilities, topP).map((p, id) =>
          p > 0 ? probabilities[id] : 0,
        ),
      hint: "The right tokens are kept. Now divide by their sum: probabilities add up to 1.",
    },
    {
      name: "in the order of ids",
      code: (probabilities, topP) => {
        let sum = 0;
        const kept = probabilities.map((p) => {
          if (sum >= topP) return 0;
          sum += p;
          return p;
        });
        return scaled(kept);
      },
      hint: "You keep the first ids. Keep the likeliest ones: go through the ids sorted by probability.",
    },
    {
      name: "the places are lost",
      code: (probabilities, topP) =>
        nucleus(probabilities, topP).sort((a, b) => b - a),
      hint: "The values are right, in the wrong places. Sort ids, and write each result back to its id.",
    },
    {
      name: "the rarest first",
      code: (probabilities, topP) => {
        const order = probabilities.map((_, id) => id);
        order.sort((a, b) => probabilities[a] - probabilities[b]);
        const kept = probabilities.map(() => 0);
        let sum = 0;
        for (const id of order) {
          if (sum >= topP) break;
          kept[id] = probabilities[id];
          sum += probabilities[id];
        }
        return kept.map((p) => p / sum);
      },
      hint: "Your sort runs the wrong way: the likeliest come first.",
    },
  ],
});
