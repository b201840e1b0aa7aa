import type { Answers } from "../../exercises/course";
import { tried, type Attempt } from "./attempt";

type Loop = Answers["14.1"];
type Batch = [number, number][];

const lossOf = (w: number, batch: Batch): number =>
  batch.reduce((sum, [x, y]) => sum + (w * x - y) ** 2, 0) / batch.length;

const slopeOf = (w: number, batch: Batch): number =>
  batch.reduce((sum, [x, y]) => sum + 2 * x * (w * x - y), 0) / batch.length;

const clipped = (g: number, most: number): number =>
  Math.abs(g) > most ? (g * most) / Math.abs(g) : g;

/** A loop of which only the body of one step is told. */
function loop(
  step: (
    w: number,
    batch: Batch,
    run: { learningRate: number; maxNorm: number },
  ) => { loss: number; gradientNorm: number; weight: number; next?: number },
): Loop {
  return (run) => {
    let w = run.weight;
    return run.batches.map((batch) => {
      const { next, ...record } = step(w, batch, run);
      w = next ?? record.weight;
      return record;
    });
  };
}

/** 14.1 and 14.2: the loop. */
const LOOPS: Attempt[] = [
  tried(
    "14.1",
    "the loss after the update",
    loop((w, batch, { learningRate, maxNorm }) => {
      const g = slopeOf(w, batch);
      const weight = w - learningRate * clipped(g, maxNorm);
      return { loss: lossOf(weight, batch), gradientNorm: Math.abs(g), weight };
    }),
    /loss after the update/,
  ),
  tried(
    "14.1",
    "clipped with <",
    loop((w, batch, { learningRate, maxNorm }) => {
      let g = slopeOf(w, batch);
      const gradientNorm = Math.abs(g);
      if (gradientNorm < maxNorm) g *= maxNorm / gradientNorm;
      const weight = w - learningRate * g;
      return { loss: lossOf(w, batch), gradientNorm, weight };
    }),
    /only short gradients are changed/,
  ),
  tried(
    "14.1",
    "the norm after clipping",
    loop((w, batch, { learningRate, maxNorm }) => {
      const g = clipped(slopeOf(w, batch), maxNorm);
      const weight = w - learningRate * g;
      return { loss: lossOf(w, batch), gradientNorm: Math.abs(g), weight };
    }),
    /length after clipping/,
  ),
  tried(
    "14.1",
    "the sign lost",
    loop((w, batch, { learningRate, maxNorm }) => {
      let g = slopeOf(w, batch);
      const gradientNorm = Math.abs(g);
      if (gradientNorm > maxNorm) g = maxNorm;
      return {
        loss: lossOf(w, batch),
        gradientNorm,
        weight: w - learningRate * g,
      };
    }),
    /turned the gradient/,
  ),
  tried(
    "14.1",
    "the gradient kept",
    (run) => {
      let { weight } = run;
      let g = 0;
      return run.batches.map((batch) => {
        const loss = lossOf(weight, batch);
        g += slopeOf(weight, batch);
        const gradientNorm = Math.abs(g);
        g = clipped(g, run.maxNorm);
        weight -= run.learningRate * g;
        return { loss, gradientNorm, weight };
      });
    },
    /never cleared/,
  ),
  tried(
    "14.1",
    "no clipping",
    loop((w, batch, { learningRate }) => {
      const g = slopeOf(w, batch);
      const weight = w - learningRate * g;
      return { loss: lossOf(w, batch), gradientNorm: Math.abs(g), weight };
    }),
    /not clipped/,
  ),
  tried(
    "14.1",
    "the weight before the update",
    loop((w, batch, { learningRate, maxNorm }) => {
      const g = slopeOf(w, batch);
      const next = w - learningRate * clipped(g, maxNorm);
      return {
        loss: lossOf(w, batch),
        gradientNorm: Math.abs(g),
        weight: w,
        next,
      };
    }),
    /weight before the update/,
  ),
  tried(
    "14.1",
    "clipped after the update",
    loop((w, batch, { learningRate, maxNorm }) => {
      let g = slopeOf(w, batch);
      const gradientNorm = Math.abs(g);
      const weight = w - learningRate * g;
      g = clipped(g, maxNorm);
      void g;
      return { loss: lossOf(w, batch), gradientNorm, weight };
    }),
    /not clipped/,
  ),
  tried(
    "14.1",
    "sums",
    loop((w, batch, { learningRate, maxNorm }) => {
      const g = slopeOf(w, batch) * batch.length;
      const weight = w - learningRate * clipped(g, maxNorm);
      const loss = lossOf(w, batch) * batch.length;
      return { loss, gradientNorm: Math.abs(g), weight };
    }),
    /sums instead of means/,
  ),
  tried(
    "14.1",
    "uphill",
    loop((w, batch, { learningRate, maxNorm }) => {
      const g = slopeOf(w, batch);
      const weight = w + learningRate * clipped(g, maxNorm);
      return { loss: lossOf(w, batch), gradientNorm: Math.abs(g), weight };
    }),
    /uphill/,
  ),
  tried(
    "14.1",
    "a norm with its sign",
    loop((w, batch, { learningRate, maxNorm }) => {
      const g = slopeOf(w, batch);
      const weight = w - learningRate * clipped(g, maxNorm);
      return { loss: lossOf(w, batch), gradientNorm: g, weight };
    }),
    /instead of its length/,
  ),
  tried(
    "14.1",
    "one update for each pair",
    (run) => {
      let { weight } = run;
      return run.batches.map((batch) => {
        let [loss, gradientNorm] = [0, 0];
        for (const [x, y] of batch) {
          loss += (weight * x - y) ** 2 / batch.length;
          const g = 2 * x * (weight * x - y);
          gradientNorm = Math.abs(g);
          weight -= run.learningRate * clipped(g, run.maxNorm);
        }
        return { loss, gradientNorm, weight };
      });
    },
    /an update for each pair/,
  ),
  tried(
    "14.2",
    "the given bug in other words",
    (run) => {
      let { weight } = run;
      let sum = 0;
      return run.batches.map((batch) => {
        const loss = lossOf(weight, batch);
        sum += slopeOf(weight, batch);
        const gradientNorm = Math.abs(sum);
        sum = clipped(sum, run.maxNorm);
        weight -= run.learningRate * sum;
        return { loss, gradientNorm, weight };
      });
    },
    /gradient is never cleared/,
  ),
  tried(
    "14.2",
    "cleared before the update",
    (run) => {
      let { weight } = run;
      let gradient = 0;
      return run.batches.map((batch) => {
        let loss = 0;
        for (const [x, y] of batch) {
          loss += (weight * x - y) ** 2 / batch.length;
          gradient += (2 * x * (weight * x - y)) / batch.length;
        }
        gradient = 0;
        const gradientNorm = Math.abs(gradient);
        if (gradientNorm > run.maxNorm) gradient *= run.maxNorm / gradientNorm;
        weight -= run.learningRate * gradient;
        return { loss, gradientNorm, weight };
      });
    },
    /0 when it is used/,
  ),
  tried(
    "14.2",
    "the weight reset",
    (run) =>
      run.batches.map((batch) => {
        let { weight } = run;
        const gradient = slopeOf(weight, batch);
        const loss = lossOf(weight, batch);
        weight -= run.learningRate * clipped(gradient, run.maxNorm);
        return { loss, gradientNorm: Math.abs(gradient), weight };
      }),
    /begins at the first weight/,
  ),
  tried(
    "14.2",
    "cleared in the inner loop",
    (run) => {
      let { weight } = run;
      let gradient = 0;
      return run.batches.map((batch) => {
        let loss = 0;
        for (const [x, y] of batch) {
          gradient = 0;
          loss += (weight * x - y) ** 2 / batch.length;
          gradient += (2 * x * (weight * x - y)) / batch.length;
        }
        const gradientNorm = Math.abs(gradient);
        if (gradientNorm > run.maxNorm) gradient *= run.maxNorm / gradientNorm;
        weight -= run.learningRate * gradient;
        return { loss, gradientNorm, weight };
      });
    },
    /cleared for each pair/,
  ),
];

