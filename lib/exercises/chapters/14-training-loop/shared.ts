import { between, mistake, type MistakeOf, times, whole } from "../../author";

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

/** Runs of one weight: short ones, clipped ones, uphill and downhill. */
export function loopCases(random: () => number): [OneWeightRun][] {
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
    [
      {
        weight: 9,
        batches: [
          [[1, 2]],
          [
            [-2, 1],
            [1, 0],
            [1, -3],
          ],
          [[0.5, 1]],
        ],
        learningRate: 0.5,
        maxNorm: 4,
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
export function loopWith(change: {
  keep?: boolean;
  last?: boolean;
  sum?: boolean;
  slope?: (x: number, error: number) => number;
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
    const { slope = (x, error) => 2 * x * error } = change;
    return batches.map((batch) => {
      if (!change.keep) gradient = 0;
      if (change.restart) weight = start;
      const share = change.sum ? 1 : 1 / batch.length;
      for (const [x, y] of batch) {
        if (change.last) gradient = 0;
        gradient += slope(x, weight * x - y) * share;
      }
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

/** What goes wrong in such a loop, written or repaired. */
export const loopMistakes: MistakeOf<typeof trainOneWeight>[] = [
  mistake(
    "the update is not clipped",
    "Either the clipping is missing, or it comes too late. A gradient longer than maxNorm is shortened to maxNorm, and then it moves the weight.",
    loopWith({ clip: (gradient) => gradient }),
  ),
  mistake(
    "the length after clipping is recorded",
    "Record the length before clipping: afterwards it never exceeds maxNorm, so it shows nothing.",
    loopWith({ normAfter: true }),
  ),
  mistake(
    "clipping turned the gradient round",
    "A gradient of -4 becomes -3, not 3: shortened, in the same direction. Multiply it by maxNorm / length.",
    loopWith({ clip: (g, most) => (Math.abs(g) > most ? most : g) }),
  ),
  mistake(
    "the gradient instead of its length",
    "A length is never negative: of one number it is the absolute value.",
    loopWith({ signed: true }),
  ),
  mistake(
    "the weight before the update",
    "The loss is from before the update, the weight from after it: where the step led.",
    loopWith({ weightBefore: true }),
  ),
  mistake(
    "every batch begins at the first weight",
    "Each step goes on from the weight that the step before it left behind.",
    loopWith({ restart: true }),
  ),
  mistake(
    "the loss after the update",
    "The loss belongs to the forward pass, before the weight moved.",
    loopWith({ lossAfter: true }),
  ),
  mistake(
    "the gradient is cleared for each pair",
    "Then only the last pair of a batch counts. Clear the gradient once for each batch, before its pairs.",
    loopWith({ last: true }),
  ),
  mistake(
    "sums instead of means",
    "Loss and gradient are means over the batch: divide both by its size.",
    (run: OneWeightRun): OneWeightRecord[] => {
      const summed = loopWith({ sum: true })(run);
      return summed.map((record, n) => ({
        ...record,
        loss: record.loss * run.batches[n].length,
      }));
    },
  ),
  mistake(
    "uphill, with the sign flipped",
    "The gradient points uphill. To make the loss smaller, subtract.",
    (run: OneWeightRun): OneWeightRecord[] =>
      loopWith({})({ ...run, learningRate: -run.learningRate }),
  ),
  mistake(
    "the gradient misses the 1/N",
    "The loss is a mean over the batch, so the gradient is one too: divide by the batch's size.",
    loopWith({ sum: true }),
  ),
];
