import {
  createRandom,
  generate,
  referenceBackend,
  type SamplingOptions,
  TinyLLM,
  type TinyLLMOptions,
} from "../../core";
import { fastBackend } from "../../fast";
import { reading, workersReady } from "./peak";
import {
  type Limits,
  median,
  type Part,
  repeat,
  type Series,
  spreadText,
} from "./series";
import { range, table, thousands, threadsText } from "./table";

/** Options of {@link generationTable}. */
export interface GenerationPlan {
  config: TinyLLMOptions;
  /** tokens per text */
  length: number;
  limits: Limits;
  /** thread counts to compare */
  threads: readonly number[];
}

/** Ways to choose the next token; sorting the tokens takes time too. */
const WAYS: readonly (readonly [string, SamplingOptions])[] = [
  ["any token", {}],
  ["topK 40", { topK: 40 }],
  ["topP 0.9", { topP: 0.9 }],
];

/** Milliseconds per sample of reading. */
const READING_MS = 5;

interface Run {
  threads: number;
  model: TinyLLM;
  how: SamplingOptions;
  series: Series;
}

/**
 * Measures how fast a model generates one text with its cache of keys and
 * values: the reference and the kernels take turns. The model is untrained, so
 * all tokens are about equally likely, the worst case for topP.
 *
 * Each token needs all weights once: the embedding is also the output's weight.
 * So the speed of reading them limits the tokens per second, and is measured in
 * the same turns.
 *
 * @param plan what to generate, and how often
 */
export async function measureGeneration(plan: GenerationPlan): Promise<Part> {
  const { length, limits } = plan;
  const { runs, close } = runsOf(plan);
  const bytes = 4 * runs[0].model.parameters.values.data.length;
  const readers = plan.threads.map((n) => reading(bytes, n, "generation"));
  await workersReady();
  const read = readers.map((reader) => reader.series);
  const series = [...runs.map((run) => run.series), ...read];
  await repeat(series, limits, (turn) => {
    readers.forEach((reader) => reader.sample(READING_MS));
    for (const { model, how, series } of runs) {
      const random = createRandom(turn);
      const options = { prompt: [1], maxNewTokens: length, random, ...how };
      const start = performance.now();
      generate(model, options);
      const seconds = (performance.now() - start) / 1000;
      series.samples.push(length / seconds);
    }
  });
  close();
  readers.forEach((reader) => reader.close());
  const rows = runs.map(({ threads, series: { name, samples } }) => {
    const reader = read[plan.threads.lastIndexOf(threads)];
    const most = (median(reader.samples) * 1e9) / bytes;
    const share = (100 * median(samples)) / most;
    return [
      name,
      thousands(median(samples)),
      range(samples),
      spreadText(samples),
      thousands(most),
      `${share.toFixed(0)} %`,
    ];
  });
  const header = ["generation", "tokens/s", "lowest to highest", "spread"];
  const speeds = read.map(
    ({ samples, more }) =>
      `${median(samples).toFixed(1)} GB/s on ${threadsText(more!.threads)} ` +
      `(spread ${spreadText(samples)})`,
  );
  const text =
    table([...header, "limit of reading", "of it"], rows) +
    `\n\nEach token reads ${(bytes / 1e6).toFixed(1)} MB of weights. ` +
    `Reading that much memory again and again: ${speeds.join(", ")}.`;
  return { series, text };
}

/** A model per backend, and a run per way to choose. */
function runsOf({ config, threads }: GenerationPlan) {
  const fast = threads.map((count) => {
    const backend = fastBackend({ threads: count, memoryMB: 256 });
    return { name: `kernels, ${threadsText(count)}`, threads: count, backend };
  });
  const name = "reference TypeScript";
  const plain = { name, threads: 1, backend: referenceBackend() };
  const runs = [plain, ...fast].flatMap(({ name, threads, backend }) => {
    const model = new TinyLLM(config, backend);
    return WAYS.map(([way, how]): Run => {
      const series: Series = {
        part: "generation",
        name: `${name}, ${way}`,
        unit: "tokens/s",
        samples: [],
        more: { threads },
      };
      return { threads, model, how, series };
    });
  });
  const close = (): void => fast.forEach(({ backend }) => backend.close());
  return { runs, close };
}
