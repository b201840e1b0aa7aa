import { mistake, prediction } from "../../author";

export default prediction(0.1, {
  title: "Predict: ten times larger",
  task: "All numbers of x are multiplied by 10, dOut stays. By which factor does LayerNorm's dx change?",
  effort: { minutes: 4, difficulty: 3, points: 2 },
  hints: [
    "What happens to xHat if every x is ten times larger?",
    "xHat stays the same, so in the formula for dx only the deviation changes.",
    "dx = (...) / deviation, and the deviation is ten times larger.",
  ],
  unit: "a factor",
  tolerance: 0.005,
  mistakes: [
    mistake(
      "the gradient grows with x",
      "The other way around: if x is ten times larger, a nudge of the same size matters ten times less.",
      10,
    ),
    mistake(
      "nothing changes",
      "The output does not change. But a nudge of 1 is now small beside the deviation.",
      1,
    ),
    mistake(
      "squared",
      "The variance is 100 times larger, the deviation 10 times. Which one is in dx?",
      0.01,
    ),
    mistake(
      "squared, and the wrong way round",
      "The variance grows 100 times, the deviation 10 times. And dx is divided by it.",
      100,
    ),
    mistake(
      "the root of the factor",
      "The variance is 100 times larger. Its root, the deviation, is 10 times larger: no second root.",
      Math.sqrt(0.1),
    ),
  ],
  explanation:
    "xHat stays as it was, so the bracket of dx = (…) / deviation stays too. The deviation is " +
    "ten times larger: dx changes by the factor **0.1**. Large activations get small gradients, " +
    "which is one reason why LayerNorm steadies training.",
});
