import {
  softmax,
  type softmaxCrossEntropyGrad,
} from "../../../core/by-hand/softmax";
import { between, times } from "../../author";
import { gradExercise, honestExercise, type lossAndGradient } from "./gradient";
import { lossExercise, perplexityExercise } from "./loss";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 04 asks for. */
export interface Answers04 {
  "04.1": typeof softmax;
  "04.2": (logits: number[], trueId: number) => number;
  "04.3": number;
  "04.4": typeof softmaxCrossEntropyGrad;
  "04.5": typeof lossAndGradient;
}

/** What {@link softmax} comes to, in one function. */
export function safeSoftmax(logits: number[]): number[] {
  const max = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - max));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Softmax as its formula says, with nothing against overflow. */
function plainSoftmax(logits: number[]): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

const softmaxExercise = functionExercise<Answers04["04.1"]>({
  kind: "repair",
  id: "04.1",
  title: "Find the bug: a softmax that overflows",
  task: "Turn scores of any size into probabilities. Nothing may overflow.",
  minutes: 6,
  difficulty: 2,
  points: 3,
  hints: [
    "exp of 800 is Infinity, and Infinity / Infinity is NaN. How large may the largest exponent be?",
    "Softmax does not change when the same number is taken from all logits. Which number makes the largest one 0?",
    "`const max = Math.max(...logits)`, then `Math.exp(logit - max)`.",
  ],
  reference: softmax,
  source: {
    file: "exercises/chapters/04-softmax-and-cross-entropy/index.ts",
    name: "safeSoftmax",
    as: "mySoftmax",
  },
  parameters: ["logits"],
  cases: (random) => [
    [[Math.log(1), Math.log(2), Math.log(5)]],
    [[800, 801, 802]],
    [[900, 899, 0]],
    [[-400, -401, -402]],
    [[-4e16, -4e16]],
    [[3]],
    [[2000, 0, 1]],
    [[-900, -901]],
    [[0, 1, 2000]],
    ...times(6, (c): [number[]] => [
      times(2 + (c % 4), () => between(random, -3, 3)),
    ]),
  ],
  given: plainSoftmax,
  mistakes: [
    {
      name: "the mean is taken away, not the largest",
      code: (logits) => {
        const mean = logits.reduce((a, b) => a + b, 0) / logits.length;
        return plainSoftmax(logits.map((logit) => logit - mean));
      },
      hint: "That helps as long as all are close together. With [2000, 0, 1] the largest is still 1333 above the mean.",
    },
    {
      name: "the smallest logit is taken away, not the largest",
      code: (logits) => {
        const min = Math.min(...logits);
        return plainSoftmax(logits.map((logit) => logit - min));
      },
      hint: "Then all exponents are 0 or above, and the largest may still overflow: with [900, 899, 0] it is 900. Take the largest away, then none is above 0.",
    },
    {
      name: "the largest absolute value is taken away",
      code: (logits) => {
        const size = Math.max(...logits.map(Math.abs));
        return plainSoftmax(logits.map((logit) => logit - size));
      },
      hint: "Of negative logits the absolute value is the wrong way round: with [-400, -401, -402] every exponent is near -800, every power is 0, and 0 / 0 is NaN. Take the largest logit itself away.",
    },
    {
      name: "the first logit is taken away, not the largest",
      code: (logits) => plainSoftmax(logits.map((logit) => logit - logits[0])),
      hint: "That helps as long as no other is much larger. With [0, 1, 2000] it changes nothing at all.",
    },
    {
      name: "the search for the largest begins too high",
      code: (logits) => {
        const max = Math.max(0, ...logits);
        return plainSoftmax(logits.map((logit) => logit - max));
      },
      hint: "When all logits are far below where the search begins, at 0 for example, every power becomes 0, and 0 / 0 is NaN. Begin at -Infinity, or with the first logit.",
    },
    {
      name: "large logits are cut off",
      code: (logits) =>
        plainSoftmax(logits.map((logit) => Math.min(logit, 700))),
      hint: "Nothing overflows, but 800 and 802 are the same now. Shift all logits instead: that changes nothing.",
    },
    {
      name: "the shift is below the line only",
      code: (logits) => {
        const max = Math.max(...logits);
        const total = logits.reduce((sum, z) => sum + Math.exp(z - max), 0);
        return logits.map((z) => Math.exp(z) / total);
      },
      hint: "Take the largest away above the line too: only then does it cancel.",
    },
    {
      name: "not divided by the sum",
      code: (logits) => {
        const max = Math.max(...logits);
        return logits.map((z) => Math.exp(z - max));
      },
      hint: "The powers are positive, but their sum is not 1. Divide each by it.",
    },
    {
      name: "divided by the largest logit",
      code: (logits) => {
        const max = Math.max(...logits);
        return plainSoftmax(logits.map((z) => z / max));
      },
      hint: "Dividing changes the probabilities. Subtract the largest logit instead.",
    },
  ],
});

/** Exercises of notebooks/04-softmax-and-cross-entropy.ipynb. */
export const chapter04: ChapterExercises<Answers04> = {
  "04.1": softmaxExercise,
  "04.2": lossExercise,
  "04.3": perplexityExercise,
  "04.4": gradExercise,
  "04.5": honestExercise,
};
