import { combine, mistake, prediction, say, varied } from "../../author";

const firstStep = (rate: number, size: number) => {
  const sgd = rate * size;
  return prediction(rate, {
    title: "Predict: Adam's first step",
    task: `Adam with a learning rate of ${rate} sees its very first gradient: -${size}. By how much does the weight change?`,
    effort: { minutes: 5, difficulty: 3, points: 3 },
    hints: [
      "After one step the corrected mean is the gradient itself. And the corrected square?",
      `The corrected square is ${size}², its root ${size}. What is -${size} divided by ${size}?`,
      "The weight changes by minus the learning rate times -1.",
    ],
    unit: "a change of the weight",
    tolerance: 1e-4,
    mistakes: [
      mistake(
        "the step of plain SGD",
        "That is learning rate times gradient. Adam divides the gradient by its own typical size first.",
        sgd,
      ),
      mistake(
        "the step of plain SGD, and with the wrong sign",
        "Two things: Adam divides the gradient by its own typical size first. And against a negative gradient the weight grows.",
        -sgd,
      ),
      mistake(
        "the sign is flipped",
        "The size is right. A negative gradient means: more weight, less loss. So the weight grows.",
        -rate,
      ),
      mistake(
        "without bias correction",
        "That is what comes without the two corrections: 0.1 over the root of 0.001. With them the ratio is 1.",
        (rate * 0.1) / Math.sqrt(0.001),
      ),
      mistake(
        "not divided by the root",
        `Divide by the root of the mean square, which is ${size}, not by the square.`,
        rate / size,
      ),
      mistake(
        "only the uncorrected mean",
        `0.1 · ${size} is the mean before its correction, and Adam divides by the root of the square as well.`,
        0.1 * sgd,
      ),
      mistake(
        "the mean is not corrected",
        "The square is corrected, the mean is not: it began at 0, so divide it by 1 - 0.9 as well.",
        0.1 * rate,
      ),
      mistake(
        "the square is not corrected",
        "The mean is corrected, the square is not: it began at 0, so divide it by 1 - 0.999 as well.",
        rate / Math.sqrt(0.001),
      ),
      mistake(
        "without the learning rate",
        "The size of the direction is 1. How far the weight goes is decided by the learning rate.",
        1,
      ),
    ],
    explanation:
      `Corrected, the mean is −${size} and the mean square ${size}². So the direction is −${size} / ${size} = −1, ` +
      `and the weight changes by −${rate} · (−1) = **${say(rate)}**. Adam's first step is as long as the learning rate, ` +
      "for every weight and any size of its gradient.",
  });
};

export default varied(
  firstStep,
  [0.01, 250],
  combine([0.005, 0.02, 0.03], [40, 120, 800]),
);
