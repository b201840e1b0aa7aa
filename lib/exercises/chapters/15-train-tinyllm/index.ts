import { between, times, whole } from "../../author";
import { planExercise, type planRun } from "./plan";
import { holdOutExercise, type holdOut } from "./held-out";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "../../checker/exercise";

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

/** What chapter 15 asks for. */
export interface Answers15 {
  "15.2": (text: TextLoss) => Score;
  "15.4": number;
  "15.3": typeof planRun;
  "15.1": typeof holdOut;
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

const scoreExercise = functionExercise<Answers15["15.2"]>({
  kind: "write",
  id: "15.2",
  title: "Perplexity and bits per byte",
  task: "Turn a mean loss in nats per token into perplexity and bits per byte.",
  minutes: 8,
  difficulty: 2,
  points: 4,
  hints: [
    "Perplexity is e to the loss, in nats per token.",
    "A bit is ln 2 nats, so divide nats by `Math.LN2` to get bits.",
    "The text costs bits per token × tokens in all. Spread that over its bytes.",
  ],
  reference: scoreText,
  source: {
    file: "exercises/chapters/15-train-tinyllm/index.ts",
    name: "scoreText",
    as: "scoreText",
  },
  parameters: ["text"],
  cases: (random) => [
    [{ loss: Math.log(16), tokens: 100, bytes: 400 }],
    ...times(8, (): [TextLoss] => {
      const tokens = whole(random, 50, 500);
      const bytes = Math.round(tokens * between(random, 1.5, 5));
      return [{ loss: between(random, 0.5, 6), tokens, bytes }];
    }),
  ],
  mistakes: [
    {
      name: "nats per byte",
      code: ({ loss, tokens, bytes }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: (loss * tokens) / bytes,
      }),
      hint: "The loss is in nats. One bit is ln 2 = 0.693 nats: divide by `Math.LN2`.",
    },
    {
      name: "tokens and bytes swapped",
      code: ({ loss, tokens, bytes }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: ((loss / Math.LN2) * bytes) / tokens,
      }),
      hint: "A token holds several bytes, so bits per byte are fewer than bits per token. Multiply by tokens, divide by bytes.",
    },
    {
      name: "bits per token",
      code: ({ loss }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: loss / Math.LN2,
      }),
      hint: "That depends on how the text was cut. Spread the bits over bytes: times tokens, divided by bytes.",
    },
    {
      name: "2 to the power of nats",
      code: (text) => ({ ...scoreText(text), perplexity: 2 ** text.loss }),
      hint: "The bits per byte are right. Nats go with e: perplexity is `Math.exp(loss)`; 2 to the power goes with bits.",
    },
    {
      name: "multiplied by ln 2",
      code: ({ loss, tokens, bytes }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: (loss * Math.LN2 * tokens) / bytes,
      }),
      hint: "Bits are smaller than nats, so there must be more of them: divide by ln 2.",
    },
  ],
});

const firstLossExercise = numberExercise({
  kind: "predict",
  id: "15.4",
  title: "Predict: TinyLLM's first loss",
  task: "The vocabulary has 5000 tokens and nothing is trained yet. About which loss, in nats per token, will step 1 show?",
  minutes: 3,
  difficulty: 2,
  points: 2,
  hints: [
    "A model that knows nothing spreads its guesses about evenly.",
    "An even guess gives every token the probability 1/5000.",
    "The loss of an even guess among V tokens is ln V.",
  ],
  reference: Math.log(5000),
  unit: "nats per token",
  tolerance: 0.1,
  mistakes: [
    {
      name: "bits instead of nats",
      value: Math.log2(5000),
      hint: "That is in bits. The natural logarithm gives nats.",
    },
    {
      name: "the perplexity, not the loss",
      value: 5000,
      hint: "5000 is the perplexity of an even guess. The loss is its natural logarithm.",
    },
    {
      name: "the width instead of the vocabulary",
      value: Math.log(128),
      hint: "128 is the model's width. The guess is among the 5000 tokens of the vocabulary.",
    },
    {
      name: "the logarithm to base 10",
      value: Math.log10(5000),
      hint: "`Math.log10` is the logarithm to base 10. Nats need `Math.log`.",
    },
  ],
  explanation:
    "Fresh weights are small, so all logits are close to 0 and every token gets about 1/5000. " +
    "The loss is close to ln 5000 = **8.517** nats per token, a perplexity of about 5000. " +
    "A first loss far above that means that the initial weights are too large.",
});

/** Exercises of notebooks/15-train-tinyllm.ipynb. */
export const chapter15: ChapterExercises<Answers15> = {
  "15.1": holdOutExercise,
  "15.2": scoreExercise,
  "15.3": planExercise,
  "15.4": firstLossExercise,
};
