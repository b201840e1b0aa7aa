import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
import { median, spread, table, thousands } from "./table";

/** One training step to measure. */
export interface StepPlan {
  config: TinyLLMOptions;
  batchSize: number;
  length: number;
  /** number of turns per contestant */
  rounds: number;
  /** steps per turn */
  steps: number;
}

/** A contestant and how to start it. */
export interface Entry {
  name: string;
  line: readonly string[];
  /** whether it is so slow that it gets fewer and shorter turns */
  slow?: boolean;
}

/** The measurements of one contestant. */
export interface StepResult {
  name: string;
  /** tokens per second of each step */
  speeds: number[];
  peakMB: number;
  baseMB: number;
  loss: number;
  error: number;
  versions: string;
}

const NODE_CHILD = join(__dirname, "step-child.js");

/** The command line that starts one of this project's backends. */
export function ourLine(kind: string, threads: number): readonly string[] {
  return [process.execPath, NODE_CHILD, kind, String(threads)];
}

/**
 * Runs the same training step with all contestants in turn, after a check that
 * each computes the same loss and gradients.
 *
 * @param plan what to train, and for how long
 * @param entries the contestants
 * @returns one result per entry, in their order
 * @throws if a contestant computes something else
 */
export async function measureSteps(
  plan: StepPlan,
  entries: readonly Entry[],
): Promise<StepResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "tinyllm-bench-"));
  const contestants: Contestant[] = [];
  try {
    const files = writeFiles(plan, folder);
    const results: StepResult[] = [];
    for (const { name, line } of entries) {
      results.push(await checkContestant(plan, { name, line, ...files }));
      const contestant = startContestant(name, line);
      contestants.push(contestant);
      const file = files.start;
      await contestant.ask(setupOf(plan, file));
    }
    const turns = plan.rounds + 1; // the first only warms up
    for (let turn = 0; turn < turns; turn++) {
      for (const [i, contestant] of contestants.entries()) {
        const { slow } = entries[i];
        if (slow && turn > Math.max(1, turns / 3)) continue;
        const count = slow ? 1 : plan.steps;
        await rest();
        const request = { do: "steps", count };
        const { ms } = await contestant.ask<{ ms: number[] }>(request);
        const tokens = plan.batchSize * plan.length;
        const speeds = ms.map((time) => (tokens / time) * 1000);
        if (turn > 0) results[i].speeds.push(...speeds);
      }
    }
    for (const [i, contestant] of contestants.entries()) {
      Object.assign(results[i], await contestant.ask({ do: "memory" }));
    }
    return results;
  } finally {
    contestants.forEach((contestant) => contestant.end());
    rmSync(folder, { recursive: true, force: true });
  }
}

function setupOf(plan: StepPlan, file: string): Record<string, unknown> {
  return { do: "setup", ...plan, config: tinyLLMConfig(plan.config), file };
}

/** Threads that still spin after their work need a moment to stop. */
function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 250));
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
    const nothing = { speeds: [], peakMB: 0, baseMB: 0 };
    return { name, versions, loss, error, ...nothing };
  } finally {
    contestant.end();
  }
}

/**
 * Floating-point operations of a step's products; attention counts only its
 * causal half.
 */
export function stepFlops({ config, batchSize, length }: StepPlan): number {
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
 * @param peak the machine's GFLOP/s at 128 bits, on all threads
 */
export function stepTable(
  plan: StepPlan,
  results: readonly StepResult[],
  peak: number,
): string {
  const fastest = results.find(({ name }) => name.startsWith("kernels"))!;
  const ours = results.filter(({ name }) => name.startsWith("kernels")).at(-1);
  const base = median((ours ?? fastest).speeds);
  const gflop = stepFlops(plan) / 1e9 / (plan.batchSize * plan.length);
  const rows = results.map(({ name, speeds, peakMB, baseMB, error }) => [
    name,
    thousands(median(speeds)),
    spread(speeds),
    `${(base / median(speeds)).toFixed(2)} x`,
    `${((100 * median(speeds) * gflop) / peak).toFixed(0)} %`,
    thousands(peakMB),
    thousands(baseMB),
    error.toExponential(0),
  ]);
  const header = ["whole step", "tokens/s", "lowest to highest"];
  const rest = ["kernels : this", "of peak", "peak MB", "bare MB", "error"];
  return table([...header, ...rest], rows);
}
