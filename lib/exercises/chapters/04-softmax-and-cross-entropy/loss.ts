import type { Random } from "../../../core/base/random";
import { crossEntropy, softmax } from "../../../core/by-hand/softmax";
import { between, times, whole } from "../../author";
import {
  functionExercise,
  numberExercise,
  type ExerciseFor,
} from "../../checker/exercise";

/** Logits and the token that really came; some gaps are enormous. */
export function lossCases(random: Random): [number[], number][] {
  return [
    [[Math.log(1), Math.log(2), Math.log(5)], 1],
    [[0, 0, 0, 0], 2],
    [[0, 800], 0],
    [[900, 901, 899], 0],
    [[-900, -902, -901], 2],
    [[900, 0, -900], 0],
    [[0, 1, 800], 2],
    [[30, -10, 2], 1],
    ...times(6, (c): [number[], number] => {
      const vocabSize = 3 + (c % 3);
      const logits = times(vocabSize, () => between(random, -3, 3));
      return [logits, whole(random, 0, vocabSize - 1)];
    }),
  ];
}

/** Exercise 04.2. */
export const lossExercise: ExerciseFor<typeof crossEntropy> = functionExercise<
  typeof crossEntropy
>({
  kind: "write",
  id: "04.2",
  title: "The loss of one prediction",
  task: "Return the cross-entropy in nats, worked out from the logits, so that it is right for gaps of any size.",
  minutes: 10,
  difficulty: 3,
  points: 4,
  hints: [
    "-ln p = ln(sum of all powers) - z[trueId]. That is before the shift.",
    "With the largest logit taken away: ln(sum of exp(z[j] - max)) + max - z[trueId].",
    "The sum is at least 1, as the largest logit gives exp(0). So its logarithm never fails.",
  ],
  reference: crossEntropy,
  source: {
    file: "core/by-hand/softmax.ts",
    name: "crossEntropy",
    as: "myLoss",
  },
  parameters: ["logits", "trueId"],
  cases: (random) => [...lossCases(random), [[-4e16, -4e16], 1]],
  mistakes: [
    {
      name: "a power overflows",
      code: (logits, trueId) =>
        Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) -
        logits[trueId],
      hint: "exp of 800 is Infinity, and of -900 it is 0. Take the largest logit out of every exponent, and add it back after the logarithm.",
    },
    {
      name: "a power overflows on the way to a probability",
      code: (logits, trueId) => {
        const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
        return -Math.log(Math.exp(logits[trueId]) / total);
      },
      hint: "exp of 800 is Infinity, and a probability of 0 has no logarithm. Stay with the logits: ln(sum of exp(z - max)) + max - z[trueId].",
    },
    {
      name: "the probability is rounded to 0 before its logarithm",
      code: (logits, trueId) => -Math.log(softmax(logits)[trueId]),
      hint: "For a gap of 800 the probability is 0 in the computer, and -ln 0 is Infinity. The loss is 800. Stay with the logits.",
    },
    ...[1e-15, 1e-12, 1e-10, 1e-9, 1e-8].map((least) => ({
      name: `no probability may be below ${least}`,
      code: (logits: number[], trueId: number): number =>
        -Math.log(Math.max(softmax(logits)[trueId], least)),
      hint: "That avoids Infinity, but the loss is still wrong: it is 800. Stay with the logits, then no limit is needed.",
    })),
    {
      name: "one minus the probability",
      code: (logits, trueId) => 1 - softmax(logits)[trueId],
      hint: "That never exceeds 1, and it does not add up over a text. The loss is minus the logarithm of the probability.",
    },
    {
      name: "the sign is missing",
      code: (logits, trueId) => -crossEntropy(logits, trueId),
      hint: "The logarithm of a probability is negative. The loss is minus that.",
    },
    {
      name: "bits instead of nats",
      code: (logits, trueId) => crossEntropy(logits, trueId) / Math.LN2,
      hint: "That is the loss in bits. Nats need the natural logarithm, `Math.log`.",
    },
    {
      name: "the probability, not its logarithm",
      code: (logits, trueId) => softmax(logits)[trueId],
      hint: "That is how likely the true token was. The loss is minus the logarithm of it.",
    },
    {
      name: "the largest logit is not added back",
      code: (logits, trueId) =>
        crossEntropy(logits, trueId) - Math.max(...logits),
      hint: "You took max out of every exponent. The logarithm brings it back as `+ max`.",
    },
    {
      name: "the true logit is left out",
      code: (logits, trueId) => crossEntropy(logits, trueId) + logits[trueId],
      hint: "That is the logarithm of the sum alone. Take the logit of the true token away.",
    },
    {
      name: "the loss of the likeliest token",
      code: (logits) =>
        crossEntropy(logits, logits.indexOf(Math.max(...logits))),
      hint: "ln(sum of exp(z - max)) alone is the loss of the token that the model likes best. What counts is the token that really came: add max - logits[trueId].",
    },
  ],
});

/** Exercise 04.3. */
export const perplexityExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "04.3",
  title: "Predict: the perplexity of three words",
  task: "A model gave the three tokens that really came the probabilities 1/2, 1/4 and 1/8. What is its perplexity?",
  minutes: 6,
  difficulty: 2,
  points: 3,
  hints: [
    "Perplexity is exp of the mean loss. Work out the three losses first.",
    "The losses are ln 2, ln 4 = 2 ln 2 and ln 8 = 3 ln 2. Their mean?",
    "The mean is 2 ln 2. And exp(2 ln 2) is 2².",
  ],
  reference: 4,
  unit: "choices",
  tolerance: 0.001,
  mistakes: [
    {
      name: "the mean of the three perplexities",
      value: 14 / 3,
      hint: "2, 4 and 8 are the perplexities of single tokens. Take the mean of the losses, and exp last.",
    },
    {
      name: "one over the mean probability",
      value: 24 / 7,
      hint: "The mean is taken over losses, not over probabilities.",
    },
    {
      name: "the mean loss in bits",
      value: 2,
      hint: "2 is the mean loss in bits. The perplexity is 2 to that power.",
    },
    {
      name: "the mean loss in nats",
      value: 2 * Math.LN2,
      hint: "That is the mean loss in nats. The perplexity is exp of it.",
    },
    {
      name: "exp of the summed loss",
      value: 64,
      hint: "64 is exp of the sum. Divide the summed loss by the three tokens first.",
    },
  ],
  explanation:
    "The losses are ln 2, 2 ln 2 and 3 ln 2. Their mean is 2 ln 2, and exp(2 ln 2) = **4**. " +
    "Perplexity is the geometric mean of 2, 4 and 8: the model is as unsure as one that " +
    "picks blindly among four.",
});
