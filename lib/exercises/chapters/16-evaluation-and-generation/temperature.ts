import { between, times, vector, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** Numbers scaled to sum 1. */
export function scaled(numbers: number[]): number[] {
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
    source: {
      file: "exercises/chapters/16-evaluation-and-generation/temperature.ts",
      name: "withTemperature",
      as: "myTemperature",
    },
    parameters: ["logits", "temperature"],
    cases: (random) => [
      [[2, 1, 0], 0.5],
      [[1000, 0], 0.5],
      [[-900, -901, -899], 0.25],
      [[-1000, 1000, 999], 2],
      [[2100, 2097], 3],
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
        name: "the largest is taken off undivided",
        code: (logits, temperature) => {
          const largest = Math.max(...logits);
          const weights = logits.map((z) =>
            Math.exp(z / temperature - largest),
          );
          const sum = weights.reduce((total, weight) => total + weight, 0);
          return weights.map((weight) => weight / sum);
        },
        hint: "With [1000, 0] at 0.5 that is exp(2000 - 1000), which overflows. The temperature divides the largest, too: exp((z - largest) / temperature).",
      },
      {
        name: "a power overflows",
        code: (logits, temperature) =>
          scaled(logits.map((z) => Math.exp(z / temperature))),
        hint: "exp(1000) is Infinity, and Infinity / Infinity is NaN. Take the largest logit off first, as the function did.",
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
        name: "the temperature has no effect",
        code: (logits) => withTemperature(logits, 1),
        hint: "That is the plain softmax: what is taken off all logits, or divides all weights, cancels. The logits' differences must be divided by the temperature.",
      },
    ],
  });
