import { createHash } from "node:crypto";

import { ensure, show } from "../core/base/expect";
import type { TrainingSequence } from "../core/text/sequences";
import type { BPETokenizer } from "../core/text/tokenizer";
import type { TrainingRun } from "../core/training/training-run";
import { type Notes, parseNote } from "./notes";

/** What decides every number of a run, by name. */
export type RunSettings = Record<string, string | number | boolean>;

/**
 * Everything that two runs must share to compute the same numbers.
 *
 * Texts are given as fingerprints: two different ones differ, in practice.
 */
export function settingsOf(run: TrainingRun): RunSettings {
  const { model, optimizer, schedule, sequences, validation } = run;
  const { seed, batchSize, totalSteps, evaluateEvery, maxNorm } = run;
  return {
    ...prefixed("model", model.config),
    backend: model.backend.name,
    "windows to train on": fingerprint(sequences),
    "validation windows": fingerprint(validation ?? []),
    tokenizer: tokenizerFingerprint(run.tokenizer),
    seed,
    batchSize,
    totalSteps,
    evaluateEvery,
    maxNorm,
    ...prefixed("schedule", schedule),
    optimizer: optimizer.constructor.name,
    ...prefixed("optimizer", optimizer.settings),
  };
}

function prefixed(prefix: string, settings: object): RunSettings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      `${prefix}.${name}`,
      value as RunSettings[string],
    ]),
  );
}

/** The number of windows, and a digest of all their tokens. */
function fingerprint(windows: readonly TrainingSequence[]): string {
  const hash = createHash("sha256");
  for (const { inputs, targets } of windows) {
    hash.update(inputs).update(targets);
  }
  const length = windows[0]?.inputs.length ?? 0;
  return `${windows.length} of ${length} tokens, ${hash.digest("hex").slice(0, 12)}`;
}

function tokenizerFingerprint(tokenizer: BPETokenizer | undefined): string {
  if (!tokenizer) return "not given";
  const hash = createHash("sha256").update(JSON.stringify(tokenizer));
  return `${tokenizer.vocabSize} tokens, ${hash.digest("hex").slice(0, 12)}`;
}

/**
 * Lists the settings in which a saved run and a run differ.
 *
 * @returns one line per difference, such as `batchSize: 16 in the file, 8 here`
 */
export function differences(saved: RunSettings, here: RunSettings): string[] {
  if (Object.keys(saved).length === 0) {
    return ["the file, of an earlier version, does not list its settings"];
  }
  const names = new Set([...Object.keys(here), ...Object.keys(saved)]);
  const value = (settings: RunSettings, name: string): string =>
    Object.hasOwn(settings, name) ? String(settings[name]) : "nothing";
  return [...names]
    .map((name) => [name, value(saved, name), value(here, name)])
    .filter(([, there, now]) => there !== now)
    .map(([name, there, now]) => `${name}: ${there} in the file, ${now} here`);
}

/**
 * Checks the settings that a file holds.
 *
 * @param path the file's path, for messages
 * @returns the settings; none for a file of an earlier version
 */
export function readSettings(path: string, notes: Notes): RunSettings {
  const value = parseNote(path, "settings", notes) ?? {};
  const isSetting = (one: unknown): boolean =>
    ["string", "number", "boolean"].includes(typeof one);
  ensure(
    typeof value === "object" && Object.values(value).every(isSetting),
    () =>
      `${JSON.stringify(path)}: its settings must be names with numbers, words ` +
      `or booleans; got ${show(value)}. Is the file damaged?`,
  );
  return value as RunSettings;
}
