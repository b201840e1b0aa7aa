import {
  before,
  between,
  draw,
  exercise,
  mistake,
  ones,
  vector,
  whole,
} from "../../author";
import { scaled } from "./shared";

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

export default exercise(withTemperature, {
  title: "Find the bug: a knob that does nothing",
  task: "Return the probabilities softmax(logits / temperature).",
  effort: { minutes: 6, difficulty: 2, points: 2 },
  hints: [
    "Call it with two temperatures. Why do both give the same?",
    "A factor that all probabilities share cancels when they are scaled to sum 1. Where must the division be, so that it does not cancel?",
    "Divide inside the exponential: exp((z - largest) / temperature).",
  ],
  firstCases: [
    [[2, 1, 0], 0.5],
    [[1000, 0], 0.5],
    [[-900, -901, -899], 0.25],
    [[-1000, 1000, 999], 2],
    [[2100, 2097], 3],
  ],
  randomCases: draw(7, (random, c) => [
    vector(random, whole(random, 3, 6)),
    c % 2 === 0 ? between(random, 0.3, 0.7) : between(random, 1.5, 3),
  ]),
  given: (logits, temperature) => {
    const largest = Math.max(...logits);
    const weights = logits.map((z) => Math.exp(z - largest) / temperature);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  },
  otherBugs: [
    [
      ["Math.max(...logits);", "Math.max(...logits) / temperature;"],
      ["Math.exp(z - largest) / temperature", "Math.exp(z - largest)"],
    ],
  ],
  mistakes: [
    mistake(
      "times instead of divided",
      "The temperature works the wrong way: low temperatures must make the likely tokens likelier. Divide the logits.",
      (logits, t) => withTemperature(logits, 1 / t),
    ),
    mistake(
      "the largest is taken off undivided",
      "With [1000, 0] at 0.5 that is exp(2000 - 1000), which overflows. The temperature divides the largest, too: exp((z - largest) / temperature).",
      (logits, t) =>
        scaled(logits.map((z) => Math.exp(z / t - Math.max(...logits)))),
    ),
    mistake(
      "a power overflows",
      "exp(1000) is Infinity, and Infinity / Infinity is NaN. Subtract the largest logit first, as the function did.",
      (logits, t) => scaled(logits.map((z) => Math.exp(z / t))),
    ),
    mistake(
      "the probabilities divided",
      "Those no longer sum to 1. Divide the logits, before they become probabilities.",
      (logits, t) => withTemperature(logits, 1).map((p) => p / t),
    ),
    mistake(
      "not scaled to sum 1",
      "The weights are right. Divide each by their sum.",
      (logits, temperature) =>
        logits.map((z) => Math.exp((z - Math.max(...logits)) / temperature)),
    ),
    mistake(
      "scaled by the sum of the untouched weights",
      "The sum must be that of the same weights that you divide: with the temperature in them.",
      (logits, temperature) => {
        const largest = Math.max(...logits);
        const sum = logits.reduce((t, z) => t + Math.exp(z - largest), 0);
        return logits.map((z) => Math.exp((z - largest) / temperature) / sum);
      },
    ),
    mistake(
      "the temperature has no effect",
      "That is the plain softmax: what is subtracted from all logits, or divides all weights, cancels. The logits' differences must be divided by the temperature.",
      before({ temperature: ones }),
    ),
  ],
  alsoRight: (logits, temperature) =>
    logits.map(
      (z) =>
        1 /
        logits.reduce(
          (sum, other) => sum + Math.exp((other - z) / temperature),
          0,
        ),
    ),
});
