import { after, between, draw, exercise, mistake, whole } from "../../author";

/** A loss over some text, and how long that text is. */
export interface TextLoss {
  /** mean nats per token */
  loss: number;
  /** tokens the text was cut into */
  tokens: number;
  /** UTF-8 bytes of the same text */
  bytes: number;
}

/** The same loss, in the two units in which models are compared. */
export interface Score {
  perplexity: number;
  bitsPerByte: number;
}

/** Perplexity per token and bits per byte of a text, from its loss. */
export function scoreText(text: TextLoss): Score {
  const { loss, tokens, bytes } = text;
  const bitsPerToken = loss / Math.LN2;
  return {
    perplexity: Math.exp(loss),
    bitsPerByte: (bitsPerToken * tokens) / bytes,
  };
}

export default exercise(scoreText, {
  title: "Perplexity and bits per byte",
  task: "Turn a mean loss in nats per token into perplexity and bits per byte.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Perplexity is e to the loss, in nats per token.",
    "A bit is ln 2 nats, so divide nats by `Math.LN2` to get bits.",
    "The text costs bits per token × tokens in all. Spread that over its bytes.",
  ],
  as: "scoreText",
  firstCase: [{ loss: Math.log(16), tokens: 100, bytes: 400 }],
  randomCases: draw(8, (random) => {
    const tokens = whole(random, 50, 500);
    const bytes = Math.round(tokens * between(random, 1.5, 5));
    return [{ loss: between(random, 0.5, 6), tokens, bytes }];
  }),
  mistakes: [
    mistake(
      "nats per byte",
      "The loss is in nats. One bit is ln 2 = 0.693 nats: divide by `Math.LN2`.",
      after({ bitsPerByte: (bits) => bits * Math.LN2 }),
    ),
    mistake(
      "tokens and bytes swapped",
      "A token holds several bytes, so bits per byte are fewer than bits per token. Multiply by tokens, divide by bytes.",
      after({
        bitsPerByte: (bits, { tokens, bytes }) => bits * (bytes / tokens) ** 2,
      }),
    ),
    mistake(
      "bits per token",
      "That depends on how the text was cut. Spread the bits over bytes: times tokens, divided by bytes.",
      after({ bitsPerByte: (_, { loss }) => loss / Math.LN2 }),
    ),
    mistake(
      "2 to the power of nats",
      "The bits per byte are right. Nats go with e: perplexity is `Math.exp(loss)`; 2 to the power goes with bits.",
      after({ perplexity: (_, { loss }) => 2 ** loss }),
    ),
    mistake(
      "multiplied by ln 2",
      "Bits are smaller than nats, so there must be more of them: divide by ln 2.",
      after({ bitsPerByte: (bits) => bits * Math.LN2 ** 2 }),
    ),
  ],
  alsoRight: ({ loss, tokens, bytes }) => ({
    bitsPerByte: Math.log2(Math.exp(loss)) * (tokens / bytes),
    perplexity: Math.E ** loss,
  }),
});
