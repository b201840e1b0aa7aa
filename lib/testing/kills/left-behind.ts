import { existsSync, readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";

import { stepOf } from "../../files/checkpoint-folder";
import { stateOf, type States } from "./states";

/** What a dead kernel has left in its folder of checkpoints. */
export interface LeftBehind {
  /** step of the newest checkpoint; 0 if there is none */
  newest: number;
  /** unfinished files */
  unfinished: string[];
  /** broken rules */
  problems: string[];
}

/** Checkpoints in a folder: two, and a third until the oldest is deleted. */
const MOST = 3;

/**
 * Reads every file of a folder of checkpoints and compares its state with the
 * one that other kernels computed for the same step.
 */
export function inspect(folder: string, states: States): LeftBehind {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const steps: number[] = [];
  const unfinished: string[] = [];
  const problems: string[] = [];
  for (const name of names) {
    if (/^\.tinyllm-.*\.part$/.test(name)) unfinished.push(name);
    else if (/^(best|model|step-\d{6})\.safetensors$/.test(name)) {
      if (name.startsWith("step")) steps.push(stepOf(name));
      problems.push(...compare(join(folder, name), name, states));
    } else problems.push(`${name} is not one of the promised files`);
  }
  if (steps.length > MOST) problems.push(`${steps.length} checkpoints`);
  return { newest: Math.max(0, ...steps), unfinished, problems };
}

function compare(path: string, name: string, states: States): string[] {
  try {
    const state = stateOf(path);
    // `best` is the state of some step too
    const key = name.startsWith("model") ? "model" : `step ${state.step}`;
    return states
      .differences(key, state)
      .map((part) => `${name}: ${part} is different from the unbroken run's`);
  } catch (error) {
    return [`${name} is unreadable: ${String(error)}`];
  }
}

/** Makes unfinished files as old as those that a writer may remove. */
export function age(folder: string, names: readonly string[]): void {
  const old = Date.now() / 1000 - 11 * 60;
  for (const name of names) utimesSync(join(folder, name), old, old);
}
