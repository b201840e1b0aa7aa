import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import {
  createRandom,
  referenceBackend,
  Tensor,
  tinyLLMConfig,
  TinyLLM,
  type TinyLLMOptions,
  type TokenBatch,
} from "../../core";
import { writeTensors } from "../../files/safetensors";
import { type Contestant, startContestant } from "./contestants";
import { type Limits, median, repeat, type Series, spreadText } from "./series";
import { range, table, thousands } from "./table";

/** The size of a training step. */
export interface StepSize {
  config: TinyLLMOptions;
  batchSize: number;
  length: number;
}

/** One training step to measure. */
export interface StepPlan extends StepSize {
  limits: Limits;
  /** steps per turn */
  steps: number;
  /** number of steps to run after the turns, to measure how long all take */
  full?: number;
  /** see `MemoryOptions` @defaultValue false */
  recompute?: boolean;
}

/** A contestant and how to start it. */
export interface Entry {
  name: string;
  line: readonly string[];
  /** whether it is so slow that it gets three steps in all */
  slow?: boolean;
}

/** The measurements of one contestant: tokens per second of each step. */
export interface StepResult extends Series {
  more: {
    /** memory at its peak, and before the work */
    peakMB: number;
    bareMB: number;
    /** relative difference of the gradients from those in 64 bits */
    error: number;
    /** time that `full` steps took */
    fullSeconds?: number;
  };
  versions: string;
}

/** Threads that still spin after their work need a moment to stop. */
const REST_MS = 250;
const SLOW_TURNS = 3;
const NODE_CHILD = join(__dirname, "step-child.js");

/** The command line that starts one of this project's backends. */
export function ourLine(kind: string, threads: number): readonly string[] {
  return [process.execPath, NODE_CHILD, kind, String(threads)];
}

/**
 * Runs the same training step with all contestants in turn, after a check that
 * each computes the same loss and gradients.
 *
 * @param part the part of the bench
 * @param plan what to train, and for how long
 * @param entries the contestants
 * @returns one result per entry, in their order
 * @throws if a contestant computes something else
 */
