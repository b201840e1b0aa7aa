import { ensure, ensureInteger, ensurePositive } from "./ensure";
import type { StepRecord } from "./history";
import { Adam, type Optimizer } from "./optimizers";
import { createRandom } from "./random";
import { type CosineSchedule } from "./schedule";
import {
  createBatches,
  type TokenBatch,
  type TrainingSequence,
} from "./sequences";
import type { TinyLLM } from "./tinyllm";

/** What a training run is made of. */
export interface TrainingRunOptions {
  model: TinyLLM;
  /** Adam with its defaults unless given */
  optimizer?: Optimizer;
  /** windows to train on */
  sequences: readonly TrainingSequence[];
  /** windows of held-out text, measured every `evaluateEvery` steps */
  validation?: readonly TrainingSequence[];
  /** windows in a step; 32 */
  batchSize?: number;
  /** passes over the windows, if totalSteps is not given; 10 */
  epochs?: number;
  /** steps of the whole run, instead of epochs */
  totalSteps?: number;
  /** warm-up and cosine; see {@link CosineSchedule} for the defaults */
  schedule?: Omit<CosineSchedule, "totalSteps">;
  /** longest gradient; 1.0 */
  maxNorm?: number;
  /** steps between two measurements on `validation`; 100 */
  evaluateEvery?: number;
  /** writes a text with the model as it is, after each validation */
  sample?: () => string;
  /** what the order of the windows follows from; 1 */
  seed?: number;
}

/**
 * A training run: what it trains, how, and how far it has come. It outlives
 * the call that trains it, so an interrupted run can go on.
 */
export interface TrainingRun extends Required<
  Omit<TrainingRunOptions, "epochs" | "validation" | "sample">
> {
  validation?: readonly TrainingSequence[];
  sample?: () => string;
  /** steps done */
  step: number;
  /** tokens trained on */
  tokens: number;
  /** time spent training, pauses not counted */
  elapsedMs: number;
  /** one record a step done */
  records: StepRecord[];
}

/**
 * Prepares a training run; nothing is computed yet.
 *
 * @param options model, windows, and the settings that have defaults
 * @throws if there are no windows, or a setting breaks its rule
 * @see notebooks/14-training-loop.ipynb
 */
export function createTrainingRun(options: TrainingRunOptions): TrainingRun {
  const { model, sequences, batchSize = 32, epochs = 10 } = options;
  ensureInteger("createTrainingRun", "batchSize", batchSize);
  ensurePositive("createTrainingRun", "epochs", epochs);
  ensure(
    sequences.length > 0,
    () =>
      `createTrainingRun: sequences must hold at least one window; got none. ` +
      `Cut the text with createTrainingSequences.`,
  );
  const perEpoch = stepsPerEpoch(sequences, batchSize);
  const { totalSteps = Math.ceil(epochs * perEpoch) } = options;
  const { maxNorm = 1, evaluateEvery = 100 } = options;
  ensureInteger("createTrainingRun", "totalSteps", totalSteps);
  ensureInteger("createTrainingRun", "evaluateEvery", evaluateEvery);
  ensurePositive("createTrainingRun", "maxNorm", maxNorm);
  return {
    ...options,
    optimizer: options.optimizer ?? new Adam(model.parameters),
    batchSize,
    totalSteps,
    maxNorm,
    evaluateEvery,
    schedule: options.schedule ?? {},
    seed: options.seed ?? 1,
    step: 0,
    tokens: 0,
    elapsedMs: 0,
    records: [],
  };
}

/** Steps in which every window is seen once; the last may be smaller. */
export function stepsPerEpoch(
  sequences: readonly TrainingSequence[],
  batchSize: number,
): number {
  return Math.ceil(sequences.length / batchSize);
}

/**
 * The batches a run still has to see, from its next step on. The order of an
 * epoch follows from the seed and the epoch alone, so a resumed run sees the
 * same batches as one that was never stopped.
 */
export function* remainingBatches(run: TrainingRun): Generator<TokenBatch> {
  const { sequences, batchSize, seed, totalSteps } = run;
  const perEpoch = stepsPerEpoch(sequences, batchSize);
  let step = run.step;
  while (step < totalSteps) {
    const epoch = Math.floor(step / perEpoch);
    const random = createRandom(Math.imul(seed, 0x9e3779b1) + epoch);
    let skip = step % perEpoch;
    for (const batch of createBatches(sequences, { batchSize, random })) {
      if (skip-- > 0) continue;
      yield batch;
      if (++step === totalSteps) return;
    }
  }
}
