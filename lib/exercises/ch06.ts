import { gradient } from "../core/derivative";
import type { Random } from "../core/random";
import {
  crossEntropy,
  softmax,
  softmaxCrossEntropyGrad,
} from "../core/softmax";
import {
  accumulateGradients,
  sgdUpdateMatrix,
  trainStep,
  type BigramBatch,
} from "../core/training-step";
import { between, ids, matrix, times, vector, whole } from "./cases";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "./exercise";

/** What chapter 06 asks for. */
export interface Answers06 {
  "06.1": typeof accumulateGradients;
  "06.2": typeof sgdUpdateMatrix;
  "06.3": typeof trainStep;
  "06.4": (weights: number[][], batch: BigramBatch) => number[][];
  "06.5": number;
}

/** Gradient of the bigram model's mean loss; the weights stay as they are. */
export function meanGradient(
  weights: number[][],
  batch: BigramBatch,
): number[][] {
  const { inputs, targets } = batch;
  const gradW = weights.map((row) => row.map(() => 0));
  for (let n = 0; n < inputs.length; n++) {
    const delta = softmaxCrossEntropyGrad(weights[inputs[n]], targets[n]);
    accumulateGradients(gradW, inputs[n], delta);
  }
  return gradW.map((row) => row.map((g) => g / inputs.length));
}

function randomBatch(random: Random, vocabSize: number): BigramBatch {
  const count = whole(random, 3, 9);
  return {
    inputs: ids(random, count, vocabSize),
    targets: ids(random, count, vocabSize),
  };
}

/** One batch that can be worked out by hand, then random ones. */
function bigramCases(random: Random): [number[][], BigramBatch][] {
  return [
    [
      [
        [0, 0],
        [0, 0],
      ],
      { inputs: [0, 0, 1, 0], targets: [1, 1, 1, 1] },
    ],
    ...times(6, (c): [number[][], BigramBatch] => [
      matrix(random, c + 2, c + 2),
      randomBatch(random, c + 2),
    ]),
  ];
}

/** Mean loss as a function of all weights in one list, for nudging. */
function meanLoss(vocabSize: number, batch: BigramBatch) {
  return (flat: number[]): number => {
    const losses = batch.inputs.map((id, n) =>
      crossEntropy(
        flat.slice(id * vocabSize, (id + 1) * vocabSize),
        batch.targets[n],
      ),
    );
    return losses.reduce((a, b) => a + b, 0) / losses.length;
  };
}

/** The gradient of the mean loss, measured by nudging every weight. */
function nudgedGradient(weights: number[][], batch: BigramBatch): number[][] {
  const vocabSize = weights.length;
  const flat = gradient(meanLoss(vocabSize, batch), weights.flat());
  return times(vocabSize, (row) =>
    flat.slice(row * vocabSize, (row + 1) * vocabSize),
  );
}

/** weights - rate * slopes, as a new matrix. */
function stepped(
  weights: number[][],
  slopes: number[][],
  rate: number,
): number[][] {
  return weights.map((row, i) => row.map((w, j) => w - rate * slopes[i][j]));
}

/** Puts new numbers into a matrix that is there already. */
function assign(weights: number[][], values: number[][]): void {
  weights.forEach((row, i) => row.splice(0, row.length, ...values[i]));
}

const scaled = (values: number[][], factor: number): number[][] =>
  values.map((row) => row.map((value) => factor * value));

/** A training step with another gradient than it should have. */
function stepWith(
  slopes: (weights: number[][], batch: BigramBatch) => number[][],
): typeof trainStep {
  return (weights, batch, learningRate) => {
    const loss = meanLoss(weights.length, batch)(weights.flat());
    assign(weights, stepped(weights, slopes(weights, batch), learningRate));
    return loss;
  };
}

/** The bigram gradient, position by position, summed up by `collect`. */
function gradientWith(
  collect: (total: number[][], id: number, delta: number[]) => void,
  deltaOf: typeof softmaxCrossEntropyGrad = softmaxCrossEntropyGrad,
): (weights: number[][], batch: BigramBatch) => number[][] {
  return (weights, { inputs, targets }) => {
    const total = scaled(weights, 0);
    inputs.forEach((id, n) => {
      collect(total, id, deltaOf(weights[id], targets[n]));
    });
    return scaled(total, 1 / inputs.length);
  };
}

const overwrite = (total: number[][], id: number, delta: number[]): void => {
  total[id] = [...delta];
};

const intoColumn = (total: number[][], id: number, delta: number[]): void => {
  delta.forEach((d, j) => {
    total[j][id] += d;
  });
};

