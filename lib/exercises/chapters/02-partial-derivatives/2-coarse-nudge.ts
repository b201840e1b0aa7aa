import { combine, mistake, prediction, say, varied } from "../../author";

const coarseNudge = (w: number, epsilon: number) => {
  const slope = 3 * w ** 2;
  const error = epsilon ** 2;
  const [high, low] = [w + epsilon, w - epsilon];
  const difference = high ** 3 - low ** 3;
  const forward = (high ** 3 - w ** 3) / epsilon;
  return prediction(slope + error, {
    title: "Predict: a coarse nudge",
    task: `f(w) = w³ at w = ${w}, nudged by epsilon = ${epsilon} to both sides: which slope does the central difference give?`,
    effort: { minutes: 6, difficulty: 2, points: 3 },
    hints: [
      `The true slope is 3 w² = ${slope}. The answer is not quite ${slope}.`,
      "The error of the central difference is about epsilon² / 6 times the third derivative. What is the third derivative of w³?",
      `The third derivative is 6, so the error is epsilon². Or work out (${say(high)}³ - ${say(low)}³) / ${say(2 * epsilon)}.`,
    ],
    unit: "a slope",
    tolerance: 0.0005,
    mistakes: [
      mistake(
        "the true slope",
        `${slope} is what a nudge of 0 would give. This one is coarse, and w³ is curved in a way that leaves an error.`,
        slope,
      ),
      mistake(
        "nudged to one side only",
        `That is the forward difference, (${say(high)}³ - ${w}³) / ${epsilon} = ${say(forward)}. The central one uses ${say(low)} as well.`,
        forward,
      ),
      mistake(
        "the third derivative is left out",
        "epsilon² / 6 is still to be multiplied by the third derivative. For w³ that is 6, not 1.",
        slope + error / 6,
      ),
      mistake(
        "the 6 below is left out",
        "That is epsilon² times the third derivative. The formula divides it by 6.",
        slope + 6 * error,
      ),
      mistake(
        "nudged downward only",
        `That is the backward difference, (${w}³ - ${say(low)}³) / ${epsilon}. The central one uses ${say(high)} as well.`,
        (w ** 3 - low ** 3) / epsilon,
      ),
      mistake(
        "divided by epsilon, not by 2 epsilon",
        `${say(high)} and ${say(low)} are ${say(2 * epsilon)} apart. Divide by that.`,
        2 * (slope + error),
      ),
      mistake(
        "the error with the wrong sign",
        "The size of the error is right. The third derivative of w³ is positive, so the central difference is too large.",
        slope - error,
      ),
      mistake(
        "epsilon is not squared",
        `You add epsilon. The error has its square: ${epsilon}² is ${say(error)}.`,
        slope + epsilon,
      ),
      mistake(
        "the error alone",
        `That is how far off it is. The slope that is measured is ${slope} plus this error.`,
        error,
      ),
      mistake(
        "not divided at all",
        `${say(high)}³ - ${say(low)}³ is how much f changes. Divide it by how far apart the two places are, ${say(2 * epsilon)}.`,
        difference,
      ),
    ],
    explanation:
      `(${say(high)}³ − ${say(low)}³) / ${say(2 * epsilon)} = (${say(high ** 3)} − ${say(low ** 3)}) / ${say(2 * epsilon)} = **${say(slope + error)}**. The general form: ` +
      `((w + ε)³ − (w − ε)³) / 2ε = 3 w² + ε². The error is ε², here ${say(error)}; ` +
      `to one side alone it would be 3 w ε + ε² = ${say(3 * w * epsilon + error)}.`,
  });
};

export default varied(
  coarseNudge,
  [2, 0.1],
  combine([1, 2, 3, 4, 5], [0.1, 0.2, 0.3, 0.4]),
);
