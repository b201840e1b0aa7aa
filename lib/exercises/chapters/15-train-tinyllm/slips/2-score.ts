import { after, mistake, type MistakeOf } from "../../../author";
import { scoreText, type TextLoss } from "../2-score";

/** What else learners answer to exercise 15.2. */
export const slips: MistakeOf<typeof scoreText>[] = [
  mistake(
    "the logarithm of the loss",
    "The loss is a logarithm already, in nats. Divide it by `Math.LN2` to get bits.",
    after({
      bitsPerByte: (_: number, { loss, tokens, bytes }: TextLoss) =>
        (Math.log2(loss) * tokens) / bytes,
    }),
  ),
  mistake(
    "the perplexity of the whole text",
    "Perplexity is per token: e to the mean loss, without the number of tokens.",
    after({
      perplexity: (_: number, { loss, tokens }: TextLoss) =>
        Math.exp(loss * tokens),
    }),
  ),
  mistake(
    "the perplexity of a byte",
    "Perplexity is per token here: e to the loss. Only the bits are spread over bytes.",
    after({
      perplexity: (_: number, { loss, tokens, bytes }: TextLoss) =>
        Math.exp((loss * tokens) / bytes),
    }),
  ),
  mistake(
    "10 to the power of nats",
    "Nats go with e: `Math.exp(loss)`.",
    after({ perplexity: (_: number, { loss }: TextLoss) => 10 ** loss }),
  ),
  ...[
    [0, 2],
    [0, 9],
    [1, 2],
    [2, 2],
    [9, 2],
    [3, 3],
  ].map(([digits, bitDigits]) =>
    mistake(
      `rounded to ${digits} and ${bitDigits} decimals`,
      "The formulas are right. Return the numbers as they are: round only where you show them.",
      (text: TextLoss) => {
        const { perplexity, bitsPerByte } = scoreText(text);
        return {
          perplexity: Number(perplexity.toFixed(digits)),
          bitsPerByte: Number(bitsPerByte.toFixed(bitDigits)),
        };
      },
    ),
  ),
];
