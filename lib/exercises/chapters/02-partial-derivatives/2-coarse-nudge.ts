import { mistake, prediction } from "../../author";

export default prediction(12.01, {
  title: "Predict: a coarse nudge",
  task: "f(w) = w³ at w = 2, nudged by epsilon = 0.1 to both sides: which slope does the central difference give?",
  effort: { minutes: 6, difficulty: 2, points: 3 },
  hints: [
    "The true slope is 3 w² = 12. The answer is not quite 12.",
    "The error of the central difference is about epsilon² / 6 times the third derivative. What is the third derivative of w³?",
    "The third derivative is 6, so the error is epsilon². Or work out (2.1³ - 1.9³) / 0.2.",
  ],
  unit: "a slope",
  tolerance: 0.0005,
  mistakes: [
    mistake(
      "the true slope",
      "12 is what a nudge of 0 would give. This one is coarse, and w³ is curved in a way that leaves an error.",
      12,
    ),
    mistake(
      "nudged to one side only",
      "That is the forward difference, (2.1³ - 2³) / 0.1 = 12.61. The central one uses 1.9 as well.",
      12.61,
    ),
    mistake(
      "the third derivative is left out",
      "epsilon² / 6 is still to be multiplied by the third derivative. For w³ that is 6, not 1.",
      12 + 0.01 / 6,
    ),
    mistake(
      "the 6 below is left out",
      "That is epsilon² times the third derivative. The formula divides it by 6.",
      12.06,
    ),
    mistake(
      "nudged downward only",
      "That is the backward difference, (2³ - 1.9³) / 0.1. The central one uses 2.1 as well.",
      11.41,
    ),
    mistake(
      "divided by epsilon, not by 2 epsilon",
      "2.1 and 1.9 are 0.2 apart. Divide by that.",
      24.02,
    ),
    mistake(
      "the error with the wrong sign",
      "The size of the error is right. The third derivative of w³ is positive, so the central difference is too large.",
      11.99,
    ),
    mistake(
      "epsilon is not squared",
      "You add epsilon. The error has its square: 0.1² is 0.01.",
      12.1,
    ),
    mistake(
      "the error alone",
      "That is how far off it is. The slope that is measured is 12 plus this error.",
      0.01,
    ),
    mistake(
      "not divided at all",
      "2.1³ - 1.9³ is how much f changes. Divide it by how far apart the two places are, 0.2.",
      2.402,
    ),
  ],
  explanation:
    "(2.1³ − 1.9³) / 0.2 = (9.261 − 6.859) / 0.2 = **12.01**. The general form: " +
    "((w + ε)³ − (w − ε)³) / 2ε = 3 w² + ε². The error is ε², here 0.01; " +
    "to one side alone it would be 3 w ε + ε² = 0.61.",
});
