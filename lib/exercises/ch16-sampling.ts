import { between, times, vector, whole } from "./cases";
import { functionExercise, type ExerciseFor } from "./exercise";

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

function scaled(numbers: number[]): number[] {
  const sum = numbers.reduce((total, x) => total + x, 0);
  return numbers.map((x) => x / sum);
}

/** softmax(logits / temperature). */
export function withTemperature(
  logits: number[],
  temperature: number,
): number[] {
  const largest = Math.max(...logits);
  const weights = logits.map((z) => Math.exp((z - largest) / temperature));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
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

const FILE = "exercises/ch16-sampling.ts";

/** Exercise 16.3. */
export const temperatureExercise: ExerciseFor<typeof withTemperature> =
  functionExercise<typeof withTemperature>({
    kind: "repair",
    id: "16.3",
    title: "Find the bug: a knob that does nothing",
    task: "Return the probabilities softmax(logits / temperature).",
    minutes: 6,
    difficulty: 2,
    points: 3,
    hints: [
      "Call it with two temperatures. Why do both give the same?",
      "A factor that all probabilities share cancels when they are scaled to sum 1. Where must the division stand, so that it does not cancel?",
      "Divide inside the exponential: exp((z - largest) / temperature).",
    ],
    reference: withTemperature,
    source: { file: FILE, name: "withTemperature", as: "myTemperature" },
    parameters: ["logits", "temperature"],
    cases: (random) => [
      [[2, 1, 0], 0.5],
      ...times(7, (c): [number[], number] => [
        vector(random, whole(random, 3, 6)),
        c % 2 === 0 ? between(random, 0.3, 0.7) : between(random, 1.5, 3),
      ]),
    ],
    given: (logits, temperature) => {
      const largest = Math.max(...logits);
      const weights = logits.map((z) => Math.exp(z - largest) / temperature);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return weights.map((weight) => weight / sum);
    },
    mistakes: [
      {
        name: "times instead of divided",
        code: (logits, temperature) => withTemperature(logits, 1 / temperature),
        hint: "Your knob turns the wrong way: low temperatures must make the likely likelier. Divide the logits.",
      },
      {
        name: "the probabilities divided",
        code: (logits, temperature) =>
          withTemperature(logits, 1).map((p) => p / temperature),
        hint: "Those no longer sum to 1. Divide the logits, before they become probabilities.",
      },
      {
        name: "not scaled to sum 1",
        code: (logits, temperature) =>
          logits.map((z) => Math.exp((z - Math.max(...logits)) / temperature)),
        hint: "The weights are right. Divide each by their sum.",
      },
      {
        name: "scaled by the sum of the untouched weights",
        code: (logits, temperature) => {
          const largest = Math.max(...logits);
          const sum = logits.reduce((t, z) => t + Math.exp(z - largest), 0);
          return logits.map((z) => Math.exp((z - largest) / temperature) / sum);
        },
        hint: "The sum must be that of the same weights that you divide: with the temperature in them.",
      },
      {
        name: "the temperature taken off",
        code: (logits) => withTemperature(logits, 1),
        hint: "That is the plain softmax. The logits' differences must be divided by the temperature.",
      },
    ],
  });

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
  task: "Keep the likeliest tokens, one by one, until together they reach topP. All others get 0. Scale what is kept to sum 1. Ids keep their places.",
  minutes: 10,
  difficulty: 3,
  points: 4,
  hints: [
    "Sort the ids by probability, not the probabilities: you need to know which place each had.",
    "Go through the sorted ids. Before you keep one, ask: is the sum so far at least topP already? Then stop.",
    "The token that crosses the line is kept. In the end divide by the sum of what was kept.",
  ],
  reference: nucleus,
  source: { file: FILE, name: "nucleus", as: "myNucleus" },
  parameters: ["probabilities", "topP"],
  cases: (random) => [
    [[0.1, 0.5, 0.15, 0.25], 0.7],
    [[0.1, 0.6, 0.3], 0.2],
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
