import { expectNumber } from "../base/expect";

/** A cosine schedule with warm-up. */
export interface CosineSchedule {
  /** the rate at the end of the warm-up @defaultValue 3e-4 */
  maxLearningRate?: number;
  /** the rate at the end, above 0 @defaultValue 1e-6 */
  minLearningRate?: number;
  /**
   * number of warm-up steps @defaultValue 100, or a tenth of the run if that is
   * less
   */
  warmupSteps?: number;
  /** number of steps of the whole run */
  totalSteps: number;
}

/**
 * Learning rate of one step: a straight rise from the first step on, then half
 * a cosine down: min + (max - min) (1 + cos(pi * progress)) / 2.
 *
 * The rise ends at the maximum. It begins at max / warmupSteps, above 0: a first
 * step at a rate of 0 would be wasted.
 *
 * @param step counts from 1
 * @param schedule the rates, and the lengths in steps
 * @returns the learning rate
 * @throws if step is below 1, a rate is not above 0, the rate at the end is
 *   above the maximum, or warmupSteps is not an integer of at least 0
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
  expectNumber("cosineLrSchedule: step", step, { whole: true, least: 1 });
  expectSchedule("cosineLrSchedule", schedule);
  if (step <= warmupSteps) return (maxLearningRate * step) / warmupSteps;
  const length = Math.max(1, totalSteps - warmupSteps); // steps of the fall
  const progress = Math.min(1, (step - warmupSteps) / length); // from 0 to 1
  const height = (1 + Math.cos(Math.PI * progress)) / 2; // from 1 to 0
  return minLearningRate + (maxLearningRate - minLearningRate) * height;
}

/**
 * Checks a schedule. Every rate must be above 0, because every optimizer
 * rejects a rate of 0.
 *
 * @param where name of the calling function
 * @returns the schedule with its defaults filled in
 * @throws with the broken rule, the received value, and a cure
 */
export function expectSchedule(
  where: string,
  schedule: CosineSchedule,
): Required<CosineSchedule> {
  const { totalSteps } = schedule;
  const { maxLearningRate = 3e-4, minLearningRate = 1e-6 } = schedule;
  expectNumber(`${where}: totalSteps`, totalSteps, { whole: true, least: 1 });
  const { warmupSteps = Math.min(100, Math.floor(totalSteps / 10)) } = schedule;
  expectNumber(`${where}: warmupSteps`, warmupSteps, {
    whole: true,
    least: 0,
    most: totalSteps,
    hint: "A tenth of the run is usual.",
  });
  expectNumber(`${where}: maxLearningRate`, maxLearningRate, { above: 0 });
  expectNumber(`${where}: minLearningRate`, minLearningRate, {
    above: 0,
    most: maxLearningRate,
    hint: "It ends the fall from maxLearningRate; a step at rate 0 would learn nothing.",
  });
  return { totalSteps, maxLearningRate, minLearningRate, warmupSteps };
}