const accumulateExercise = functionExercise<Answers06["06.1"]>({
  kind: "write",
  id: "06.1",
  title: "Accumulate one position's gradient",
  task: "Add delta to row id of total, in place. Nothing is returned.",
  minutes: 6,
  difficulty: 2,
  points: 3,
  hints: [
    "Only the row of the token that was seen had a part in the prediction.",
    "What is in the row already came from earlier positions, and must stay.",
    "For every j: `total[id][j] += delta[j]`.",
  ],
  reference: accumulateGradients,
  source: { file: "core/training-step.ts", name: "accumulateGradients" },
  parameters: ["total", "id", "delta"],
  changes: ["total"],
  cases: (random) => [
    [
      [
        [1, 2],
        [3, 4],
      ],
      1,
      [10, -20],
    ],
    ...times(8, (c): [number[][], number, number[]] => {
      const vocabSize = 2 + (c % 4);
      const id = whole(random, 0, vocabSize - 1);
      return [
        matrix(random, vocabSize, vocabSize),
        id,
        vector(random, vocabSize),
      ];
    }),
  ],
  mistakes: [
    {
      name: "overwritten instead of added",
      code: overwrite,
      hint: "With `=` the last position wipes out all earlier ones. Shared weights sum: use `+=`.",
    },
    {
      name: "into the column, not the row",
      code: intoColumn,
      hint: "`total[id]` is the row of the token that was seen; you filled column `id`. Swap the two indices.",
    },
    {
      name: "subtracted instead of added",
      code: (total, id, delta) => {
        delta.forEach((d, j) => (total[id][j] -= d));
      },
      hint: "Here gradients are only collected. The minus sign belongs to the update.",
    },
    {
      name: "added to every row",
      code: (total, _, delta) => {
        for (const row of total) delta.forEach((d, j) => (row[j] += d));
      },
      hint: "The other rows made no prediction at this position. Touch row `id` alone.",
    },
    {
      name: "total is left as it was",
      code: () => undefined,
      hint: "The sum must end up in `total` itself. A new row or a new matrix is lost when the function ends.",
    },
  ],
});

const updateExercise = functionExercise<Answers06["06.2"]>({
  kind: "write",
  id: "06.2",
  title: "The update rule for a matrix",
  task: "Take a step of gradient descent on every weight, in place. Nothing is returned.",
  minutes: 6,
  difficulty: 2,
  points: 3,
  hints: [
    "It is the rule of chapter 01, for each weight with its own slope.",
    "Two loops: over the rows i, and over the columns j of each row.",
    "`weights[i][j] -= learningRate * gradW[i][j]`.",
  ],
  reference: sgdUpdateMatrix,
  source: { file: "core/training-step.ts", name: "sgdUpdateMatrix" },
  parameters: ["weights", "gradW", "learningRate"],
  changes: ["weights"],
  cases: (random) => [
    [
      [
        [1, 2],
        [3, 4],
      ],
      [
        [1, 0],
        [-2, 4],
      ],
      0.5,
    ],
    ...times(8, (): [number[][], number[][], number] => {
      const [rows, columns] = [whole(random, 1, 4), whole(random, 2, 5)];
      return [
        matrix(random, rows, columns),
        matrix(random, rows, columns),
        between(random, 0.01, 0.9),
      ];
    }),
  ],
  mistakes: [
    {
      name: "uphill, with the sign flipped",
      code: (weights, gradW, rate) => {
        assign(weights, stepped(weights, gradW, -rate));
      },
      hint: "The gradient points uphill. Subtract it.",
    },
    {
      name: "the learning rate is missing",
      code: (weights, gradW) => {
        assign(weights, stepped(weights, gradW, 1));
      },
      hint: "Each weight goes its whole slope. Multiply by the learning rate.",
    },
    {
      name: "a new matrix instead of the old one changed",
      code: (weights, gradW, rate) => stepped(weights, gradW, rate),
      hint: "Your step is lost when the function ends: whoever called keeps looking at `weights`. Write into `weights[i][j]`.",
    },
    {
      name: "the gradient takes the weights' place",
      code: (weights, gradW, rate) => {
        assign(weights, scaled(gradW, -rate));
      },
      hint: "You wrote the step where the weight should be. Use `-=`, not `=`.",
    },
    {
      name: "only the first row",
      code: (weights, gradW, rate) => {
        assign(weights, [
          ...stepped(weights.slice(0, 1), gradW, rate),
          ...weights.slice(1),
        ].map((row) => [...row])); // prettier-ignore
      },
      hint: "The function ends, or returns, after the first row. Let the outer loop visit all of them.",
    },
  ],
});

