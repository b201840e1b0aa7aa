import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { ensure } from "../core/base/expect";
import { readProgress } from "./progress";
import { readSettings } from "./run-settings";
import { readTensors } from "./safetensors";

/** A checkpoint that is found in a folder. */
export interface Checkpoint {
  /** path of the file */
  path: string;
  /** steps done when it was saved */
  step: number;
  /** the file's other notes, as JSON: `settings`, `tokenizer`, ... */
  metadata: Record<string, string>;
  /** one sentence: what it is, and when it was saved */
  summary: string;
}

/** The file with the lowest validation loss so far. */
export const BEST = "best.safetensors";

/** The file of a step; the names sort like the steps. */
export function checkpointPath(folder: string, step: number): string {
  return join(folder, `step-${String(step).padStart(6, "0")}.safetensors`);
}

/** The checkpoints of a folder, without the best one, newest first. */
export function listCheckpoints(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^step-\d{6,}\.safetensors$/.test(name))
    .sort((a, b) => stepOf(b) - stepOf(a))
    .map((name) => join(folder, name));
}

/** The step in the name of a checkpoint. */
export function stepOf(path: string): number {
  return Number(/step-(\d+)\.safetensors$/.exec(path)?.[1]);
}

/**
 * Finds the newest checkpoint that can be read.
 *
 * @param folder the one of `train(run, { checkpoint: { folder } })`
 * @returns the checkpoint, or undefined if there is none yet
 * @throws if there are checkpoints and none of them can be read
 * @see notebooks/15-train-tinyllm.ipynb
 */
export function findCheckpoint(folder: string): Checkpoint | undefined {
  const problems: string[] = [];
  for (const path of listCheckpoints(folder)) {
    try {
      return readCheckpoint(path, problems);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push(error.message);
    }
  }
  ensure(
    problems.length === 0,
    () =>
      `findCheckpoint: ${JSON.stringify(folder)} must hold a checkpoint that ` +
      `can be read: ${problems.join(" ")} Take another folder, or move this ` +
      `one away.`,
  );
  return undefined;
}

function readCheckpoint(path: string, problems: string[]): Checkpoint {
  const { metadata } = readTensors(path);
  const { step, records } = readProgress(path, metadata);
  const { totalSteps = "?" } = readSettings(path, metadata);
  const measured = records.findLast((one) => one.validationLoss !== undefined);
  const losses = [
    `training loss ${records.at(-1)?.loss.toFixed(3)}`,
    measured && `validation loss ${measured.validationLoss?.toFixed(3)}`,
  ];
  const when = new Date(metadata.savedAt).toLocaleString("sv-SE").slice(0, 16);
  const parts = [`step ${step} of ${totalSteps}`, ...losses, `saved ${when}`];
  const summary = `${path}: ${parts.filter(Boolean).join(", ")}`;
  return { path, step, metadata, summary: [summary, ...problems].join(". ") };
}

/** The validation loss of a folder's best checkpoint; Infinity without one. */
export function lowestLoss(folder: string): number {
  const path = join(folder, BEST);
  try {
    const { records } = readProgress(path, readTensors(path, []).metadata);
    return records.at(-1)?.validationLoss ?? Infinity;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return Infinity; // there is none, or it is damaged
  }
}

/**
 * Moves a folder to a free name beside it.
 *
 * @returns the new name
 */
export function putAside(folder: string): string {
  let number = 1;
  while (existsSync(`${folder}-old-${number}`)) number++;
  const aside = `${folder}-old-${number}`;
  renameSync(folder, aside);
  return aside;
}

/** Deletes all checkpoints but the newest ones and the best. */
export function deleteOld(folder: string, keep: number): void {
  const old = listCheckpoints(folder).slice(keep);
  for (const path of old) rmSync(path, { force: true }); // it may be gone
}
