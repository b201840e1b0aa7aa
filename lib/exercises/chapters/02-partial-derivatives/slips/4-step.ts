import { mistake, type MistakeOf } from "../../../author";
import { gradient } from "../../../../core/by-hand/derivative";
import { stepDownhill } from "../4-step";

/** What else learners answer to exercise 02.4. */
export const slips: MistakeOf<typeof stepDownhill>[] = [
  mistake(
    "only the first weight moves",
    "Every weight takes a step, each with its own slope. Go through all of them.",
    (f, weights, rate) => [
      stepDownhill(f, weights, rate)[0],
      ...weights.slice(1),
    ],
  ),
  mistake(
    "the loss instead of its slopes",
    "`f(weights)` is how large the loss is. A step needs how fast it changes: `gradient(f, weights)`.",
    (f, weights, rate) => weights.map((weight) => weight - rate * f(weights)),
  ),
  mistake(
    "all slopes are added up",
    "Each weight has its own slope. Do not add them.",
    (f, weights, rate) => {
      const total = gradient(f, weights).reduce((a, b) => a + b, 0);
      return weights.map((weight) => weight - rate * total);
    },
  ),
  mistake(
    "the old weight is scaled by its slope",
    "The old weight appears once. How large it is does not change the size of the step.",
    (f, weights, rate) => {
      const slopes = gradient(f, weights);
      return weights.map((weight, i) => weight - rate * slopes[i] * weight);
    },
  ),
  mistake(
    "the slopes are scaled to length 1",
    "The steeper the slope, the longer the step. Take the slopes as they are.",
    (f, weights, rate) => {
      const slopes = gradient(f, weights);
      const length = Math.hypot(...slopes);
      return weights.map((weight, i) => weight - (rate * slopes[i]) / length);
    },
  ),
];
