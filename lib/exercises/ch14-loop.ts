import { between, times, whole } from "./cases";
import { functionExercise, type ExerciseFor } from "./exercise";

/** What trains a model of one weight: loss = mean of (w x - y)^2. */
export interface OneWeightRun {
  weight: number;
  /** each a list of [x, y] */
  batches: [number, number][][];
  learningRate: number;
  maxNorm: number;
}

/** What one step measured, and where it led. */
export interface OneWeightRecord {
  loss: number;
  /** before clipping */
  gradientNorm: number;
  /** after the update */
  weight: number;
}

/** For each batch: clear, loss and gradient, clip, update, record. */
export function trainOneWeight(run: OneWeightRun): OneWeightRecord[] {
  let { weight } = run;
  return run.batches.map((batch) => {
    let [loss, gradient] = [0, 0];
    for (const [x, y] of batch) {
      loss += (weight * x - y) ** 2 / batch.length;
      gradient += (2 * x * (weight * x - y)) / batch.length;
    }
    const gradientNorm = Math.abs(gradient);
    if (gradientNorm > run.maxNorm) gradient *= run.maxNorm / gradientNorm;
    weight -= run.learningRate * gradient;
    return { loss, gradientNorm, weight };
  });
}

function cases(random: () => number): [OneWeightRun][] {
  const pair = (): [number, number] => [
    between(random, 0.5, 2),
    between(random, 3, 6),
  ];
  return [
    [
      {
        weight: 0,
        batches: [[[1, 2]], [[1, 2]]],
        learningRate: 0.25,
        maxNorm: 3,
      },
    ],
    ...times(6, (c): [OneWeightRun] => [
      {
        weight: between(random, -1, 1),
        batches: times(whole(random, 3, 4), () =>
          times(whole(random, 2, 3), pair),
        ),
        learningRate: between(random, 0.05, 0.2),
        maxNorm: c % 2 === 0 ? 2.5 : 50,
      },
    ]),
  ];
}

/** The loop, with one thing done otherwise. */
function loopWith(change: {
  keep?: boolean;
  sum?: boolean;
  clip?: (gradient: number, maxNorm: number) => number;
  normAfter?: boolean;
  signed?: boolean;
  lossAfter?: boolean;
  weightBefore?: boolean;
  restart?: boolean;
}): typeof trainOneWeight {
  return ({ weight: start, batches, learningRate, maxNorm }) => {
    let weight = start;
    let gradient = 0;
    return batches.map((batch) => {
      if (!change.keep) gradient = 0;
      if (change.restart) weight = start;
      const share = change.sum ? 1 : 1 / batch.length;
      for (const [x, y] of batch) gradient += 2 * x * (weight * x - y) * share;
      const norm = Math.abs(gradient);
      const shorten =
        change.clip ?? ((g, most) => g * Math.min(1, most / Math.abs(g)));
      const before = weight;
      gradient = shorten(gradient, maxNorm);
      weight -= learningRate * gradient;
      const at = change.lossAfter ? weight : before;
      const squares = batch.map(([x, y]) => (at * x - y) ** 2);
      const loss = squares.reduce((a, b) => a + b, 0) / batch.length;
      let gradientNorm = change.normAfter ? Math.abs(gradient) : norm;
      if (change.signed && gradient < 0) gradientNorm = -norm;
      const reported = change.weightBefore ? before : weight;
      return { loss, gradientNorm, weight: reported };
    });
  };
}

