import { createEngine, type Engine } from "../../fast/engine";
import type { Numbers } from "../../fast/load-kernels";
import { multiply, rowMajor, transposed } from "../../fast/product";
import { BUILDS, speedOf, type Work, workersReady } from "./peak";
import {
  type Limits,
  median,
  type Part,
  repeat,
  type Series,
  spreadText,
} from "./series";
import { table, threadsText } from "./table";

/** Options of {@link measureProducts}. */
export interface ProductPlan {
  limits: Limits;
  /** lower limit of each sample */
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

/** The output, the gradient of the input, and the gradient of the weight. */
const PRODUCTS = ["x w^T", "dy w", "dy^T x"] as const;

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

/**
 * Measures GFLOP/s of the products of a step, in turns.
 *
 * @param plan how long to measure
 * @param threads number of threads
 * @param peak GFLOP/s that the processor reaches with these kernels and threads
 * @param numbers which kernels
 */
export async function measureProducts(
  plan: ProductPlan,
  threads: number,
  peak: number,
  numbers: Numbers,
): Promise<Part> {
  const engine = createEngine({ threads, memoryMB: 512, numbers });
  const kernels = `${BUILDS[numbers]}, ${threadsText(threads)}`;
  const works = LAYERS.map(([, ...shape]) => layerWork(engine, shape));
  const layers = LAYERS.map(([layer]) =>
    PRODUCTS.map((product): Series => {
      const name = `${layer}, ${product}, ${kernels}`;
      const more = { threads };
      return { part: "products", name, unit: "GFLOP/s", samples: [], more };
    }),
  );
  await workersReady();
  await repeat(layers.flat(), plan.limits, () =>
    layers.forEach((products, layer) =>
      products.forEach(({ samples }, i) =>
        samples.push(speedOf(works[layer][i], plan.milliseconds)),
      ),
    ),
  );
  engine.close();
  const share = ({ samples }: Series): string => {
    const speed = median(samples);
    return `${speed.toFixed(1)} (${((100 * speed) / peak).toFixed(0)} %)`;
  };
  const rows = LAYERS.map(([name, rowsOfX, inputs, outputs], layer) => [
    name,
    `${rowsOfX} x ${inputs} x ${outputs}`,
    ...layers[layer].map(share),
    spreadText(...layers[layer].map(({ samples }) => samples)),
  ]);
  const title = `GFLOP/s, ${kernels}; peak ${peak.toFixed(1)}`;
  const header = [title, "rows x in x out", ...PRODUCTS, "spread"];
  return { series: layers.flat(), text: table(header, rows) };
}
