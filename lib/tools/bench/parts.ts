import { join } from "node:path";

import { measureGeneration } from "./generation";
import { measureKernel } from "./kernel";
import { measurePeak } from "./peak";
import { PEERS } from "./peers";
import { measureProducts } from "./products";
import { measureScaling } from "./scaling";
import type { Limits, Part } from "./series";
import { SMALL, SMALL_STEPS, smallTable } from "./small";
import {
  type Entry,
  measureSteps,
  ourLine,
  type StepPlan,
  type StepResult,
  stepTable,
} from "./step";
import { threadsText } from "./table";
import { measureTokenizer } from "./tokenizer";

/** The parts of the bench, in order. */
export const PARTS = [
  "peak",
  "products",
  "step",
  "small",
  "generation",
  "tokenizer",
  "scaling",
  "kernel",
] as const;
/** The name of a part. */
export type PartName = (typeof PARTS)[number];

/** The options of the command line. */
export interface Options {
  quick: boolean;
  blas: boolean;
  full: boolean;
  threads: number;
  only?: PartName;
  python?: string;
  json?: string;
}

/** Limits of each part; the time of --quick is one turn. */
const LIMITS: Record<PartName, Limits> = {
  peak: { least: 9, most: 100, seconds: 3 },
  products: { least: 9, most: 60, seconds: 10 },
  step: { least: 3, most: 15, seconds: 15 },
  small: { least: 5, most: 15, seconds: 5 },
  generation: { least: 5, most: 25, seconds: 12 },
  tokenizer: { least: 5, most: 25, seconds: 10 },
  scaling: { least: 3, most: 8, seconds: 4 },
  kernel: { least: 3, most: 10, seconds: 15 },
};
const ONE_TURN: Limits = { least: 1, most: 1, seconds: 0 };

const COURSE: Omit<StepPlan, "limits"> = {
  config: { vocabSize: 5000 },
  batchSize: 32,
  length: 128,
  steps: 3,
};

const QUICK: Omit<StepPlan, "limits"> = {
  config: { vocabSize: 300, dModel: 32, nLayers: 2, dFf: 64, maxSeqLen: 16 },
  batchSize: 4,
  length: 16,
  steps: 2,
};

/** The contestants for the whole step. */
function entriesOf({ threads, blas, python }: Options): Entry[] {
  const several = threadsText(threads);
  const entries: Entry[] = [
    { name: "reference TypeScript", line: ourLine("reference", 1), slow: true },
    ...[...new Set([1, threads])].map((count) => ({
      name: `kernels, ${threadsText(count)}`,
      line: ourLine("kernels", count),
    })),
  ];
  if (blas) {
    const line = ourLine("blas", threads);
    entries.push({ name: `BLAS, ${several}`, line });
  }
  if (python === undefined) return entries;
  const numpy = [python, join(PEERS, "step_numpy.py")];
  const torch = [python, join(PEERS, "step_torch.py"), String(threads)];
  return [
    ...entries,
    { name: "NumPy float64", line: [...numpy, "float64", String(threads)] },
    { name: "NumPy float32", line: [...numpy, "float32", String(threads)] },
    { name: "PyTorch eager", line: torch },
  ];
}

/** Whether a contestant trains the small model too. */
function isForSmall({ name, slow }: Entry): boolean {
  return !slow && !name.startsWith("NumPy");
}

function smallPlan({ quick, full }: Options, limits: Limits): StepPlan {
  const steps = quick ? 2 : 10;
  return { ...SMALL, limits, steps, full: full ? SMALL_STEPS : undefined };
}

/** The result of whole steps. */
function stepPart(results: readonly StepResult[], text: string): Part {
  const versions = results.map((result) => result.versions);
  return { series: results, text, versions };
}

/**
 * Measures each part that is wanted.
 *
 * @param options the command line
 * @param show gets the result of each part as soon as it is known
 */
export async function measureAll(
  options: Options,
  show: (part: Part) => void,
): Promise<void> {
  const { quick, threads, python, only } = options;
  const counts = [...new Set([1, threads])];
  const isWanted = (...parts: readonly PartName[]): boolean =>
    only === undefined || parts.includes(only);
  const limitsOf = (part: PartName, factor = 1): Limits => {
    const limits = LIMITS[part];
    return quick ? ONE_TURN : { ...limits, seconds: factor * limits.seconds };
  };
  const course = quick ? QUICK : COURSE;

  let peakOf = (_: number): number => NaN;
  if (isWanted("peak", "products", "step", "small")) {
    const peak = await measurePeak(counts, 5, limitsOf("peak"));
    peakOf = peak.of;
    show(peak);
  }
  if (isWanted("products")) {
    const milliseconds = quick ? 2 : 20;
    const plan = { limits: limitsOf("products"), milliseconds };
    for (const count of counts) {
      show(await measureProducts(plan, count, peakOf(count)));
    }
  }
  if (isWanted("step")) {
    const entries = entriesOf(options);
    const plan = { ...course, limits: limitsOf("step", entries.length) };
    const results = await measureSteps("step", plan, entries);
    show(stepPart(results, stepTable(plan, results, peakOf(threads))));
  }
  if (isWanted("small")) {
    const entries = entriesOf(options).filter(isForSmall);
    const limits = limitsOf("small", entries.length);
    const plan = smallPlan(options, limits);
    const results = await measureSteps("small", plan, entries);
    show(stepPart(results, smallTable(plan, results, peakOf(threads))));
  }
  if (isWanted("generation")) {
    const { config, length } = course;
    const limits = limitsOf("generation");
    show(await measureGeneration({ config, length, limits, threads: counts }));
  }
  if (isWanted("tokenizer")) {
    const size = quick
      ? { characters: 50_000, vocabSize: 400 }
      : { vocabSize: 5000 };
    const limits = limitsOf("tokenizer", python ? 2 : 1);
    show(await measureTokenizer({ ...size, limits, python }));
  }
  if (isWanted("scaling")) {
    const plan = { ...course, limits: limitsOf("scaling"), steps: 1 };
    show(await measureScaling(plan, counts));
  }
  if (isWanted("kernel")) show(await measureKernel(limitsOf("kernel")));
}
