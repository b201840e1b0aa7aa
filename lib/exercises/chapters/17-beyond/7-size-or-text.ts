import { combine, mistake, prediction, say, varied } from "../../author";

const sizeOrText = (floor: number, size: number, text: number) => {
  const now = floor + size + text;
  const larger = floor + size / Math.SQRT2 + text;
  const longer = floor + size + text / 2;
  return prediction(larger, {
    title: "Predict: twice the size, or twice the text",
    task: `The floor is ${floor}. The part of the size is ${size}, with alpha = 0.5; the part of the text is ${text}, with beta = 1. You may double one of the two, the parameters or the tokens. What is the lowest loss that you can reach?`,
    effort: { minutes: 5, difficulty: 2, points: 3 },
    hints: [
      "Twice the parameters multiply the part of the size by 2^-alpha. What does twice the text do to its part?",
      "2^-0.5 = 0.707 and 2^-1 = 0.5. Compute both losses.",
      `Twice the text: ${floor} + ${size} + ${say(text / 2)}. Twice the size: ${floor} + ${size} × 0.707 + ${text}. Which is lower?`,
    ],
    unit: "nats per token",
    tolerance: 0.003,
    mistakes: [
      mistake(
        "the larger exponent chosen",
        `That is twice the text. Its exponent is larger, but its part is small: it saves ${say(text / 2)}. Compute what twice the size saves.`,
        longer,
      ),
      mistake(
        "both doubled",
        "You may double only one of the two.",
        larger - text / 2,
      ),
      mistake(
        "the floor left out",
        `That is the loss above the floor. The floor stays: add ${floor}.`,
        larger - floor,
      ),
      mistake(
        "the part of the size halved",
        "alpha is 0.5, so twice the size multiplies its part by 2^-0.5 = 0.707, not by 0.5.",
        floor + size / 2 + text,
      ),
      mistake(
        "both parts halved",
        "You may double only one of the two, and twice the size multiplies its part by 2^-0.5 = 0.707.",
        floor + size / 2 + text / 2,
      ),
      mistake(
        "the part of the text left out",
        `The text stays as it is, and so does its part of the loss: add ${text}.`,
        larger - text,
      ),
      mistake(
        "the whole loss shrunk",
        "Only the part of the size shrinks. The floor and the part of the text stay as they are.",
        now / Math.SQRT2,
      ),
      mistake(
        "the floor shrunk too",
        "No model lowers the floor: only the part of the size shrinks.",
        (floor + size) / Math.SQRT2 + text,
      ),
      mistake(
        "what is saved",
        `That is what twice the size saves. Subtract it from the loss, ${say(now)}.`,
        size - size / Math.SQRT2,
      ),
      mistake(
        "nothing doubled, and no floor",
        `${size} + ${text} are the two parts as they are now. Shrink one of them by doubling, and add the floor.`,
        size + text,
      ),
      mistake(
        "the part of the size left out",
        "Twice the size shrinks its part to 0.707 of what it was, and not to nothing.",
        floor + text,
      ),
      mistake(
        "the difference of the two savings",
        `You subtracted how much more one choice saves than the other. Subtract all that the better one saves, ${say(size - size / Math.SQRT2, 3)}.`,
        now - longer + larger,
      ),
      mistake(
        "what is saved is added",
        "Twice the size lowers the loss: subtract what it saves.",
        now + size - size / Math.SQRT2,
      ),
      mistake(
        "nothing doubled",
        "That is the loss now. Multiply one of the two parts by 2 to the power of minus its exponent.",
        now,
      ),
    ],
    explanation:
      `Twice the text brings ${floor} + ${size} + ${text} / 2 = ${say(longer)}. Twice the size brings ${floor} + ${size} / √2 + ${text} = **${say(larger, 3)}**, less than that. ` +
      "The larger exponent does not decide: a part that is small already has little to give.",
  });
};

export default varied(
  sizeOrText,
  [0.5, 0.4, 0.2],
  combine([0.5, 0.6, 0.9], [0.6, 0.7, 0.8], [0.2, 0.3]),
);
