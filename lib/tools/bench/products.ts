import { createEngine, type Engine } from "../../fast/engine";
import { multiply, rowMajor, transposed } from "../../fast/product";
import { median, table } from "./table";

/** Options of {@link measureProducts}. */
export interface ProductPlan {
  rounds: number;
  /** lower limit of each measurement */
  milliseconds: number;
}

/** The products of a linear layer, from (rows, inputs) to (rows, outputs). */
const LAYERS: readonly (readonly [string, number, number, number])[] = [
  ["queries, keys, values", 4096, 128, 384],
  ["projection", 4096, 128, 128],
  ["feed-forward up", 4096, 128, 512],
  ["feed-forward down", 4096, 512, 128],
  ["output, 512 rows", 512, 128, 5000],
];

/** Runs some work and returns how many operations it took. */
type Work = () => number;

const ROUNDS_OF_PEAK = 50_000;
const TASKS_OF_PEAK = 8;

/** The arithmetic peak: twelve registers on every thread. */
function peakWork(engine: Engine): Work {
  const numbers = engine.create([12]);
  numbers.data.set([0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25]);
  const address = numbers.data.byteOffset;
  return () => {
    const args = { rounds: ROUNDS_OF_PEAK, numbers: address };
    engine.run("peak", TASKS_OF_PEAK, args);
    return TASKS_OF_PEAK * ROUNDS_OF_PEAK * 12 * 8;
  };
}

/** The three products of a layer: the output, dx and the weight's gradient. */
function layerWork(
  engine: Engine,
  [rows, inputs, outputs]: readonly [number, number, number],
): Work[] {
  const memory = (size: number): number => {
    const tensor = engine.create([size]);
    tensor.data.fill(0.01);
    kept.push(tensor);
    return tensor.data.byteOffset;
  };
  const kept: unknown[] = [];
  const x = rowMajor(memory(rows * inputs), inputs);
  const w = rowMajor(memory(outputs * inputs), inputs);
  const y = rowMajor(memory(rows * outputs), outputs);
  const dx = rowMajor(memory(rows * inputs), inputs);
  const dw = rowMajor(memory(outputs * inputs), inputs);
  const flops = 2 * rows * inputs * outputs;
  const shapes = [
    { rows, columns: outputs, depth: inputs, a: x, b: transposed(w), out: y },
    { rows, columns: inputs, depth: outputs, a: y, b: w, out: dx },
    { rows: outputs, columns: inputs, depth: rows, a: transposed(y), b: x },
  ];
  return shapes.map((shape, i) => () => {
    const out = shape.out ?? dw;
    multiply(engine, { ...shape, out, base: i === 0 ? 0 : out.address });
    return kept.length && flops; // keeps the tensors, and so their memory, alive
  });
}

/** Measures GFLOP/s of some work, repeated until the time is over. */
function speedOf(work: Work, milliseconds: number): number {
  const start = performance.now();
  let flops = work();
  while (performance.now() - start < milliseconds) flops += work();
  return flops / (performance.now() - start) / 1e6;
}

/** Speeds of the peak and of each product, measured in turns. */
export interface ProductSpeeds {
  /** GFLOP/s */
  peak: number;
  table: string;
}

/**
 * Measures GFLOP/s of the products of a step, and the machine's peak with four
 * SIMD lanes.
 *
 * @param plan how long to measure
 * @param threads number of threads
 */
export function measureProducts(
  plan: ProductPlan,
  threads: number,
): ProductSpeeds {
  const engine = createEngine({
    threads,
    memoryMB: 512,
    numbers: "same everywhere",
  });
  const peak = peakWork(engine);
  const layers = LAYERS.map(([, ...shape]) => layerWork(engine, shape));
  const peaks: number[] = [];
  const speeds: number[][][] = layers.map((works) => works.map(() => []));
  for (let round = 0; round <= plan.rounds; round++) {
    const peakNow = speedOf(peak, plan.milliseconds);
    if (round > 0) peaks.push(peakNow);
    layers.forEach((works, layer) =>
      works.forEach((work, i) => {
        const speed = speedOf(work, plan.milliseconds);
        if (round > 0) speeds[layer][i].push(speed);
      }),
    );
  }
  engine.close();
  const most = median(peaks);
  const share = (values: number[]): string =>
    `${median(values).toFixed(1)} (${((100 * median(values)) / most).toFixed(0)} %)`;
  const rows = LAYERS.map(([name, rowsOfX, inputs, outputs], layer) => [
    name,
    `${rowsOfX} x ${inputs} x ${outputs}`,
    ...speeds[layer].map(share),
  ]);
  const plural = threads === 1 ? "thread" : "threads";
  const title = `GFLOP/s, ${threads} ${plural}; peak ${most.toFixed(1)}`;
  const header = [title, "rows x in x out", "x w^T", "dy w", "dy^T x"];
  return { peak: most, table: table(header, rows) };
}
