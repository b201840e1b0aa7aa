import { mistake, prediction } from "../../author";

export default prediction(0.5 + 0.4 / Math.SQRT2 + 0.2, {
  title: "Predict: twice the size, or twice the text",
  task: "The floor is 0.5. The part of the size is 0.4, with alpha = 0.5; the part of the text is 0.2, with beta = 1. You may double one of the two, the parameters or the tokens. What is the lowest loss that you can reach?",
  effort: { minutes: 5, difficulty: 2, points: 3 },
  hints: [
    "Twice the parameters multiply the part of the size by 2^-alpha. What does twice the text do to its part?",
    "2^-0.5 = 0.707 and 2^-1 = 0.5. Compute both losses.",
    "Twice the text: 0.5 + 0.4 + 0.1. Twice the size: 0.5 + 0.4 × 0.707 + 0.2. Which is lower?",
  ],
  unit: "nats per token",
  tolerance: 0.003,
  mistakes: [
    mistake(
      "the larger exponent chosen",
      "That is twice the text. Its exponent is larger, but its part is small: it saves 0.1. Compute what twice the size saves.",
      1,
    ),
    mistake(
      "both doubled",
      "You may double only one of the two.",
      0.5 + 0.4 / Math.SQRT2 + 0.1,
    ),
    mistake(
      "the floor left out",
      "That is the loss above the floor. The floor stays: add 0.5.",
      0.4 / Math.SQRT2 + 0.2,
    ),
    mistake(
      "the part of the size halved",
      "alpha is 0.5, so twice the size multiplies its part by 2^-0.5 = 0.707, not by 0.5.",
      0.9,
    ),
    mistake(
      "the whole loss shrunk",
      "Only the part of the size shrinks. The floor and the part of the text stay as they are.",
      1.1 / Math.SQRT2,
    ),
    mistake(
      "the floor shrunk too",
      "No model lowers the floor: only the part of the size shrinks.",
      0.9 / Math.SQRT2 + 0.2,
    ),
    mistake(
      "what is saved",
      "That is what twice the size saves. Subtract it from the loss, 1.1.",
      0.4 - 0.4 / Math.SQRT2,
    ),
    mistake(
      "nothing doubled",
      "That is the loss now. Multiply one of the two parts by 2 to the power of minus its exponent.",
      1.1,
    ),
  ],
  explanation:
    "Twice the text brings 0.5 + 0.4 + 0.2 / 2 = 1.0. Twice the size brings 0.5 + 0.4 / √2 + 0.2 = **0.983**, a little less. " +
    "The larger exponent does not decide: a part that is small already has little to give.",
});
