import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { assertClose } from "../../testing/close";
import { referenceBackend } from "./backend";
import { clipGradNorm } from "../training/clip";
import { gradientCheck } from "../training/gradient-check";
import { Adam } from "../training/optimizers";
import { countParameters } from "./parameters";
import { createRandom } from "../base/random";
import type { TokenBatch } from "../text/sequences";
import { TinyLLM } from "./tinyllm";
import type { TinyLLMOptions } from "./config";

interface Fixture {
  config: TinyLLMOptions;
  loss: number;
  gradients: Record<string, number[]>;
  curve: { loss: number; gradientNorm: number }[];
}

const path = join(__dirname, "../../../core/model/fixtures/tinyllm.json");
const fixtures = JSON.parse(readFileSync(path, "utf8")) as Fixture[];

/** The weights and tokens of fixtures/pytorch.py. */
function modelOf(config: TinyLLMOptions): TinyLLM {
  const model = new TinyLLM(config, referenceBackend(64));
  model.parameters.values.data.forEach((_, i, values) => {
    values[i] = 0.3 * Math.sin(1.7 * i + 0.1) + 0.05;
  });
  return model;
}

function batchOf(vocabSize: number): TokenBatch {
  const stream = Int32Array.from(
    { length: 11 },
    (_, i) => (7 * i * i + 3 * i) % vocabSize,
  );
  return {
    inputs: stream.slice(0, 10),
    targets: stream.slice(1),
    batchSize: 2,
    length: 5,
  };
}

for (const { config, loss, gradients, curve } of fixtures) {
  const kind = `${config.positions} positions, ${config.nLayers} blocks`;
  const batch = batchOf(config.vocabSize);

  test(`loss and every gradient equal PyTorch's (${kind})`, () => {
    const model = modelOf(config);
    assertClose(model.lossAndGradients(batch), loss, { tolerance: 1e-12 });
    const { list } = model.parameters;
    assert.deepEqual(
      list.map((parameter) => parameter.name),
      Object.keys(gradients),
    );
    for (const { name, gradients: ours } of list) {
      const theirs = gradients[name];
      assertClose(ours.data, theirs, { tolerance: 1e-12, what: name });
    }
  });

  test(`ten steps of clipped AdamW follow PyTorch's (${kind})`, () => {
    const model = modelOf(config);
    const optimizer = new Adam(model.parameters, { weightDecay: 0.1 });
    for (const [i, expected] of curve.entries()) {
      const now = model.lossAndGradients(batch);
      const norm = clipGradNorm(model.parameters, 1);
      // PyTorch divides by norm + 1e-6 when it clips: a relative 1e-6
      const what = `step ${i + 1}`;
      assertClose(now, expected.loss, { tolerance: 1e-6, what });
      assertClose(norm, expected.gradientNorm, { tolerance: 1e-5, what });
      optimizer.update((0.01 * (i + 1)) / 10);
    }
  });
}

test("every parameter's gradient passes the check, dropout included", () => {
  const model = new TinyLLM(
    {
      vocabSize: 11,
      dModel: 6,
      nHeads: 3,
      nLayers: 2,
      dFf: 7,
      maxSeqLen: 5,
      dropout: 0.2,
      positions: "learned",
      attentionBias: true,
    },
    referenceBackend(64),
  );
  const random = createRandom(5);
  const { parameters } = model;
  for (let i = 0; i < parameters.values.data.length; i++) {
    parameters.values.data[i] += random() - 0.5;
  }
  const batch = batchOf(11);
  model.lossAndGradients(batch, 3);
  const snapshot = parameters.list.map(({ name, values, gradients }) => ({
    name,
    values,
    gradients: { ...gradients, data: gradients.data.slice() },
  }));
  const loss = (): number => model.lossAndGradients(batch, 3);
  for (const result of gradientCheck(snapshot, loss, { random })) {
    assert.ok(result.relativeError < 1e-6, JSON.stringify(result));
  }
});

test("the full configuration has 1,431,296 parameters", () => {
  const model = new TinyLLM({ vocabSize: 5000 });
  assert.equal(countParameters(model.parameters), 1_431_296);
});

test("two models on one backend work in nested scopes, and outside of scopes", () => {
  const backend = referenceBackend();
  const options = { vocabSize: 11, dModel: 8, nHeads: 2, maxSeqLen: 5 };
  const a = new TinyLLM({ ...options, seed: 1 }, backend);
  const b = new TinyLLM({ ...options, seed: 2, nLayers: 3 }, backend);
  const alone = new TinyLLM({ ...options, seed: 1 });
  const batch = batchOf(11);
  const shape = [batch.batchSize, batch.length] as const;
  const expected = alone.scope(() =>
    alone.forward(batch.inputs, shape).final.out.data.slice(),
  );
  const outside = a.forward(batch.inputs, shape).final.out.data;
  a.scope(() => {
    const inside = a.forward(batch.inputs, shape).final.out.data;
    b.scope(() => b.lossAndGradients(batch));
    assert.deepEqual(inside, expected, "b did not touch a's results");
    b.loss(batch);
    assert.deepEqual(inside, expected);
  });
  assert.equal(a.lossAndGradients(batch), alone.lossAndGradients(batch));
  assert.deepEqual(
    a.parameters.gradients.data,
    alone.parameters.gradients.data,
  );
  assert.deepEqual(outside, expected, "no step overwrites it");
});
