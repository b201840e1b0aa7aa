import assert from "node:assert/strict";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { type Backend, referenceBackend } from "../core/model/backend";
import { createRandom } from "../core/base/random";
import type { Tensor } from "../core/base/tensor";
import { TinyLLM } from "../core/model/tinyllm";
import { randomBatch } from "../testing/fast/random-batch";
import { temporaryFolder } from "../testing/temporary-folder";
import { blasBlocksOf, findBlas } from "./blas";
import { fastBackend } from ".";

/** Why there is no BLAS on this machine; undefined if there is one. */
function reasonWithout(): string | undefined {
  try {
    findBlas();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const skip = reasonWithout();

/** Runs `work` with a backend of `threads` threads, and closes it. */
function withBlas<T>(threads: number, work: (backend: Backend) => T): T {
  const options = { backend: "blas", threads, memoryMB: 256 } as const;
  const backend = fastBackend(options);
  try {
    return work(backend);
  } finally {
    backend.close();
  }
}

/** The relative error |difference| / |expected| of two vectors. */
function distance(actual: Tensor, expected: Tensor): number {
  let difference = 0;
  let size = 0;
  expected.data.forEach((value, i) => {
    difference += (actual.data[i] - value) ** 2;
    size += value ** 2;
  });
  return Math.sqrt(difference / size);
}

/** All results of a linear layer with seeded numbers. */
function linearLayer(
  { ops, create }: Backend,
  [rows, inputs, outputs]: number[],
): Tensor[] {
  const random = createRandom(rows);
  const filled = (...shape: number[]): Tensor => {
    const tensor = create(shape);
    tensor.data.forEach(
      (_, i) => (tensor.data[i] = Math.fround(random() - 0.5)),
    );
    return tensor;
  };
  const x = filled(rows, inputs);
  const weight = filled(outputs, inputs);
  const bias = filled(outputs);
  const dOut = filled(rows, outputs);
  const into = {
    dx: filled(rows, inputs),
    dWeight: filled(outputs, inputs),
    dBias: filled(outputs),
  };
  const cache = ops.linearForward({ x, weight, bias });
  ops.linearBackward(cache, dOut, into);
  return [cache.out, into.dx, into.dWeight, into.dBias];
}

/** Divided: nothing; rows and depth; columns. */
const ROWS_INPUTS_OUTPUTS = [
  [2, 1, 1],
  [3, 1, 5],
  [3, 5, 1],
  [171, 20, 70],
  [5003, 130, 71],
  [70, 131, 5003],
];

for (const sizes of ROWS_INPUTS_OUTPUTS) {
  const [rows, inputs, outputs] = sizes;
  test(
    `BLAS computes linear layers: ${rows} rows, ${inputs} to ${outputs}`,
    { skip },
    () => {
      const exact = linearLayer(referenceBackend(64), sizes);
      const [one, three] = [1, 3].map((threads) =>
        withBlas(threads, (backend) => linearLayer(backend, sizes)),
      );
      exact.forEach((expected, i) => {
        const error = distance(one[i], expected);
        assert.ok(error < 1e-6, `result ${i}: relative error ${error}`);
        assert.deepEqual(three[i].data, one[i].data, "the same bits");
      });
    },
  );
}

test(
  "with BLAS all gradients follow the 64-bit reference too",
  { skip },
  () => {
    const batch = randomBatch(1, { vocabSize: 31, batchSize: 3, length: 19 });
    const gradients = (backend: Backend): Tensor => {
      const options = { vocabSize: 31, dModel: 20, nLayers: 2, dFf: 37 };
      const model = new TinyLLM({ ...options, maxSeqLen: 19 }, backend);
      model.lossAndGradients(batch, 2);
      return model.parameters.gradients;
    };
    const ours = withBlas(2, gradients);
    const error = distance(ours, gradients(referenceBackend(64)));
    assert.ok(error < 2e-6, String(error));
  },
);

test("a product is divided along its longest side, if that pays", () => {
  const into = ([rows, columns, depth]: number[], divisible = false) => {
    const shape = { rows, columns, depth, transposed: false, divisible };
    const { blockRows, blockColumns, parts } = blasBlocksOf(shape);
    return [
      Math.ceil(rows / blockRows),
      Math.ceil(columns / blockColumns),
      parts,
    ];
  };
  assert.deepEqual(into([100, 70, 30]), [1, 1, 1]);
  assert.deepEqual(into([600, 128, 128]), [2, 1, 1]);
  assert.deepEqual(into([4096, 128, 512]), [16, 1, 1]);
  assert.deepEqual(into([512, 5000, 128]), [1, 16, 1]);
  assert.deepEqual(into([512, 128, 4096], true), [1, 1, 16]);
  assert.deepEqual(into([128, 512, 4096]), [1, 16, 1]);
  assert.deepEqual(into([1024, 1024, 8192], true), [16, 1, 1]);
});

test("without koffi or a library the error says what fails, and the cure", (t) => {
  const lib = "lib/python3.12/site-packages/scipy_openblas32/lib";
  const damaged = `${lib}/libscipy_openblas.so`;
  const prefix = temporaryFolder(t, { [damaged]: "damaged" });
  setPrefix(t, prefix);
  const message = reasonWithout();
  if (message === undefined) return t.skip("the system has a BLAS");
  const named = message.includes(join(prefix, ...damaged.split("/")));
  assert.ok(named || message.includes("the npm package koffi"), message);
  assert.match(message, /npm run setup.*omit "backend"/s);
});

test("an unknown backend is rejected", () => {
  const backend = "cuda" as "blas";
  assert.throws(() => fastBackend({ backend }), {
    name: "RangeError",
    message: 'fastBackend: backend must be "wasm" or "blas"; got "cuda".',
  });
});

/** Makes a folder the course's Python environment until the test ends. */
function setPrefix(t: TestContext, prefix: string): void {
  const before = process.env.TINYLLM_PREFIX;
  process.env.TINYLLM_PREFIX = prefix;
  t.after(() => {
    if (before === undefined) delete process.env.TINYLLM_PREFIX;
    else process.env.TINYLLM_PREFIX = before;
  });
}
