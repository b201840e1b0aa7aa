import { ensure, ensureInteger, ensurePositive } from "./ensure";

/** A cosine schedule with warm-up. */
export interface CosineSchedule {
  /** the rate after the warm-up; 3e-4 */
  maxLearningRate?: number;
  /** the rate at the end; 1e-6 */
  minLearningRate?: number;
  /** steps of the rise; 100, or a tenth of the run if that is shorter */
  warmupSteps?: number;
  /** steps of the whole run */
  totalSteps: number;
}

/**
 * Learning rate of one step: a straight rise from the first step on, then half
 * a cosine down: min + (max - min) (1 + cos(pi * progress)) / 2.
 *
 * The rise ends at the maximum and begins above zero, at max / warmupSteps: a
 * first step of exactly zero would be wasted.
 *
 * @param step counts from 1
 * @param schedule the rates, and the lengths in steps
 * @throws if step is below 1 or the schedule breaks its rules
 * @see notebooks/13-schedule-clipping-dropout.ipynb
 */
export function cosineLrSchedule(
  step: number,
  schedule: CosineSchedule,
): number {
  const { totalSteps } = schedule;
  const { maxLearningRate = 3e-4, minLearningRate = 1e-6 } = schedule;
  const tenth = Math.floor(totalSteps / 10);
  const { warmupSteps = Math.min(100, tenth) } = schedule;
  ensureInteger("cosineLrSchedule", "step", step);
  ensureInteger("cosineLrSchedule", "totalSteps", totalSteps);
  ensureInteger("cosineLrSchedule", "warmupSteps", warmupSteps, 0);
  ensurePositive("cosineLrSchedule", "maxLearningRate", maxLearningRate);
  ensure(
    minLearningRate >= 0 && minLearningRate <= maxLearningRate,
    () =>
      `cosineLrSchedule: minLearningRate must lie between 0 and ` +
      `maxLearningRate = ${maxLearningRate}; got ${minLearningRate}.`,
  );
  if (step <= warmupSteps) return (maxLearningRate * step) / warmupSteps;
  const length = Math.max(1, totalSteps - warmupSteps);
  const progress = Math.min(1, (step - warmupSteps) / length);
  const height = (1 + Math.cos(Math.PI * progress)) / 2;
  return minLearningRate + (maxLearningRate - minLearningRate) * height;
}
