import { softmaxCrossEntropyGrad } from "../../../core/by-hand/softmax";
import {
  accumulateGradients,
  type BigramBatch,
  type sgdUpdateMatrix,
  type bigramStep,
} from "../../../core/by-hand/bigram";
import { bigramCases, meanGradient, nudgedGradient, scaled } from "./bigram";
import { accumulateExercise, updateExercise } from "./matrix";
import { stepExercise } from "./step";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 06 asks for. */
export interface Answers06 {
  "06.1": typeof accumulateGradients;
  "06.2": typeof sgdUpdateMatrix;
  "06.3": typeof bigramStep;
  "06.4": (weights: number[][], batch: BigramBatch) => number[][];
  "06.5": number;
}

/** What the chapter calls it. */
const accumulate = accumulateGradients;

const meanGradientExercise = functionExercise<Answers06["06.4"]>({
  kind: "repair",
  id: "06.4",
  title: "Find the bug: where the 1/N goes",
  task: "Return the gradient of the mean loss. The function runs without an error, yet central differences disagree.",
  minutes: 10,
  difficulty: 3,
  points: 4,
  hints: [
    "With one position in the batch it is right, with two it is not. What happens to the first one's share?",
    "How often is the first position's gradient divided, how often the last one's?",
    "Divide once: after the loop, or each delta before it is added.",
  ],
  reference: meanGradient,
  source: {
    file: "exercises/chapters/06-one-training-step/bigram.ts",
    name: "meanGradient",
    as: "myMeanGradient",
  },
  parameters: ["weights", "batch"],
  cases: bigramCases,
  given: (weights, batch) => {
    const { inputs, targets } = batch;
    let gradW = weights.map((row) => row.map(() => 0));
    for (let n = 0; n < inputs.length; n++) {
      const delta = softmaxCrossEntropyGrad(weights[inputs[n]], targets[n]);
      accumulate(gradW, inputs[n], delta);
      gradW = gradW.map((row) => row.map((g) => g / inputs.length));
    }
    return gradW;
  },
  witness: {
    name: "central differences",
    tolerance: 1e-7,
    expected: nudgedGradient,
  },
  mistakes: [
    {
      name: "a sum, not a mean",
      code: (weights, batch) =>
        scaled(meanGradient(weights, batch), batch.inputs.length),
      hint: "Now nothing is divided: this is the gradient of the summed loss, N times too long.",
    },
    {
      name: "divided by N twice",
      code: (weights, batch) =>
        scaled(meanGradient(weights, batch), 1 / batch.inputs.length),
      hint: "Both the deltas and their sum are divided. One of the two is enough.",
    },
    {
      name: "divided by the vocabulary",
      code: (weights, batch) =>
        scaled(
          meanGradient(weights, batch),
          batch.inputs.length / weights.length,
        ),
      hint: "The mean is over positions, so N is `inputs.length`, not the number of tokens in the vocabulary.",
    },
    {
      name: "each row divided by its own positions",
      code: (weights, batch) => {
        const mean = meanGradient(weights, batch);
        const { length } = batch.inputs;
        return mean.map((row, id) => {
          const own = batch.inputs.filter((input) => input === id).length;
          return row.map((g) => (g * length) / Math.max(1, own));
        });
      },
      hint: "The loss is one mean over all positions: frequent tokens count more, and every row is divided by the same N.",
    },
  ],
});

const firstLossExercise = numberExercise({
  kind: "predict",
  id: "06.5",
  title: "Predict: the loss before any training",
  task: "All weights are 0 and there are 27 tokens. What is the mean loss, in nats?",
  minutes: 4,
  difficulty: 2,
  points: 2,
  hints: [
    "All logits are equal. Which probability does each of the 27 tokens get?",
    "The loss is -ln of the probability of the true token, and every probability is 1/27.",
    "-ln(1/27) = ln 27. `Math.log(27)` works it out.",
  ],
  reference: Math.log(27),
  unit: "nats",
  tolerance: 0.01,
  mistakes: [
    {
      name: "bits instead of nats",
      value: Math.log2(27),
      hint: "That is the loss in bits. In nats the logarithm is the natural one, `Math.log`.",
    },
    {
      name: "the perplexity, not the loss",
      value: 27,
      hint: "27 is the perplexity: the number of choices. The loss is its logarithm.",
    },
    {
      name: "the probability, not the loss",
      value: 1 / 27,
      hint: "Each token has probability 1/27. The loss is minus its logarithm.",
    },
    {
      name: "the sign is missing",
      value: -Math.log(27),
      hint: "The logarithm of a probability is negative; the loss has a minus in front.",
    },
    {
      name: "the logarithm to base 10",
      value: Math.log10(27),
      hint: "`Math.log10` is the logarithm to base 10. Nats need `Math.log`.",
    },
  ],
  explanation:
    "Equal logits give equal probabilities, 1/27 each, whatever the text says. " +
    "Every position costs −ln(1/27) = ln 27 = **3.296** nats, and so does their mean.",
});

/** Exercises of notebooks/06-one-training-step.ipynb. */
export const chapter06: ChapterExercises<Answers06> = {
  "06.1": accumulateExercise,
  "06.2": updateExercise,
  "06.3": stepExercise,
  "06.4": meanGradientExercise,
  "06.5": firstLossExercise,
};
