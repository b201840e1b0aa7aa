/** Cells that used to take more and more memory, run again and again. */
import { KernelDriver } from "../drive-kernel";

/** A cell, and the cell before it that is run once. */
export interface Soak {
  what: string;
  setUp: string;
  cell: string;
  /** number of times that the long form of the test runs the cell */
  times: number;
}

/** What the operating system says about a kernel, after all cells. */
export interface Usage {
  /** largest resident memory of the kernel in megabytes */
  peakMB: number;
  threads: number;
}

const IMPORTS = `import {
  createTrainingRun, fastBackend, TinyLLM, train,
} from "tinyllm";
import { readdirSync } from "node:fs";
const ids = (size: number, vocabSize: number) =>
  Int32Array.from({ length: size }, (_, i) => (7 * i * i) % vocabSize);
const batch = { inputs: ids(512, 200), targets: ids(512, 200),
  batchSize: 16, length: 32 };
const small = { vocabSize: 200, dModel: 32, nLayers: 1, dFf: 64,
  maxSeqLen: 32 };
const sequences = Array.from({ length: 8 }, () =>
  ({ inputs: ids(128, 5000), targets: ids(128, 5000) }));
`;

export const SOAKS: readonly Soak[] = [
  {
    what: "400 models in a synchronous loop",
    setUp: `const shared = fastBackend();
let models = 1;`,
    cell: `for (let i = 0; i < models; i++) new TinyLLM(small, shared).loss(batch);
models = 400;`,
    times: 2,
  },
  {
    what: "runs of the training cell",
    setUp: `const shared = fastBackend();`,
    cell: `const model = new TinyLLM({ vocabSize: 5000 }, shared);
const run = createTrainingRun({ model, sequences, batchSize: 4,
  totalSteps: 2, schedule: { maxLearningRate: 0.001 } });
await train(run);`,
    times: 500,
  },
  {
    what: "backends made and dropped",
    setUp: ``,
    cell: `const backend = fastBackend({ threads: 2 });
new TinyLLM(small, backend).lossAndGradients(batch);`,
    times: 200,
  },
  {
    what: "20 backends in a synchronous loop",
    setUp: `let backends = 1;`,
    cell: `for (let i = 0; i < backends; i++)
  new TinyLLM(small, fastBackend({ threads: 2 })).lossAndGradients(batch);
backends = 20;`,
    times: 11,
  },
];

/**
 * Runs a cell again and again in a kernel of its own.
 *
 * @param times how often
 * @returns the usage after the first time and after the last
 */
export async function soak(
  { setUp, cell, what }: Soak,
  times: number,
): Promise<[Usage, Usage]> {
  const kernel = await KernelDriver.start();
  const run = async (code: string): Promise<string> => {
    const { reply, messages } = await kernel.run(code);
    if (reply.status !== "ok") throw new Error(`${what}: ${reply.evalue}`);
    const shown = messages.find(({ type }) => type === "execute_result");
    return String(shown?.data?.["text/plain"]);
  };
  try {
    const usage = async (): Promise<Usage> => {
      await run(`await new Promise((resolve) => setTimeout(resolve, 200));`);
      const text = await run(`[process.resourceUsage().maxRSS,
readdirSync("/proc/self/task").length].join()`);
      const [kilobytes, threads] = text.match(/\d+/g)!.map(Number);
      return { peakMB: Math.round(kilobytes / 1024), threads };
    };
    await run(IMPORTS + setUp);
    // The kernel's own heap grows with each cell, from 230 MB to 430 MB in 240
    // empty cells. Let it do so before the first measurement.
    for (let time = 1; time < times; time++) await run("0;");
    await run(cell);
    const first = await usage();
    for (let time = 1; time < times; time++) await run(cell);
    return [first, await usage()];
  } finally {
    await kernel.close();
  }
}
