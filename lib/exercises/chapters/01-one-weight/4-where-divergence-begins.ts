import { mistake, prediction } from "../../author";

export default prediction(1 / 3, {
  title: "Predict: where divergence begins",
  task: "Gradient descent on L(w) = 3 (w - 2)², from w = 5: above which learning rate does it diverge?",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "Write one step for the distance to the minimum, d = w - 2. By which factor does it change?",
    "The slope is 6 (w - 2), so d becomes d - learningRate × 6 d = (1 - 6 learningRate) d.",
    "The distance grows when that factor is below -1. At which learning rate is it exactly -1?",
  ],
  unit: "a learning rate",
  tolerance: 0.01,
  mistakes: [
    mistake(
      "the best learning rate, not the limit",
      "At 1/6 the first step lands exactly on the minimum. Beyond it a step overshoots, yet still ends closer than it began. How far can you go until it ends no closer?",
      1 / 6,
    ),
    mistake(
      "the square's own 2 is missing from the slope",
      "The slope of 3 (w - 2)² is 6 (w - 2): the exponent comes down as a factor.",
      2 / 3,
    ),
    mistake(
      "the limit of the plain parabola",
      "That is the limit for (w - 2)². This bowl is three times as steep.",
      1,
    ),
  ],
  explanation:
    "The slope of 3 (w − 2)² is 6 (w − 2). With d = w − 2 one step turns d into " +
    "(1 − 6 · learningRate) · d. The path comes closer while that factor lies between " +
    "−1 and 1, so up to a learning rate of **1/3**; there it jumps back and forth forever, and above it diverges.",
});
