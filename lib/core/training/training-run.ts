import { ensure, ensureInteger, ensurePositive, show } from "../base/expect";
import type { StepRecord } from "./history";
import { Adam, type Optimizer } from "./optimizers";
import { createRandom } from "../base/random";
import { type CosineSchedule, ensureSchedule } from "./schedule";
import {
  createBatches,
  type TokenBatch,
  type TrainingSequence,
} from "../text/sequences";
import type { TinyLLM } from "../model/tinyllm";
import type { TinyLLMConfig } from "../model/config";

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
  /** passes over the windows, unless totalSteps is given; 10 */
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
 * @throws if there are no windows, they do not fit the model, or a setting
 *   breaks its rule: what cannot work fails here, not steps later
 * @see notebooks/14-training-loop.ipynb
 */
export function createTrainingRun(options: TrainingRunOptions): TrainingRun {
  const { model, sequences, validation, batchSize = 32, epochs = 10 } = options;
  ensureWindows("sequences", sequences, model.config);
  if (validation) ensureWindows("validation", validation, model.config);
  ensureInteger("createTrainingRun", "batchSize", batchSize);
  ensurePositive("createTrainingRun", "epochs", epochs);
  const perEpoch = stepsPerEpoch(sequences, batchSize);
  const { totalSteps = Math.ceil(epochs * perEpoch) } = options;
  const { maxNorm = 1, evaluateEvery = 100, seed = 1 } = options;
  ensure(
    options.epochs === undefined || options.totalSteps === undefined,
    () =>
      `createTrainingRun: epochs or totalSteps must be given, not both; got ` +
      `${epochs} epochs and ${totalSteps} steps.`,
  );
  ensureSchedule("createTrainingRun", { ...options.schedule, totalSteps });
  ensureInteger("createTrainingRun", "evaluateEvery", evaluateEvery);
  ensure(
    Number.isInteger(seed),
    () => `createTrainingRun: seed must be a whole number; got ${show(seed)}.`,
  );
  ensurePositive("createTrainingRun", "maxNorm", maxNorm);
  const { optimizer = new Adam(model.parameters) } = options;
  const size = model.parameters.values.data.length;
  ensure(
    Object.values(optimizer.memory).every(({ data }) => data.length === size),
    () =>
      `createTrainingRun: optimizer must be made for this model's ${size} ` +
      `numbers; it was not. Make it with model.parameters.`,
  );
  return {
    ...options,
    optimizer,
    batchSize,
    totalSteps,
    maxNorm,
    evaluateEvery,
    schedule: options.schedule ?? {},
    seed,
    step: 0,
    tokens: 0,
    elapsedMs: 0,
    records: [],
  };
}

/** Windows must be there, of one length that fits, with ids of the model. */
function ensureWindows(
  name: "sequences" | "validation",
  windows: readonly TrainingSequence[],
  { maxSeqLen, vocabSize }: TinyLLMConfig,
): void {
  const must = (holds: boolean, what: () => string): void =>
    ensure(holds, () => `createTrainingRun: ${name} must hold ${what()}`);
  must(
    windows.length > 0,
    () =>
      `at least one window; got none. Cut more text with ` +
      `createTrainingSequences${name === "validation" ? ", or leave it out" : ""}.`,
  );
  const { length } = windows[0].inputs;
  must(
    length >= 1 && length <= maxSeqLen,
    () =>
      `windows of 1 to ${maxSeqLen} tokens, the model's maxSeqLen; got ` +
      `${length}. Cut shorter windows, or give the model a larger maxSeqLen.`,
  );
  for (const { inputs, targets } of windows) {
    must(
      inputs.length === length && targets.length === length,
      () =>
        `windows of one length, inputs as long as targets; got ${length}, and ` +
        `${inputs.length} with ${targets.length}. Cut them in one call.`,
    );
    const isWrong = (id: number): boolean => id < 0 || id >= vocabSize;
    const wrong = inputs.find(isWrong) ?? targets.find(isWrong);
    must(
      wrong === undefined,
      () =>
        `token ids from 0 to ${vocabSize - 1}; got ${wrong}. Was the text ` +
        `encoded with the tokenizer whose vocabSize the model has?`,
    );
  }
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
