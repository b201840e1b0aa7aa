import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { ensure, expectNumber, show } from "../../core/base/expect";
import { runMain } from "../setup/run-main";
import { generationTable } from "./generation";
import { kernelTable } from "./kernel";
import { peersPython, PEERS } from "./peers";
import { measureProducts } from "./products";
import { scalingTable } from "./scaling";
import {
  type Entry,
  measureSteps,
  ourLine,
  type StepPlan,
  stepTable,
} from "./step";
import { describeMachine } from "./table";
import { tokenizerTable } from "./tokenizer";

const HELP = `npm run bench -- [options]
  --peers         also NumPy, PyTorch and tokenizers, in .venv-peers
  --python PATH   as --peers, with this Python, which must have all three
  --blas          also the kernels with OpenBLAS, or Accelerate on macOS
  --threads N     number of threads (default: one per core)
  --only PART     products, step, generation, tokenizer, scaling or kernel
  --quick         small and imprecise, to try it out`;

const PARTS = "products step generation tokenizer scaling kernel".split(" ");

/** The options of the command line. */
interface Options {
  quick: boolean;
  blas: boolean;
  threads: number;
  only?: string;
  python?: string;
}

const COURSE: StepPlan = {
  config: { vocabSize: 5000 },
  batchSize: 32,
  length: 128,
  rounds: 5,
  steps: 3,
};

const QUICK: StepPlan = {
  config: { vocabSize: 300, dModel: 32, nLayers: 2, dFf: 64, maxSeqLen: 16 },
  batchSize: 4,
  length: 16,
  rounds: 1,
  steps: 2,
};

/** @returns `undefined` for --help */
async function optionsOf(
  args: readonly string[],
): Promise<Options | undefined> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      peers: { type: "boolean" },
      python: { type: "string" },
      blas: { type: "boolean", default: false },
      threads: { type: "string" },
      only: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) return undefined;
  const { quick, blas, only, peers } = values;
  const cores = Math.max(2, Math.min(availableParallelism(), 16));
  const threads = Number(values.threads ?? cores);
  expectNumber("bench: --threads", threads, { whole: true, least: 1 });
  ensure(
    only === undefined || PARTS.includes(only),
    () =>
      `bench: --only must be one of ${PARTS.join(", ")}; got ${show(only)}.`,
  );
  const python = values.python ?? (peers ? await peersPython() : undefined);
  return { quick, blas, threads, only, python };
}

/** The contestants for the whole step. */
function entriesOf({ threads, blas, python }: Options): Entry[] {
  const several = String(threads);
  const entries: Entry[] = [
    { name: "reference TypeScript", line: ourLine("reference", 1), slow: true },
    { name: "kernels, 1 thread", line: ourLine("kernels", 1) },
    { name: `kernels, ${several} threads`, line: ourLine("kernels", threads) },
  ];
  if (blas) {
    const line = ourLine("blas", threads);
    entries.push({ name: `BLAS, ${several} threads`, line });
  }
  if (python === undefined) return entries;
  const numpy = [python, join(PEERS, "step_numpy.py")];
  const torch = [python, join(PEERS, "step_torch.py"), several];
  return [
    ...entries,
    { name: "NumPy float64", line: [...numpy, "float64", several] },
    { name: "NumPy float32", line: [...numpy, "float32", several] },
    { name: "PyTorch eager", line: torch },
  ];
}

async function runStep(options: Options, peak: number): Promise<void> {
  const plan = options.quick ? QUICK : COURSE;
  const results = await measureSteps(plan, entriesOf(options));
  console.log("\n" + stepTable(plan, results, peak));
  const versions = new Set(results.map((result) => result.versions));
  console.log(`\n${[...versions].join(", ")}; ${options.threads} threads.`);
}

/**
 * Measures the fast kernels, the whole training step, generation, the tokenizer,
 * scaling and the notebook kernel, and prints a table for each.
 *
 * @param args options, see --help
 */
async function bench(args: readonly string[]): Promise<void> {
  const options = await optionsOf(args);
  if (!options) return console.log(HELP);
  const { quick, threads, python } = options;
  const wanted = (part: string): boolean =>
    options.only === undefined || options.only === part;
  console.log(describeMachine());
  const products = quick
    ? { rounds: 1, milliseconds: 2 }
    : { rounds: 9, milliseconds: 20 };
  let peak = 0;
  if (wanted("products") || wanted("step")) {
    const one = measureProducts(products, 1);
    const many = measureProducts(products, threads);
    peak = many.peak;
    console.log(`\n${one.table}\n\n${many.table}`);
  }
  if (wanted("step")) await runStep(options, peak);
  if (wanted("generation")) {
    const { config, length } = quick ? QUICK : COURSE;
    const rounds = quick ? 1 : 9;
    const plan = { config, length, rounds, threads: [1, threads] as const };
    console.log("\n" + generationTable(plan));
  }
  if (wanted("tokenizer")) {
    const size = quick
      ? { characters: 50_000, vocabSize: 400, rounds: 1 }
      : { vocabSize: 5000, rounds: 5 };
    console.log("\n" + (await tokenizerTable({ ...size, python })));
  }
  if (wanted("scaling")) {
    const plan = quick ? QUICK : { ...COURSE, rounds: 2, steps: 2 };
    console.log("\n" + (await scalingTable(plan, [1, threads])));
  }
  if (wanted("kernel")) {
    console.log("\n" + (await kernelTable(quick ? 1 : 5)));
  }
}

runMain(() => bench(process.argv.slice(2)));
