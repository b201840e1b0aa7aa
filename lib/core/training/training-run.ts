import { ensure, expectIds, expectNumber } from "../base/expect";
import { Adam, type Optimizer } from "./optimizers";
import { createRandom } from "../base/random";
import { type CosineSchedule, expectSchedule } from "./schedule";
import {
  createBatches,
  expectOneLength,
  type TokenBatch,
  type TrainingSequence,
} from "../text/sequences";
import type { BPETokenizer } from "../text/tokenizer";
import type { TinyLLM } from "../model/tinyllm";
import type { TinyLLMConfig } from "../model/config";

/**
 * The measurements of one training step. Perplexity is not stored: it is
 * exp(loss).
 */
export interface StepRecord {
  /** counts from 1 */
  step: number;
  /** passes over the training text so far, as a fraction */
  epoch: number;
  /** tokens trained on so far */
  tokens: number;
  /** mean nats per token of this step's batch, before its update */
  loss: number;
  learningRate: number;
  /** length of the whole gradient, before clipping */
  gradientNorm: number;
  tokensPerSecond: number;
  /** milliseconds since training began, without pauses */
  elapsedMs: number;
  /** mean nats per token on held-out text, if this step measured it */
  validationLoss?: number;
  /** text that the model wrote after this step, if requested */
  sample?: string;
}

/** Options of {@link createTrainingRun}. */
export interface TrainingRunOptions {
  model: TinyLLM;
  /** @defaultValue Adam with its defaults */
  optimizer?: Optimizer;
  /** windows to train on */
  sequences: readonly TrainingSequence[];
  /** windows of held-out text, measured every `evaluateEvery` steps */
  validation?: readonly TrainingSequence[];
  /** B, windows per step @defaultValue 32 */
  batchSize?: number;
  /** passes over the windows; not together with totalSteps @defaultValue 10 */
  epochs?: number;
  /** steps of the whole run, instead of epochs */
  totalSteps?: number;
  /** warm-up and cosine; see {@link CosineSchedule} for its defaults */
  schedule?: Omit<CosineSchedule, "totalSteps">;
  /** length to which a longer gradient is clipped @defaultValue 1 */
  maxNorm?: number;
  /** steps between two measurements on `validation` @defaultValue 100 */
  evaluateEvery?: number;
  /** writes a text with the current model, after each validation */
  sample?: () => string;
  /** made the windows' tokens; checkpoints keep it with the weights */
  tokenizer?: BPETokenizer;
  /** seed of the order of the windows, an integer @defaultValue 1 */
  seed?: number;
}

type OptionalSetting = "epochs" | "validation" | "sample" | "tokenizer";

/**
 * A training run: its model, its settings, and its progress. It outlives the
 * call of `train`, so an interrupted run can continue.
 */
export interface TrainingRun
  extends
    Required<Omit<TrainingRunOptions, OptionalSetting>>,
    Pick<TrainingRunOptions, "validation" | "sample" | "tokenizer"> {
  /** number of steps per epoch; the last batch may be smaller */
  stepsPerEpoch: number;
  /** steps done */
  step: number;
  /** tokens trained on */
  tokens: number;
  /** milliseconds spent training, without pauses */
  elapsedMs: number;
  /** one per step done */
  records: StepRecord[];
  /** true while it is being trained */
  isTraining: boolean;
}

/**
 * Prepares a training run. Nothing is computed yet.
 *
 * @param options model, windows, and the settings that have defaults
 * @throws if there are no windows, they do not fit the model, or a setting
 *   breaks its rule
 * @see notebooks/14-training-loop.ipynb
 */
