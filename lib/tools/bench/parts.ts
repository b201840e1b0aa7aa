import { join } from "node:path";

import type { Numbers } from "../../fast";

import { measureGeneration } from "./generation";
import { measureKernel } from "./kernel";
import { measurePeak, type Peak } from "./peak";
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
function entriesOf(
  { threads, blas, python }: Options,
  builds: readonly Numbers[],
): Entry[] {
  const several = threadsText(threads);
  const entries: Entry[] = [
    { name: "reference TypeScript", line: ourLine("reference", 1), slow: true },
    ...[...new Set([1, threads])].map((count) => ({
      name: `kernels, ${threadsText(count)}`,
      line: ourLine("kernels", count),
    })),
  ];
  if (builds.includes("fastest")) {
    const name = `fused kernels, ${several}`;
    entries.push({ name, line: ourLine("fused", threads) });
  }
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

/** What the options ask for. */
function planOf({ only, quick, threads }: Options) {
  const isWanted = (...parts: readonly PartName[]): boolean =>
    only === undefined || parts.includes(only);
  const limitsOf = (part: PartName, factor = 1): Limits => {
    const limits = LIMITS[part];
    return quick ? ONE_TURN : { ...limits, seconds: factor * limits.seconds };
  };
  const counts = [...new Set([1, threads])];
  return { isWanted, limitsOf, counts, course: quick ? QUICK : COURSE };
}

/** Measures the parts that are compared with the peak. */
async function measureAgainst(
  peak: Peak,
  options: Options,
  show: (part: Part) => Promise<void>,
): Promise<void> {
  const { quick, threads } = options;
  const { isWanted, limitsOf, counts, course } = planOf(options);
  const entries = entriesOf(options, peak.builds);
  const peakOf = (name: string): number =>
    peak.of(name.startsWith("fused") ? "fastest" : "same everywhere", threads);
  if (isWanted("products")) {
    const milliseconds = quick ? 2 : 20;
    const plan = { limits: limitsOf("products"), milliseconds };
    for (const build of peak.builds) {
      for (const count of counts) {
        const most = peak.of(build, count);
        await show(await measureProducts(plan, count, most, build));
      }
    }
  }
  if (isWanted("step")) {
    const plan = { ...course, limits: limitsOf("step", entries.length) };
    const results = await measureSteps("step", plan, entries);
    await show(stepPart(results, stepTable(plan, results, peakOf)));
  }
  if (isWanted("small")) {
    const some = entries.filter(isForSmall);
    const plan = smallPlan(options, limitsOf("small", some.length));
    const results = await measureSteps("small", plan, some);
    await show(stepPart(results, smallTable(plan, results, peakOf)));
  }
}

/**
 * Measures each part that is wanted.
 *
 * @param options the command line
 * @param show gets the result of each part as soon as it is known
 */
export async function measureAll(
  options: Options,
  show: (part: Part) => Promise<void>,
): Promise<void> {
  const { quick, python } = options;
  const { isWanted, limitsOf, counts, course } = planOf(options);
  if (isWanted("peak", "products", "step", "small")) {
    const peak = await measurePeak(counts, 5, limitsOf("peak"));
    await show(peak);
    await measureAgainst(peak, options, show);
  }
  if (isWanted("generation")) {
    const { config, length } = course;
    const limits = limitsOf("generation");
    await show(
      await measureGeneration({ config, length, limits, threads: counts }),
    );
  }
  if (isWanted("tokenizer")) {
    const size = quick
      ? { characters: 50_000, vocabSize: 400 }
      : { vocabSize: 5000 };
    const limits = limitsOf("tokenizer", python ? 2 : 1);
    await show(await measureTokenizer({ ...size, limits, python }));
  }
  if (isWanted("scaling")) {
    const plan = { ...course, limits: limitsOf("scaling"), steps: 1 };
    await show(await measureScaling(plan, counts));
  }
  if (isWanted("kernel")) await show(await measureKernel(limitsOf("kernel")));
}
