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
    last++;
    const rule = `record ${last} must hold the numbers of step ${last} and no others`;
    must(isRecord(record, last), rule, record);
  }
  const count = `there must be one record per step, ${Number(fields.step)}`;
  must(last === fields.step, count, last);
  return value as Progress;
}

function isMeasured(value: unknown): boolean {
  return typeof value === "number" && value >= 0;
}

/** Whether a value is what training keeps of one step. */
function isRecord(value: unknown, expected: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  const {
    step,
    validationLoss = null,
    sample = "",
    ...rest
  } = value as Record<string, unknown>;
  return (
    step === expected &&
    Object.keys(rest).length === MEASURED.length &&
    [...MEASURED.map((name) => rest[name]), validationLoss].every(
      (one) => one === null || isMeasured(one),
    ) &&
    typeof sample === "string"
  );
}
