import { mistake, prediction } from "../../author";

export default prediction(10, {
  title: "Predict: how fast does the ball get?",
  task: "The gradient is 1 at every step, momentum is 0.9. To which number does the velocity grow?",
  effort: { minutes: 5, difficulty: 2, points: 3 },
  hints: [
    "Write down the first few: 1, 1.9, 2.71, ... Each is 0.9 times the last one, plus 1.",
    "In the end it no longer changes: v = 0.9 v + 1.",
    "0.1 v = 1. Solve for v.",
  ],
  unit: "a velocity",
  tolerance: 0.05,
  mistakes: [
    mistake(
      "only the second step",
      "That is the velocity after two steps. It goes on growing: 2.71, 3.439, ...",
      1.9,
    ),
    mistake(
      "the gradient alone",
      "That is how it begins. Each step keeps 0.9 of the old velocity and adds 1 again.",
      1,
    ),
    mistake(
      "the sum without its first gradient",
      "0.9 + 0.81 + ... is 9, but the newest gradient counts fully: add 1.",
      9,
    ),
    mistake(
      "the share instead of its complement",
      "v = 0.9 v + 1 means 0.1 v = 1: divide by 1 - 0.9.",
      1 / 0.9,
    ),
    mistake(
      "it grows without end",
      "Each step adds 1, but it also takes a tenth of what there was. When is the loss as large as the gain?",
      Infinity,
    ),
    mistake(
      "the momentum itself",
      "0.9 is the share that is kept. A gradient of 1 is added to it, again and again.",
      0.9,
    ),
    mistake(
      "only the third step",
      "That is the velocity after three steps. It goes on growing: 3.439, 4.095, ...",
      2.71,
    ),
  ],
  explanation:
    "1 + 0.9 + 0.81 + … is a geometric series with the sum 1 / (1 − 0.9) = **10**. " +
    "So momentum 0.9 makes steps up to ten times as long where the gradient keeps its direction.",
});