/** 14.3 to 14.5. */
const OTHERS: Attempt[] = [
  tried(
    "14.3",
    "mean of means",
    (batches) => batches.reduce((s, b) => s + b.loss, 0) / batches.length,
    /mean of means/,
  ),
  tried(
    "14.3",
    "total nats",
    (batches) => batches.reduce((s, b) => s + b.loss * b.tokens, 0),
    /the sum, not the mean/,
  ),
  tried(
    "14.3",
    "by the batches",
    (batches) =>
      batches.reduce((s, b) => s + b.loss * b.tokens, 0) / batches.length,
    /number of batches/,
  ),
  tried(
    "14.3",
    "sum of losses by tokens",
    (batches) => {
      let [sum, tokens] = [0, 0];
      for (const batch of batches) {
        sum += batch.loss;
        tokens += batch.tokens;
      }
      return sum / tokens;
    },
    /not weighted by them/,
  ),
  tried(
    "14.4",
    "round",
    (step, windows, batchSize) => {
      const perEpoch = Math.round(windows / batchSize);
      return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
    },
    /rounded to the nearest/,
  ),
  tried(
    "14.4",
    "+ 1",
    (step, windows, batchSize) => {
      const perEpoch = Math.floor(windows / batchSize) + 1;
      return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
    },
    /one batch more/,
  ),
  tried(
    "14.4",
    "no rounding",
    (step, windows, batchSize) => {
      const perEpoch = windows / batchSize;
      return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
    },
    /not rounded/,
  ),
  tried(
    "14.4",
    "the epoch rounded up",
    (step, windows, batchSize) => {
      const perEpoch = Math.ceil(windows / batchSize);
      return { epoch: Math.ceil(step / perEpoch), skip: step % perEpoch };
    },
    /epoch is rounded up/,
  ),
  tried("14.5", "exchanged", 346_251, /patients, not their diagnoses/),
  tried("14.5", "the list", 123_456, /order of the list/),
  tried("14.5", "one patient", 4, /only the patient that copies/),
  tried("14.5", "1 and 3", 146_253, /patients 1 and 3 are exchanged/),
  tried("14.5", "only 6", 641_254, /patient 6 does not have diagnosis 4/),
  tried("14.5", "5 and 6", 641_235, /patients 5 and 6 are exchanged/),
  tried("14.5", "three wrong", 641_325, /3 of the 6 digits are right/),
];

/** What learners of chapter 14 tried. */
export const ATTEMPTS_14: Attempt[] = [...LOOPS, ...OTHERS];
