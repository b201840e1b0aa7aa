import { median, spreadText } from "./series";
import {
  kernelsMedian,
  stepFlops,
  type StepPlan,
  type StepSize,
  type StepResult,
} from "./step";
import { table, thousands } from "./table";

/** A model of characters, as in many tutorials. */
export const SMALL: StepSize = {
  config: { vocabSize: 65, maxSeqLen: 64 },
  batchSize: 12,
  length: 64,
};

/** Number of steps that train it. */
export const SMALL_STEPS = 2000;

/**
 * Writes the results of a small model as a table, with the wall time of a whole
 * training.
 *
 * @param plan what was measured
 * @param results the result of {@link measureSteps}
 * @param peakOf the machine's GFLOP/s with four lanes on all threads, by
 *   contestant
 */
export function smallTable(
  plan: StepPlan,
  results: readonly StepResult[],
  peakOf: (name: string) => number,
): string {
  const base = kernelsMedian(results);
  const tokens = plan.batchSize * plan.length;
  const gflop = stepFlops(plan) / 1e9 / tokens;
  const rows = results.map(({ name, samples, more }) => {
    const speed = median(samples);
    const whole = more.fullSeconds ?? (SMALL_STEPS * tokens) / speed;
    return [
      name,
      (speed / tokens).toFixed(1),
      thousands(speed),
      spreadText(samples),
      `${(base / speed).toFixed(2)} x`,
      `${((100 * speed * gflop) / peakOf(name)).toFixed(0)} %`,
      whole.toFixed(0),
    ];
  });
  const header = ["small model", "steps/s", "tokens/s", "spread"];
  const how = plan.full === undefined ? "from the median" : "measured";
  const time = `s for ${SMALL_STEPS} steps (${how})`;
  return table([...header, "kernels : this", "of peak", time], rows);
}