export function createTrainingRun(options: TrainingRunOptions): TrainingRun {
  const where = "createTrainingRun";
  const { model, sequences, validation, batchSize = 32, epochs = 10 } = options;
  const { maxNorm = 1, evaluateEvery = 100, seed = 1 } = options;
  expectWindows(`${where}: sequences`, sequences, model.config);
  if (validation)
    expectWindows(`${where}: validation`, validation, model.config);
  expectNumber(`${where}: batchSize`, batchSize, COUNT);
  expectNumber(`${where}: epochs`, epochs, { above: 0 });
  const stepsPerEpoch = Math.ceil(sequences.length / batchSize);
  const { totalSteps = Math.ceil(epochs * stepsPerEpoch) } = options;
  ensure(
    options.epochs === undefined || options.totalSteps === undefined,
    () =>
      `${where}: epochs or totalSteps must be given, not both; got ` +
      `${epochs} epochs and ${totalSteps} steps.`,
  );
  const schedule = expectSchedule(where, { ...options.schedule, totalSteps });
  expectNumber(`${where}: evaluateEvery`, evaluateEvery, COUNT);
  expectNumber(`${where}: seed`, seed, { whole: true });
  expectNumber(`${where}: maxNorm`, maxNorm, { above: 0 });
  const { optimizer = new Adam(model.parameters) } = options;
  const size = model.parameters.values.data.length;
  ensure(
    Object.values(optimizer.state).every(({ data }) => data.length === size),
    () =>
      `${where}: optimizer must be made for this model's ${size} numbers; it ` +
      `was not. Make it with model.parameters.`,
  );
  const { vocabSize } = model.config;
  ensure(
    (options.tokenizer?.vocabSize ?? vocabSize) === vocabSize,
    () =>
      `${where}: tokenizer and model must have the same vocabulary; they ` +
      `have ${options.tokenizer?.vocabSize} and ${vocabSize} tokens. Pass the ` +
      `tokenizer that made the windows.`,
  );
  return {
    ...options,
    optimizer,
    batchSize,
    totalSteps,
    maxNorm,
    evaluateEvery,
    schedule,
    seed,
    stepsPerEpoch,
    step: 0,
    tokens: 0,
    elapsedMs: 0,
    records: [],
    isTraining: false,
  };
}

const COUNT = { whole: true, least: 1 };

/**
 * Checks that there are windows, of one length that fits the model, with valid
 * ids.
 */
function expectWindows(
  what: string,
  windows: readonly TrainingSequence[],
  { maxSeqLen, vocabSize }: TinyLLMConfig,
): void {
  ensure(
    windows.length > 0,
    () =>
      `${what} must hold at least one window; got none. Cut more text with ` +
      `createTrainingSequences.`,
  );
  const { length } = windows[0].inputs;
  expectNumber(`${what}: length of a window`, length, {
    least: 1,
    most: maxSeqLen,
    hint: "Cut shorter windows, or give the model a larger maxSeqLen.",
  });
  expectOneLength(what, windows);
  for (const { inputs, targets } of windows) {
    expectIds(what, inputs, vocabSize);
    expectIds(what, targets, vocabSize);
  }
}

/**
 * Checks that no call of `train` is at work on a run.
 *
 * @param where name of the calling function
 */
export function ensureIdle(
  where: string,
  { isTraining, step }: TrainingRun,
): void {
  ensure(
    !isTraining,
    () =>
      `${where}: a run must not be trained twice at once; this one is being ` +
      `trained and is at step ${step}. Wait until that ends. If you pressed ` +
      `Stop and it goes on: only train(run, { signal: interruptSignal() }) ` +
      `can be stopped; restart the kernel to end it now.`,
  );
}

/**
 * The batches that a run still has to see, from its next step on. The order of
 * an epoch follows from the seed and the epoch alone, so a resumed run sees
 * the same batches as one that was never stopped.
 *
 * @param run the result of {@link createTrainingRun}
 * @returns a generator of (B, T) batches
 */
export function* remainingBatches(run: TrainingRun): Generator<TokenBatch> {
  const { sequences, batchSize, seed, totalSteps, stepsPerEpoch } = run;
  let step = run.step;
  while (step < totalSteps) {
    const epoch = Math.floor(step / stepsPerEpoch);
    // 2^32 / golden ratio (Fibonacci hashing) spreads neighboring seeds
    const random = createRandom(Math.imul(seed, 0x9e3779b1) + epoch);
    let skip = step % stepsPerEpoch; // batches of this epoch seen before
    for (const batch of createBatches(sequences, { batchSize, random })) {
      if (skip-- > 0) continue;
      yield batch;
      if (++step === totalSteps) return;
    }
  }
}
