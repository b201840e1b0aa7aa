import { ensure, show } from "../core/base/expect";
import type { StepRecord, TrainingRun } from "../core/training/training-run";
import { type Notes, parseNote } from "./notes";

/** How far a run had come when it was saved. */
export interface Progress {
  step: number;
  tokens: number;
  elapsedMs: number;
  /** updates of the optimizer */
  optimizerSteps: number;
  records: StepRecord[];
}

/** How far a run has come. */
export function progressOf(run: TrainingRun): Progress {
  const { step, tokens, elapsedMs, records, optimizer } = run;
  return { step, tokens, elapsedMs, optimizerSteps: optimizer.steps, records };
}

/** A record's numbers; JSON writes `null` for one that is not finite. */
const MEASURED = [
  "epoch",
  "tokens",
  "loss",
  "learningRate",
  "gradientNorm",
  "tokensPerSecond",
  "elapsedMs",
] as const;

/**
 * Checks the progress that a file holds.
 *
 * @param path the file's path, for messages
 * @throws with the first field that breaks its rule
 */
export function readProgress(path: string, notes: Notes): Progress {
  const value = parseNote(path, "progress", notes);
  const fields = (value ?? {}) as Partial<Record<keyof Progress, unknown>>;
  const must = (holds: boolean, rule: string, came: unknown): void =>
    ensure(
      holds,
      () =>
        `${JSON.stringify(path)}: in its progress, ${rule}; got ${show(came)}. Is the file damaged? Use an earlier checkpoint.`,
    );
  for (const name of ["step", "tokens", "optimizerSteps"] as const) {
    const count = fields[name];
    const rule = `${name} must be a whole number of at least 0`;
    must(Number.isSafeInteger(count) && Number(count) >= 0, rule, count);
  }
  const { elapsedMs, records } = fields;
  must(isMeasured(elapsedMs), "elapsedMs must be a time", elapsedMs);
  must(Array.isArray(records), "records must be a list", records);
  let last = 0;
  for (const record of records as unknown[]) {
    const rule = `a record must measure a step from ${last + 1} to ${Number(fields.step)}`;
    must(isRecord(record), rule, JSON.stringify(record));
    const { step } = record as StepRecord;
    must(step > last && step <= Number(fields.step), rule, step);
    last = step;
  }
  return value as Progress;
}

function isMeasured(value: unknown): boolean {
  return typeof value === "number" && value >= 0;
}

function isRecord(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const record = value as Record<string, unknown>;
  const { step, validationLoss = null, sample = "" } = record;
  return (
    Number.isSafeInteger(step) &&
    [...MEASURED.map((name) => record[name]), validationLoss].every(
      (one) => one === null || isMeasured(one),
    ) &&
    typeof sample === "string"
  );
}