const stepExercise = functionExercise<Answers06["06.3"]>({
  kind: "write",
  id: "06.3",
  title: "One training step",
  task: "Forward, loss, backward, accumulate, update: change weights in place and return the mean loss before the update.",
  minutes: 15,
  difficulty: 3,
  points: 6,
  hints: [
    "Begin with a matrix of zeros for the gradient, as large as the weights, and a loss of 0.",
    "For every position n: the logits are `weights[inputs[n]]`. Add its loss, then accumulate its delta.",
    "Loss: `crossEntropy(logits, targets[n])`. Delta: `softmaxCrossEntropyGrad(logits, targets[n])`.",
    "After the loop, once: divide the gradient by `inputs.length`, update, and return loss / inputs.length.",
  ],
  reference: trainStep,
  source: { file: "core/training-step.ts", name: "trainStep" },
  parameters: ["weights", "batch", "learningRate"],
  changes: ["weights"],
  cases: (random) =>
    bigramCases(random).map(([weights, batch], c) => [
      weights,
      batch,
      c === 0 ? 2 : between(random, 0.1, 0.9),
    ]),
  witness: {
    name: "central differences",
    tolerance: 1e-7,
    expected: (weights, batch, learningRate) => ({
      result: meanLoss(weights.length, batch)(weights.flat()),
      weights: stepped(weights, nudgedGradient(weights, batch), learningRate),
    }),
  },
  mistakes: [
    {
      name: "the update misses the 1/N",
      code: stepWith((weights, batch) =>
        scaled(meanGradient(weights, batch), batch.inputs.length),
      ),
      hint: "The loss is a mean, your gradient a sum: it is N times too long. Divide it by the number of positions.",
    },
    {
      name: "the loss misses the 1/N",
      code: (weights, batch, rate) =>
        trainStep(weights, batch, rate) * batch.inputs.length,
      hint: "You return the sum of the losses. Divide by the number of positions, so that batches of any size can be compared.",
    },
    {
      name: "the 1/N twice",
      code: stepWith((weights, batch) =>
        scaled(meanGradient(weights, batch), 1 / batch.inputs.length),
      ),
      hint: "Divide the gradient once: either each delta, or their sum.",
    },
    {
      name: "the gradient is overwritten, not accumulated",
      code: stepWith(gradientWith(overwrite)),
      hint: "Of the positions that share a token only the last one counts. Add with `+=`.",
    },
    {
      name: "one update for each position",
      code: (weights, { inputs, targets }, rate) => {
        const losses = inputs.map((id, n) =>
          trainStep(
            weights,
            { inputs: [id], targets: [targets[n]] },
            rate / inputs.length,
          ),
        );
        return losses.reduce((a, b) => a + b, 0) / losses.length;
      },
      hint: "Later positions see weights that earlier ones have changed. Collect first, update once after the loop.",
    },
    {
      name: "the loss after the update",
      code: (weights, batch, rate) => {
        trainStep(weights, batch, rate);
        return meanLoss(weights.length, batch)(weights.flat());
      },
      hint: "Return the loss that the forward pass gave, before the weights moved.",
    },
    {
      name: "uphill, with the sign flipped",
      code: stepWith((weights, batch) =>
        scaled(meanGradient(weights, batch), -1),
      ),
      hint: "The weights climb. Delta is P - onehot, and the update subtracts it.",
    },
    {
      name: "P without the one-hot",
      code: stepWith(gradientWith(accumulateGradients, softmax)),
      hint: "The probabilities alone push every token down. Take 1 away at the target.",
    },
    {
      name: "into the column, not the row",
      code: stepWith(gradientWith(intoColumn)),
      hint: "The gradient belongs to row `inputs[n]`, the row that gave the logits.",
    },
    {
      name: "the weights are left as they were",
      code: (weights, batch) => meanLoss(weights.length, batch)(weights.flat()),
      hint: "The loss is right, but nothing was learned: the update must write into `weights`.",
    },
  ],
});

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
  source: { file: "exercises/ch06.ts", name: "meanGradient" },
  parameters: ["weights", "batch"],
  cases: bigramCases,
  given: (weights, batch) => {
    const { inputs, targets } = batch;
    let gradW = weights.map((row) => row.map(() => 0));
    for (let n = 0; n < inputs.length; n++) {
      const delta = softmaxCrossEntropyGrad(weights[inputs[n]], targets[n]);
      accumulateGradients(gradW, inputs[n], delta);
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
