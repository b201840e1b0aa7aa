import { mistake, prediction } from "../../author";

export default prediction(32 * 128, {
  title: "Predict: tokens in one training step",
  task: "Suppose that a training step reads a batch of 32 pieces of text, 128 tokens each. How many tokens is that?",
  effort: { minutes: 2, difficulty: 1, points: 1 },
  hints: [
    "A batch is 32 pieces of text side by side, and each piece is 128 tokens long.",
    "It is the area of a rectangle: 32 rows, 128 columns.",
  ],
  unit: "tokens",
  tolerance: 0,
  mistakes: [
    mistake(
      "added instead of multiplied",
      "Each of the 32 pieces has 128 tokens of its own: 128 + 128 + ... , 32 times.",
      32 + 128,
    ),
    mistake(
      "the last token left out",
      "It is true that the last token of a piece needs a successor to be guessed. The course cuts one token more for that, so all 128 count.",
      32 * 127,
    ),
    mistake(
      "a single piece",
      "That is one piece of text. The batch has 32 of them.",
      128,
    ),
    mistake(
      "divided instead of multiplied",
      "A batch of 32 pieces holds more tokens than one piece, not fewer.",
      128 / 32,
    ),
    mistake(
      "one token too many per piece",
      "Each piece has 128 tokens that are used to guess the next one. The one more that is cut is only a target.",
      32 * 129,
    ),
  ],
  explanation:
    "One step reads a batch of 32 pieces of 128 tokens: 32 × 128 = **4096** tokens. " +
    "At each of them the model guesses the next one, so one step is 4096 guesses.",
});