const mistakes = [
  {
    name: "no clipping",
    code: loopWith({ clip: (gradient) => gradient }),
    hint: "A gradient longer than maxNorm is to be shortened to it before the update.",
  },
  {
    name: "the length after clipping is recorded",
    code: loopWith({ normAfter: true }),
    hint: "Record the length before clipping: afterwards it never exceeds maxNorm, and tells nothing.",
  },
  {
    name: "clipping turned the gradient round",
    code: loopWith({ clip: (g, most) => (Math.abs(g) > most ? most : g) }),
    hint: "A gradient of -4 becomes -3, not 3: shortened, in the same direction. Multiply it by maxNorm / length.",
  },
  {
    name: "the gradient instead of its length",
    code: loopWith({ signed: true }),
    hint: "A length is never negative: of one number it is the absolute value.",
  },
  {
    name: "the weight before the update",
    code: loopWith({ weightBefore: true }),
    hint: "The loss is from before the update, the weight from after it: where the step led.",
  },
  {
    name: "every batch begins at the first weight",
    code: loopWith({ restart: true }),
    hint: "Each step goes on from the weight that the step before it left behind.",
  },
  {
    name: "the loss after the update",
    code: loopWith({ lossAfter: true }),
    hint: "The loss belongs to the forward pass, before the weight moved.",
  },
  {
    name: "the gradient misses the 1/N",
    code: loopWith({ sum: true }),
    hint: "The loss is a mean over the batch, so the gradient is one too: divide by the batch's size.",
  },
];

const FILE = "exercises/ch14-loop.ts";

/** Exercise 14.1. */
export const loopExercise: ExerciseFor<typeof trainOneWeight> =
  functionExercise<typeof trainOneWeight>({
    kind: "write",
    id: "14.1",
    title: "The loop, in the right order",
    task: "Train one weight on each batch in turn; return loss, gradient norm and weight of each step.",
    minutes: 12,
    difficulty: 3,
    points: 5,
    hints: [
      "Inside the loop over batches: gradient = 0, then sum loss and gradient over the pairs of the batch.",
      "The loss is the mean of (w x - y)², the gradient the mean of 2 x (w x - y).",
      "gradientNorm = Math.abs(gradient). If it is above maxNorm, gradient *= maxNorm / gradientNorm. Then the update.",
    ],
    reference: trainOneWeight,
    source: { file: FILE, name: "trainOneWeight", as: "myLoop" },
    parameters: ["run"],
    cases,
    mistakes: [
      {
        name: "the gradient is never cleared",
        code: loopWith({ keep: true }),
        hint: "Set the gradient to 0 at the start of every batch: it belongs to this batch alone.",
      },
      ...mistakes,
    ],
  });

/** Exercise 14.2. */
export const clearExercise: ExerciseFor<typeof trainOneWeight> =
  functionExercise<typeof trainOneWeight>({
    kind: "repair",
    id: "14.2",
    title: "Find the bug: a loop that cannot forget",
    task: "Train one weight as in 14.1. This loop has all the right lines, one of them in the wrong place.",
    minutes: 8,
    difficulty: 2,
    points: 4,
    hints: [
      "The first step is right, the second is not. What is left over from the first?",
      "Look at where the gradient is set to 0, and how often that happens.",
      "Move `let gradient = 0` into the loop over batches.",
    ],
    reference: trainOneWeight,
    source: { file: FILE, name: "trainOneWeight", as: "myForgetful" },
    parameters: ["run"],
    cases,
    given: (run) => {
      let { weight } = run;
      let gradient = 0;
      return run.batches.map((batch) => {
        let loss = 0;
        for (const [x, y] of batch) {
          loss += (weight * x - y) ** 2 / batch.length;
          gradient += (2 * x * (weight * x - y)) / batch.length;
        }
        const gradientNorm = Math.abs(gradient);
        if (gradientNorm > run.maxNorm) gradient *= run.maxNorm / gradientNorm;
        weight -= run.learningRate * gradient;
        return { loss, gradientNorm, weight };
      });
    },
    mistakes: [
      {
        name: "cleared too late",
        code: loopWith({ clip: () => 0, normAfter: true }),
        hint: "The gradient is cleared after it was computed: nothing is left to learn from. Clear before the pairs are added up.",
      },
      ...mistakes,
    ],
  });
