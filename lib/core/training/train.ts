import { clipGradNorm } from "./clip";
import { expectNumber } from "../base/expect";
import { evaluate, turn } from "./evaluate";
import { copyValues, countParameters } from "../model/parameters";
import { cosineLrSchedule } from "./schedule";
import type { Floats } from "../base/tensor";
import type { TokenBatch } from "../text/sequences";
import {
  ensureIdle,
  remainingBatches,
  type StepRecord,
  type TrainingRun,
} from "./training-run";

/** The facts known before the first step. */
export interface TrainingPlan {
  /** last step of the run, if nothing stops it */
  totalSteps: number;
  /** number of trained numbers */
  parameters: number;
  vocabSize: number;
  /** number of steps done in earlier calls */
  records: StepRecord[];
}

/** How a run ended, with everything it measured. */
export interface TrainingOutcome {
  reason: "finished" | "interrupted" | "diverged";
  records: StepRecord[];
}

/** Callbacks of a training run; the live dashboard implements them. */
export interface TrainingObserver {
  start?(plan: TrainingPlan): void;
  step?(record: StepRecord): void;
  end?(outcome: TrainingOutcome): void;
}

/** Options of {@link trainingLoop}: an observer, an abort signal, a step limit. */
export interface TrainingLoopOptions {
  /** receives the progress, such as the live dashboard */
  observer?: TrainingObserver;
  /** stops training after the current step */
  signal?: AbortSignal;
  /** largest number of steps in this call @defaultValue all remaining steps */
  steps?: number;
}

/** The loss or its gradient is no longer a finite number. */
export class TrainingDiverged extends Error {
  override readonly name = "TrainingDiverged";
}

/**
 * Trains until the run is complete, or stopped. For each batch: loss and
 * gradient, clip, learning rate of the schedule, update, measure.
 *
 * Calling it again continues the run. Between steps it yields to the event
 * loop, so that plots are drawn and interrupts are handled.
 *
 * @param run the result of {@link createTrainingRun}; updated during training
 * @param options observer, abort signal, number of steps
 * @returns why it ended, and the records of the whole run
 * @throws TrainingDiverged if the loss or the gradient is NaN or infinite; the
 *   weights are then those of the last good step. RangeError if the run is
 *   being trained already.
 * @see notebooks/14-training-loop.ipynb
 */
export async function trainingLoop(
  run: TrainingRun,
  { observer, signal, steps = Infinity }: TrainingLoopOptions = {},
): Promise<TrainingOutcome> {
  if (steps !== Infinity)
    expectNumber("train: steps", steps, { whole: true, least: 1 });
  ensureIdle("train", run);
  const { model, totalSteps, records } = run;
  observer?.start?.({
    totalSteps,
    parameters: countParameters(model.parameters),
    vocabSize: model.config.vocabSize,
    records: [...records],
  });
  const end = (reason: TrainingOutcome["reason"]): TrainingOutcome => {
    const outcome = { reason, records };
    observer?.end?.(outcome);
    return outcome;
  };
  const lastGood = copyValues(model.parameters);
  await turn(); // an interrupt cuts off a cell's synchronous part: no step may be in it
  ensureIdle("train", run); // again: two calls may have waited for this turn
  run.isTraining = true;
  try {
    const stopAt = Math.min(totalSteps, run.step + steps);
    for (const batch of remainingBatches(run)) {
      if (run.step >= stopAt) break;
      if (signal?.aborted) return end("interrupted");
      const record = trainingStep(run, batch, lastGood);
      records.push(record); // before anything may throw: step and records agree
      await measureValidation(run, record, signal);
      observer?.step?.(record);
      await turn();
    }
    return end("finished");
  } catch (error) {
    if (error instanceof TrainingDiverged) end("diverged");
    throw error;
  } finally {
    run.isTraining = false;
  }
}

/**
 * One step of a run: loss and gradient, clip, update.
 *
 * @param run the run; its model, optimizer and counters are changed
 * @param batch (B, T) inputs and targets
 * @param lastGood receives a copy of the weights that gave this step's loss
 * @returns the measurements of the step
 * @throws TrainingDiverged if loss or gradient is not finite; the weights are
 *   then those of `lastGood`
 */
export function trainingStep(
  run: TrainingRun,
  batch: TokenBatch,
  lastGood: Floats,
): StepRecord {
  const { model, optimizer, totalSteps, schedule, maxNorm } = run;
  const started = performance.now();
  const step = run.step + 1;
  const loss = model.lossAndGradients(batch, step); // clear, forward, backward
  const gradientNorm = clipGradNorm(model.parameters, maxNorm); // before the clip
  const learningRate = cosineLrSchedule(step, { ...schedule, totalSteps });
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
    model.parameters.values.data.set(lastGood);
    throw diverged(step, loss, { gradientNorm, learningRate, maxNorm });
  }
  copyValues(model.parameters, lastGood);
  optimizer.update(learningRate); // the weights change here, and only here
  const elapsedMs = performance.now() - started;
  run.step = step;
  run.tokens += batch.inputs.length; // B * T
  run.elapsedMs += elapsedMs;
  return {
    step,
    epoch: step / run.stepsPerEpoch,
    tokens: run.tokens,
    loss,
    learningRate,
    gradientNorm,
    tokensPerSecond: batch.inputs.length / (elapsedMs / 1000),
    elapsedMs: run.elapsedMs,
  };
}

/** Adds validation loss and sample to a record, if this step is due for it. */
async function measureValidation(
  run: TrainingRun,
  record: StepRecord,
  signal?: AbortSignal,
): Promise<void> {
  const due = run.step % run.evaluateEvery === 0;
  if (!run.validation || !(due || run.step === run.totalSteps)) return;
  const started = performance.now();
  const loss = await evaluate(run.model, run.validation, { signal });
  if (!signal?.aborted) record.validationLoss = loss;
  record.sample = run.sample?.();
  run.elapsedMs += performance.now() - started;
  record.elapsedMs = run.elapsedMs;
}

function diverged(
  step: number,
  loss: number,
  at: { gradientNorm: number; learningRate: number; maxNorm: number },
): TrainingDiverged {
  return new TrainingDiverged(
    `train: loss and gradient must stay finite numbers; at step ${step} the ` +
      `loss is ${loss} and the gradient's length ${at.gradientNorm}. ` +
      `The weights are those that gave step ${step - 1} its loss; run.records ` +
      `holds the history. Start again with a lower learning rate (it was ` +
      `${at.learningRate.toPrecision(3)}), a longer warm-up, or a smaller ` +
      `maxNorm (it was ${at.maxNorm}).`,
  );
}
