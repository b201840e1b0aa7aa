import { mistake, prediction } from "../../author";

export default prediction(0.0175, {
  title: "Predict: a calmer curve",
  task: "Batches of 256 pairs give a noise of 0.070 nats. How large is the noise if the run takes batches of 4096 pairs?",
  effort: { minutes: 4, difficulty: 2, points: 2 },
  hints: [
    "By what factor does the batch grow, and what does the law with the root say about the noise?",
    "4096 / 256 = 16. A batch that is 16 times as large is √16 = 4 times less noisy.",
    "Divide 0.070 by 4.",
  ],
  unit: "nats",
  tolerance: 0.0012,
  mistakes: [
    mistake(
      "divided by the factor, not by its root",
      "The batch is 16 times as large, but the noise falls with the root of that.",
      0.07 / 16,
    ),
    mistake(
      "the noise does not change",
      "A mean over more pairs is calmer. The noise falls with the root of the batch size.",
      0.07,
    ),
    mistake(
      "halved",
      "√16 is 4: the noise of 1024 pairs is half of that of 256, and 4096 is four times as many again.",
      0.035,
    ),
    mistake(
      "the factor instead of the noise",
      "√16 = 4 says how many times calmer the curve gets. Divide 0.070 nats by it.",
      4,
    ),
    mistake(
      "the factor of the batch instead of the noise",
      "The batch is 16 times as large. The noise is 0.070 nats, divided by the root of that.",
      16,
    ),
    mistake(
      "multiplied instead of divided",
      "A larger batch is less noisy, not more.",
      0.28,
    ),
    mistake(
      "divided by the root of the batch size",
      "0.070 is the noise of 256 pairs, not of one. Only the factor between the batches counts: √(4096 / 256).",
      0.07 / 64,
    ),
  ],
  explanation:
    "The batch is 4096 / 256 = 16 times as large, so the noise is √16 = 4 times smaller: 0.070 / 4 = **0.0175** nats. The steps take 16 times as long.",
});
