import { createInterface } from "node:readline";

import {
  Adam,
  type Backend,
  clipGradNorm,
  referenceBackend,
  type TinyLLMOptions,
  type TokenBatch,
  TinyLLM,
} from "../../core";
import { readTensors } from "../../files/safetensors";
import { fastBackend } from "../../fast";

/** A request of `bench` to a contestant. */
interface Request {
  do: "setup" | "check" | "steps" | "memory";
  config: TinyLLMOptions;
  batchSize: number;
  length: number;
  recompute?: boolean;
  file: string;
  count: number;
}

/** Memory of Node with this library before it does anything. */
const baseMB = process.memoryUsage().rss / 1e6;

/**
 * The contestant of this project: one backend that answers requests line by
 * line.
 */
class Child {
  private model: TinyLLM | undefined;
  private adam: Adam | undefined;
  private batch: TokenBatch | undefined;
  private steps = 0;

  constructor(private readonly backend: Backend) {}

  answer(request: Request): unknown {
    switch (request.do) {
      case "setup":
        return this.setUp(request);
      case "check":
        return this.check(request.file);
      case "steps":
        return { ms: Array.from({ length: request.count }, () => this.step()) };
      case "memory":
        return { peakMB: process.resourceUsage().maxRSS / 1e3, baseMB };
    }
  }

  private setUp(request: Request): unknown {
    const { config, file, batchSize, length, recompute } = request;
    const { tensors } = readTensors(file);
    const ids = (name: string): Int32Array =>
      Int32Array.from(tensors.get(name)!.data);
    const [inputs, targets] = [ids("inputs"), ids("targets")];
    this.batch = { inputs, targets, batchSize, length };
    this.model = new TinyLLM(config, this.backend, { recompute });
    for (const { name, values } of this.model.parameters.list) {
      values.data.set(tensors.get(name)!.data);
    }
    this.adam = new Adam(this.model.parameters);
    return { versions: `Node ${process.version}` };
  }

  private check(file: string): unknown {
    const { tensors } = readTensors(file);
    const loss = this.model!.lossAndGradients(this.batch!);
    const errors = this.model!.parameters.list.map(({ name, gradients }) => {
      const expected = tensors.get(name)!.data;
      let difference = 0;
      let size = 0;
      for (let i = 0; i < expected.length; i++) {
        difference += (gradients.data[i] - expected[i]) ** 2;
        size += expected[i] ** 2;
      }
      return { error: Math.sqrt(difference / size), name };
    });
    return { loss, ...errors.sort((a, b) => b.error - a.error)[0] };
  }

  private step(): number {
    const start = performance.now();
    this.model!.lossAndGradients(this.batch!, ++this.steps);
    clipGradNorm(this.model!.parameters, 1);
    this.adam!.update(1e-3);
    return performance.now() - start;
  }
}

function backendOf(kind: string, threads: number): Backend {
  if (kind === "reference") return referenceBackend();
  if (kind === "blas") return fastBackend({ threads, backend: "blas" });
  const numbers = kind === "fused" ? "fastest" : "same everywhere";
  return fastBackend({ threads, numbers });
}

const [, , kind, threads] = process.argv;
const child = new Child(backendOf(kind, Number(threads)));
createInterface({ input: process.stdin }).on("line", (line) => {
  const answer = child.answer(JSON.parse(line) as Request);
  process.stdout.write(JSON.stringify(answer) + "\n");
});
