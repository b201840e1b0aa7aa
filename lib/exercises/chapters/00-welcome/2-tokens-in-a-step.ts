import { combine, mistake, prediction, varied } from "../../author";

const tokensInAStep = (pieces: number, tokens: number) =>
  prediction(pieces * tokens, {
    title: "Predict: tokens in one training step",
    task: `Suppose that a training step reads a batch of ${pieces} pieces of text, ${tokens} tokens each. How many tokens is that?`,
    effort: { minutes: 2, difficulty: 1, points: 1 },
    hints: [
      `A batch is ${pieces} pieces of text side by side, and each piece is ${tokens} tokens long.`,
      `It is the area of a rectangle: ${pieces} rows, ${tokens} columns.`,
    ],
    unit: "tokens",
    tolerance: 0,
    mistakes: [
      mistake(
        "added instead of multiplied",
        `Each of the ${pieces} pieces has ${tokens} tokens of its own: ${tokens} + ${tokens} + ... , ${pieces} times.`,
        pieces + tokens,
      ),
      mistake(
        "the last token left out",
        `It is true that the last token of a piece needs a successor to be guessed. The course cuts one token more for that, so all ${tokens} count.`,
        pieces * (tokens - 1),
      ),
      mistake(
        "a single piece",
        `That is one piece of text. The batch has ${pieces} of them.`,
        tokens,
      ),
      mistake(
        "divided instead of multiplied",
        `A batch of ${pieces} pieces holds more tokens than one piece, not fewer.`,
        tokens / pieces,
      ),
      mistake(
        "one token too many per piece",
        `Each piece has ${tokens} tokens that are used to guess the next one. The one more that is cut is only a target.`,
        pieces * (tokens + 1),
      ),
    ],
    explanation:
      `One step reads a batch of ${pieces} pieces of ${tokens} tokens: ${pieces} × ${tokens} = **${pieces * tokens}** tokens. ` +
      `At each of them the model guesses the next one, so one step is ${pieces * tokens} guesses.`,
  });

export default varied(
  tokensInAStep,
  [32, 128],
  combine([16, 24, 48, 64], [64, 96, 160, 256]),
);