export async function measureSteps(
  part: string,
  plan: StepPlan,
  entries: readonly Entry[],
): Promise<StepResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "tinyllm-bench-"));
  const contestants: Contestant[] = [];
  try {
    const files = writeFiles(plan, folder);
    const results: StepResult[] = [];
    for (const entry of entries) {
      results.push(await checkContestant(part, plan, { ...entry, ...files }));
      const contestant = startContestant(entry.name, entry.line);
      contestants.push(contestant);
      await contestant.ask(setupOf(plan, files.start));
    }
    const steady = results.filter((_, i) => !entries[i].slow);
    await repeat(steady, plan.limits, async (turn) => {
      for (const [i, contestant] of contestants.entries()) {
        const { slow } = entries[i];
        // the median of three leaves out the first, which warms up
        if (slow && (turn === 0 || turn > SLOW_TURNS)) continue;
        const ms = await stepTimes(contestant, slow ? 1 : plan.steps);
        const tokens = 1000 * plan.batchSize * plan.length;
        results[i].samples.push(...ms.map((time) => tokens / time));
      }
    });
    for (const [i, contestant] of contestants.entries()) {
      const { more } = results[i];
      const memory = await contestant.ask<typeof more & { baseMB: number }>({
        do: "memory",
      });
      more.peakMB = memory.peakMB;
      more.bareMB = memory.baseMB;
      if (plan.full === undefined) continue;
      const ms = await stepTimes(contestant, plan.full);
      more.fullSeconds = ms.reduce((sum, time) => sum + time, 0) / 1000;
    }
    return results;
  } finally {
    contestants.forEach((contestant) => contestant.end());
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs some steps; returns the milliseconds of each. */
async function stepTimes(
  contestant: Contestant,
  count: number,
): Promise<number[]> {
  await setTimeout(REST_MS);
  const request = { do: "steps", count };
  return (await contestant.ask<{ ms: number[] }>(request)).ms;
}

function setupOf(plan: StepPlan, file: string): Record<string, unknown> {
  return { do: "setup", ...plan, config: tinyLLMConfig(plan.config), file };
}

/** A small batch for the check, without dropout. */
function smallPlan(plan: StepPlan): StepPlan {
  return { ...plan, batchSize: 2, config: { ...plan.config, dropout: 0 } };
}

function batchOf({ config, batchSize, length }: StepPlan): TokenBatch {
  const random = createRandom(7);
  const ids = (): Int32Array =>
    Int32Array.from({ length: batchSize * length }, () =>
      Math.floor(config.vocabSize * random()),
    );
  return { inputs: ids(), targets: ids(), batchSize, length };
}

function startOf(plan: StepPlan): Map<string, Tensor> {
  const model = new TinyLLM(plan.config, referenceBackend(64));
  const { inputs, targets } = batchOf(plan);
  const shape = [plan.batchSize, plan.length];
  return new Map([
    ...model.parameters.list.map((p) => [p.name, p.values] as const),
    ["positions", model.positions],
    ["inputs", new Tensor(Float64Array.from(inputs), shape)],
    ["targets", new Tensor(Float64Array.from(targets), shape)],
  ]);
}

/** Weights and tokens for the race and the check, and the true gradients. */
function writeFiles(plan: StepPlan, folder: string) {
  const small = smallPlan(plan);
  const model = new TinyLLM(small.config, referenceBackend(64));
  const loss = model.lossAndGradients(batchOf(small));
  const { list } = model.parameters;
  const gradients = new Map(list.map((p) => [p.name, p.gradients]));
  const path = (name: string): string => join(folder, `${name}.safetensors`);
  const write = (name: string, tensors: Map<string, Tensor>): void =>
    writeTensors(path(name), { tensors, metadata: {} });
  write("start", startOf(plan));
  write("check", startOf(small));
  write("gradients", gradients);
  const [start, check] = [path("start"), path("check")];
  return { start, check, gradients: path("gradients"), loss };
}

async function checkContestant(
  part: string,
  plan: StepPlan,
  given: Entry & { check: string; gradients: string; loss: number },
): Promise<StepResult> {
  const { name, line } = given;
  const contestant = startContestant(name, line);
  try {
    const setup = setupOf(smallPlan(plan), given.check);
    const { versions } = await contestant.ask<{ versions: string }>(setup);
    const request = { do: "check", file: given.gradients };
    const found = await contestant.ask<{ loss: number; error: number }>(
      request,
    );
    const { loss, error } = found;
    if (!(Math.abs(loss / given.loss - 1) < 1e-5) || !(error < 1e-4)) {
      throw new Error(
        `bench: ${name} must compute the loss ${given.loss} and the same ` +
          `gradients; got ${JSON.stringify(found)}.`,
      );
    }
    const more = { peakMB: 0, bareMB: 0, error };
    return { part, name, unit: "tokens/s", samples: [], more, versions };
  } finally {
    contestant.end();
  }
}

/**
 * Floating-point operations of a step's products; attention counts only its
 * causal half.
 */
export function stepFlops({ config, batchSize, length }: StepSize): number {
  const { vocabSize, dModel = 128, nLayers = 4, dFf = 512 } = config;
  const weights =
    nLayers * (4 * dModel * dModel + 2 * dModel * dFf) + vocabSize * dModel;
  const attention = nLayers * dModel * (length + 1); // both products, causal half
  return 6 * batchSize * length * (weights + attention);
}

/**
 * Writes the results as a table.
 *
 * @param plan what was measured
 * @param results the result of {@link measureSteps}
 * @param peakOf the machine's GFLOP/s with four lanes on all threads, by
 *   contestant
 */
export function stepTable(
  plan: StepPlan,
  results: readonly StepResult[],
  peakOf: (name: string) => number,
): string {
  const base = kernelsMedian(results);
  const gflop = stepFlops(plan) / 1e9 / (plan.batchSize * plan.length);
  const rows = results.map(({ name, samples, more }) => [
    name,
    thousands(median(samples)),
    range(samples),
    spreadText(samples),
    `${(base / median(samples)).toFixed(2)} x`,
    `${((100 * median(samples) * gflop) / peakOf(name)).toFixed(0)} %`,
    thousands(more.peakMB),
    thousands(more.bareMB),
    more.error.toExponential(0),
  ]);
  const header = ["whole step", "tokens/s", "lowest to highest", "spread"];
  const rest = ["kernels : this", "of peak", "peak MB", "bare MB", "error"];
  return table([...header, ...rest], rows);
}

/** The median of the kernels on all threads, with which all are compared. */
export function kernelsMedian(results: readonly StepResult[]): number {
  const ours = results.filter(({ name }) => name.startsWith("kernels"));
  return median(ours.at(-1)!.samples);
}
