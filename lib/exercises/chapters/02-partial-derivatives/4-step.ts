import {
  gradient,
  partialDerivative,
  type ScalarFunction,
} from "../../../core/by-hand/derivative";
import {
  before,
  between,
  draw,
  exercise,
  mistake,
  negated,
  ones,
  times,
} from "../../author";

/** One step of gradient descent on all weights at once; a new list. */
export function stepDownhill(
  f: ScalarFunction,
  weights: number[],
  learningRate: number,
): number[] {
  const slopes = gradient(f, weights);
  return weights.map((weight, i) => weight - learningRate * slopes[i]);
}

export default exercise(stepDownhill, {
  title: "One step with many weights",
  task: "Take a step of gradient descent on every weight, all slopes measured at the same point. Return the new weights.",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "`gradient(f, weights)` gives one slope for each weight. Then it is the rule of chapter 01, weight by weight.",
    "Measure all slopes first, then move.",
    "`weights.map((weight, i) => weight - learningRate * slopes[i])`.",
  ],
  tolerance: 1e-6,
  firstCases: [
    [([w, b]) => (w + b - 3) ** 2, [1, 1], 0.25],
    [([w, b]) => w * w + 10 * b * b, [3, 0.5], 0.05],
    [([w]) => (w - 3) ** 2, [5], 0.25],
  ],
  randomCases: draw(7, (random) => [
    ([w, b, c]) => w * w * b + (b - c) ** 2,
    times(3, () => between(random, 0.5, 2.5)),
    between(random, 0.02, 0.4),
  ]),
  mistakes: [
    mistake(
      "uphill, with the sign flipped",
      "The gradient points uphill. Subtract it.",
      before({ learningRate: negated }),
    ),
    mistake(
      "the learning rate is missing",
      "Each weight goes its whole slope. Multiply by the learning rate.",
      before({ learningRate: ones }),
    ),
    mistake(
      "one weight after the other",
      "The second slope is measured where the first weight has already moved. Measure all slopes first, then move all weights.",
      (f, weights, rate) => {
        const place = [...weights];
        weights.forEach((_, i) => {
          place[i] -= rate * partialDerivative(f, place, i);
        });
        return place;
      },
    ),
    mistake(
      "the same slope for all weights",
      "Each weight has its own slope: `slopes[i]`, not `slopes[0]`.",
      (f, weights, rate) => {
        const [slope] = gradient(f, weights);
        return weights.map((weight) => weight - rate * slope);
      },
    ),
    mistake(
      "the steps without the weights",
      "Those are the steps. Return where they lead: start from the old weights.",
      (f, weights, rate) => gradient(f, weights).map((s) => -rate * s),
    ),
    mistake(
      "the gradient alone",
      "Those are the slopes. Return the new weights: the old ones, minus the learning rate times the slopes.",
      (f, weights) => gradient(f, weights),
    ),
    mistake(
      "the weights are changed in place",
      "Here the old weights are still needed, to draw the path. Make a new list, with `map` for example.",
      (f, weights, rate) => {
        const next = stepDownhill(f, weights, rate);
        next.forEach((weight, i) => (weights[i] = weight));
        return weights;
      },
    ),
  ],
  alsoRight: (f, weights, rate) => {
    const next = weights.slice();
    for (let i = 0; i < weights.length; i++) {
      const side = (by: number): number =>
        f(weights.map((value, j) => (j === i ? value + by : value)));
      next[i] += (rate * (side(-1e-4) - side(1e-4))) / 2e-4;
    }
    return next;
  },
});
