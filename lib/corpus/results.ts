import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { ensure, show } from "../core/base/expect";
import { readJson } from "../disk/read-file";
import { DATASETS } from "./catalog";

/** One training run, or one thing that was measured, of an experiment. */
export interface ResultRun {
  name: string;
  /** everything that was chosen, such as sizes, rates and seeds */
  settings: Record<string, string | number | boolean>;
  /** wall time, without the preparation */
  seconds: number;
  /** by step: losses in nats per token, and what else was measured there */
  curve: Record<string, number>[];
  /** what the run came to, such as `validation`: its loss */
  final: Record<string, number>;
  /** what the model wrote, and after which step */
  samples: { step: number; text: string }[];
}

/** A file of `datasets/results`: what `npm run results -- NAME` measured. */
export interface Results {
  format: 1;
  name: string;
  /** what was tried, in one sentence */
  about: string;
  /** the command that makes this file again */
  command: string;
  /** in UTC, such as `"2026-11-26"` */
  date: string;
  machine: {
    processor: string;
    cores: number;
    threads: number;
    node: string;
    /** such as `"SIMD kernels"` */
    backend: string;
  };
  /** wall time of all runs together */
  seconds: number;
  runs: ResultRun[];
}

/** The folder of the stored results. */
export const RESULTS: string = join(DATASETS, "results");

/** Names of the experiments whose results are stored. */
export function storedResults(): string[] {
  return namesOf(".json");
}

/**
 * Reads what an experiment has measured, so that a chapter can plot a run that
 * would take too long in a cell. `npm run results -- NAME` makes the file again.
 *
 * @param name such as `"smoke"`: a file of `datasets/results`
 * @throws if there is no such file, or it does not hold results
 * @see datasets/README.md
 */
export function loadResults(name: string): Results {
  const path = storedFile("loadResults", name, ".json");
  const command = `npm run results -- ${name}`;
  const hint = `Run "git checkout datasets", or "${command}".`;
  const read = readJson(path, { where: "loadResults", hint });
  const { format, runs } = (read ?? {}) as Partial<Results>;
  ensure(
    format === 1 && Array.isArray(runs),
    () =>
      `loadResults: ${path} must have format 1 and runs; got ${show(format)} ` +
      `and ${show(runs)}. ${hint}`,
  );
  return read as Results;
}

/**
 * The path of a model that an experiment has trained and stored, for
 * `loadModel` and `loadTokenizer`.
 *
 * @param name such as `"tales"`: the experiment
 * @throws if no model of that name is stored
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function resultModel(name: string): string {
  return storedFile("resultModel", name, ".safetensors");
}

function storedFile(where: string, name: string, ending: string): string {
  const known = namesOf(ending);
  ensure(
    known.includes(name),
    () =>
      `${where}: name must be one of ${known.map(show).join(", ")}; got ` +
      `${show(name)}. \`npm run results\` lists the experiments, and makes the ` +
      `file of one.`,
  );
  return join(RESULTS, name + ending);
}

function namesOf(ending: string): string[] {
  return (existsSync(RESULTS) ? readdirSync(RESULTS) : [])
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
}
