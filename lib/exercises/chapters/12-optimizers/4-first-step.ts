import { mistake, prediction } from "../../author";

export default prediction(0.01, {
  title: "Predict: Adam's first step",
  task: "Adam with a learning rate of 0.01 sees its very first gradient: -250. By how much does the weight change?",
  effort: { minutes: 5, difficulty: 3, points: 3 },
  hints: [
    "After one step the corrected mean is the gradient itself. And the corrected square?",
    "The corrected square is 250², its root 250. What is -250 divided by 250?",
    "The weight changes by minus the learning rate times -1.",
  ],
  unit: "a change of the weight",
  tolerance: 1e-4,
  mistakes: [
    mistake(
      "the step of plain SGD",
      "That is learning rate times gradient. Adam divides the gradient by its own typical size first.",
      2.5,
    ),
    mistake(
      "the step of plain SGD, and with the wrong sign",
      "Two things: Adam divides the gradient by its own typical size first. And against a negative gradient the weight grows.",
      -2.5,
    ),
    mistake(
      "the sign is flipped",
      "The size is right. A negative gradient means: more weight, less loss. So the weight grows.",
      -0.01,
    ),
    mistake(
      "without bias correction",
      "That is what comes without the two corrections: 0.1 over the root of 0.001. With them the ratio is 1.",
      (0.01 * 0.1) / Math.sqrt(0.001),
    ),
    mistake(
      "not divided by the root",
      "Divide by the root of the mean square, which is 250, not by the square.",
      0.01 / 250,
    ),
    mistake(
      "only the uncorrected mean",
      "0.1 · 250 is the mean before its correction, and Adam divides by the root of the square as well.",
      0.25,
    ),
    mistake(
      "the mean is not corrected",
      "The square is corrected, the mean is not: it began at 0, so divide it by 1 - 0.9 as well.",
      0.001,
    ),
    mistake(
      "the square is not corrected",
      "The mean is corrected, the square is not: it began at 0, so divide it by 1 - 0.999 as well.",
      0.01 / Math.sqrt(0.001),
    ),
    mistake(
      "without the learning rate",
      "The size of the direction is 1. How far the weight goes is decided by the learning rate.",
      1,
    ),
  ],
  explanation:
    "Corrected, the mean is −250 and the mean square 250². So the direction is −250 / 250 = −1, " +
    "and the weight changes by −0.01 · (−1) = **0.01**. Adam's first step is as long as the learning rate, " +
    "for every weight and any size of its gradient.",
});
