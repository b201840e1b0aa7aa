import {
  type Backend,
  createRandom,
  generate,
  referenceBackend,
  type SamplingOptions,
  TinyLLM,
  type TinyLLMOptions,
} from "../../core";
import { fastBackend } from "../../fast";
import { median, spread, table, thousands } from "./table";

/** Options of {@link generationTable}. */
export interface GenerationPlan {
  config: TinyLLMOptions;
  /** tokens per text */
  length: number;
  rounds: number;
  /** two thread counts to compare */
  threads: readonly [number, number];
}

/** Ways to choose the next token; sorting the tokens takes time too. */
const WAYS: readonly (readonly [string, SamplingOptions])[] = [
  ["any token", {}],
  ["topK 40", { topK: 40 }],
  ["topP 0.9", { topP: 0.9 }],
];

/**
 * Measures how fast a model generates one text with its cache of keys and
 * values: the reference and the kernels take turns. The model is untrained, so
 * all tokens are about equally likely, the worst case for topP.
 *
 * @param plan what to generate, and how often
 * @returns a table
 */
export function generationTable(plan: GenerationPlan): string {
  const { config, length, rounds } = plan;
  const backends: readonly (readonly [string, Backend])[] = [
    ["reference TypeScript", referenceBackend()],
    ...plan.threads.map((threads) => {
      const plural = threads === 1 ? "thread" : "threads";
      const name = `kernels, ${threads} ${plural}`;
      return [name, fastBackend({ threads, memoryMB: 256 })] as const;
    }),
  ];
  const runs = backends.flatMap(([name, backend]) => {
    const model = new TinyLLM(config, backend);
    return WAYS.map(([way, how]) => {
      const speeds: number[] = [];
      return { name, way, how, model, speeds };
    });
  });
  for (let round = 0; round <= rounds; round++) {
    for (const { model, how, speeds } of runs) {
      const random = createRandom(round);
      const options = { prompt: [1], maxNewTokens: length, random, ...how };
      const start = performance.now();
      generate(model, options);
      const seconds = (performance.now() - start) / 1000;
      if (round > 0) speeds.push(length / seconds); // the first warms up
    }
  }
  for (const [, backend] of backends) {
    if ("close" in backend) (backend as { close(): void }).close();
  }
  const rows = runs.map(({ name, way, speeds }) => [
    `${name}, ${way}`,
    thousands(median(speeds)),
    spread(speeds),
  ]);
  return table(["generation", "tokens/s", "lowest to highest"], rows);
}
