import assert from "node:assert/strict";
import { test } from "node:test";

import { assertClose } from "../testing/close";
import { type Backend, referenceBackend } from "../core/model/backend";
import { clipGradNorm } from "../core/training/clip";
import { Adam } from "../core/training/optimizers";
import { createRandom } from "../core/base/random";
import type { TokenBatch } from "../core/text/sequences";
import { Tensor } from "../core/base/tensor";
import { TinyLLM } from "../core/model/tinyllm";
import type { TinyLLMOptions } from "../core/model/config";
import { randomBatch } from "../testing/fast/random-batch";
import { fastBackend, type Numbers } from ".";

/** fused.test.ts runs this file again, with the other kernels. */
const numbers = (process.env.TINYLLM_NUMBERS ?? "same everywhere") as Numbers;

const SMALL: TinyLLMOptions = {
  vocabSize: 53,
  dModel: 21,
  nHeads: 3,
  nLayers: 2,
  dFf: 37,
  maxSeqLen: 19,
  dropout: 0.1,
  positions: "learned",
  attentionBias: true,
};

function batchOf(vocabSize: number, batchSize: number, length: number) {
  return randomBatch(batchSize, { vocabSize, batchSize, length });
}

/** A model whose weights are far from their small initial values. */
function livelyModel(options: TinyLLMOptions, backend: Backend): TinyLLM {
  const model = new TinyLLM(options, backend);
  const random = createRandom(9);
  const { data } = model.parameters.values;
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.fround(data[i] + 0.1 * (random() - 0.5));
  }
  return model;
}

function relative(actual: ArrayLike<number>, expected: Float64Array): number {
  let difference = 0;
  let size = 0;
  expected.forEach((value, i) => {
    difference += (actual[i] - value) ** 2;
    size += value ** 2;
  });
  return Math.sqrt(difference / size);
}

const FULL_WIDTH = { vocabSize: 300, nLayers: 4, maxSeqLen: 64 };

for (const [what, options, batchSize, length] of [
  ["odd sizes", SMALL, 5, 19],
  ["shorter sequences than maxSeqLen", SMALL, 2, 7],
  ["sinusoidal positions", { ...SMALL, positions: "sinusoidal" }, 3, 11],
  ["the course's width", FULL_WIDTH, 4, 64],
] as [string, TinyLLMOptions, number, number][]) {
  test(`loss and all gradients follow the 64-bit reference: ${what}`, () => {
    const fast = fastBackend({ threads: 2, memoryMB: 256, numbers });
    const model = livelyModel(options, fast);
    const exact = livelyModel(options, referenceBackend(64));
    const batch = batchOf(options.vocabSize, batchSize, length);
    const loss = model.lossAndGradients(batch, 3);
    const expected = exact.lossAndGradients(batch, 3);
    fast.close();
    assertClose(loss, expected, { tolerance: 1e-7 * expected, what: "loss" });
    for (const [i, { name, gradients }] of model.parameters.list.entries()) {
      const wanted = exact.parameters.list[i].gradients.data;
      const error = relative(gradients.data, wanted as Float64Array);
      assert.ok(error < 2e-6, `${name}: relative error ${error}`);
    }
  });
}

/** Losses, and the weights after a few steps with every feature. */
function train(threads: number, options: TinyLLMOptions, batch: TokenBatch) {
  const backend = fastBackend({ threads, memoryMB: 512, numbers });
  const model = new TinyLLM(options, backend);
  const adam = new Adam(model.parameters, { weightDecay: 0.01 });
  const losses: number[] = [];
  for (let step = 1; step <= 4; step++) {
    losses.push(model.lossAndGradients(batch, step));
    losses.push(clipGradNorm(model.parameters, 0.5));
    adam.update(0.01);
  }
  backend.close();
  return { losses, weights: model.parameters.values.data.slice() };
}

test("unavailable threads and memory are rejected with their limits", () => {
  for (const threads of [0, -1, 1.5, NaN, 65, 100, 1000, Infinity])
    assert.throws(
      () => fastBackend({ threads }),
      {
        name: "RangeError",
        message:
          /threads must be a whole number from 1 to 64; got .*one for each of/,
      },
      String(threads),
    );
  for (const memoryMB of [0, 15, 64.5, NaN, 4097])
    assert.throws(
      () => fastBackend({ memoryMB }),
      {
        name: "RangeError",
        message: /memoryMB must be a whole number from 16/,
      },
      String(memoryMB),
    );
  const most = fastBackend({ threads: 64, memoryMB: 64 });
  assert.equal(most.threads, 64);
  most.close();
});

test("1, 2 and 3 threads and reruns give the same bits over four steps", () => {
  const wide = { vocabSize: 700, nLayers: 2, maxSeqLen: 64 };
  for (const [options, batch] of [
    [SMALL, batchOf(53, 5, 19)],
    [wide, batchOf(700, 12, 64)],
  ] as [TinyLLMOptions, TokenBatch][]) {
    const one = train(1, options, batch);
    assert.ok(one.losses[6] < one.losses[0], "it learns");
    for (const threads of [2, 3, 2, 1]) {
      const other = train(threads, options, batch);
      assert.deepEqual(other.losses, one.losses, `${threads} threads`);
      assert.deepEqual(other.weights, one.weights, `${threads} threads`);
    }
  }
});

test("ten steps follow the reference's loss curve", () => {
  const fast = fastBackend({ threads: 2, memoryMB: 256, numbers });
  const batch = batchOf(53, 5, 19);
  const [ours, theirs] = [fast, referenceBackend(64)].map((backend) => {
    const model = new TinyLLM(SMALL, backend);
    const adam = new Adam(model.parameters);
    return Array.from({ length: 10 }, (_, step) => {
      const loss = model.lossAndGradients(batch, step + 1);
      clipGradNorm(model.parameters, 1);
      adam.update(0.003);
      return loss;
    });
  });
  fast.close();
  assertClose(ours, theirs, { tolerance: 1e-4, what: "losses" });
});

test("wrong shapes and ids give the reference's error, word for word", () => {
  const fast = fastBackend({ threads: 1, memoryMB: 64, numbers });
  const exact = referenceBackend();
  const cases: ((backend: Backend) => unknown)[] = [
    ({ ops, create }) =>
      ops.linearForward({ x: create([2, 3]), weight: create([3, 4]) }),
    ({ ops, create }) => {
      const [x, weight, bias] = [create([2, 3]), create([4, 3]), create([3])];
      return ops.linearForward({ x, weight, bias });
    },
    ({ ops, create }) =>
      ops.attentionForward({ qkv: create([1, 2, 10]), nHeads: 3 }),
    ({ ops, create }) => {
      const [x, gain, bias] = [create([2, 3]), create([3]), create([4])];
      return ops.layerNormForward({ x, gain, bias });
    },
    ({ ops, create }) =>
      ops.dropoutForward({ x: create([3]), rate: 1, key: 1 }),
    ({ ops, create }) => {
      const [x, weight] = [create([1, 2, 3]), create([5, 3])];
      return ops.outputLoss({ x, weight, targets: Int32Array.of(0, 5) });
    },
    ({ ops, create }) => {
      const [x, weight] = [create([1, 2, 3]), create([5, 3])];
      return ops.outputLoss({ x, weight, targets: Int32Array.of(0) });
    },
    (backend) => {
      const model = new TinyLLM(SMALL, backend);
      return model.loss({
        ...batchOf(53, 1, 3),
        inputs: Int32Array.of(0, -1, 2),
      });
    },
    (backend) => new TinyLLM(SMALL, backend).loss(batchOf(53, 1, 20)),
  ];
  for (const work of cases) {
    let message = "";
    assert.throws(
      () => work(exact),
      (error: Error) => ((message = error.message), true),
    );
    assert.throws(() => work(fast), { name: "RangeError", message });
  }
  fast.close();
});

test("a tensor from elsewhere, or of the wrong size, is rejected", () => {
  const { ops, create, close } = fastBackend({ threads: 1, memoryMB: 64 });
  const x = create([2, 3]);
  const foreign = new Tensor(new Float32Array(12), [4, 3]);
  assert.throws(
    () => ops.linearForward({ x, weight: foreign }),
    /weight must be in the memory of the fast backend.*backend\.create/s,
  );
  const saved = ops.geluForward({ x });
  assert.throws(
    () => ops.geluBackward(saved, create([5]), { dx: create([2, 3]) }),
    /geluBackward: dOut must hold 6 numbers; got \(5\)/,
  );
  close();
});
