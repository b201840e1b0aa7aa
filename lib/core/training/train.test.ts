import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { assertClose } from "../../testing/close";
import { referenceBackend } from "../model/backend";
import { loadModel, resumeRun, saveModel, saveRun } from "../../files";
import { bitsPerByte, evaluate } from "./evaluate";
import {
  createReader,
  generate,
  generateTokens,
  type GenerateOptions,
  readToken,
} from "../model/generate";
import { Adam } from "./optimizers";
import { createRandom } from "../base/random";
import { readTensors } from "../../files/safetensors";
import {
  createTrainingSequences,
  type TrainingSequence,
} from "../text/sequences";
import { TinyLLM } from "../model/tinyllm";
import type { TinyLLMOptions } from "../model/config";
import { trainingLoop, TrainingDiverged, type TrainingOutcome } from "./train";
import {
  createTrainingRun,
  type TrainingRun,
  type TrainingRunOptions,
} from "./training-run";

const tiny: TinyLLMOptions = {
  vocabSize: 13,
  dModel: 8,
  nHeads: 2,
  nLayers: 2,
  dFf: 12,
  maxSeqLen: 6,
  dropout: 0.1,
};

function makeRun(options: Partial<TrainingRunOptions> = {}): TrainingRun {
  const ids = Int32Array.from({ length: 400 }, (_, i) => (i * i + i) % 13);
  return createTrainingRun({
    model: new TinyLLM(tiny),
    sequences: createTrainingSequences(ids, { length: 6 }),
    batchSize: 8,
    totalSteps: 20,
    schedule: { maxLearningRate: 0.01, warmupSteps: 2 },
    ...options,
  });
}

test("a fresh model's loss is close to ln V", () => {
  const model = new TinyLLM({ ...tiny, vocabSize: 500 });
  const inputs = Int32Array.from({ length: 24 }, (_, i) => (i * 37) % 500);
  const targets = Int32Array.from({ length: 24 }, (_, i) => (i * 91) % 500);
  const loss = model.loss({ inputs, targets, batchSize: 4, length: 6 });
  // small random weights: the logits differ a little from a uniform guess
  assertClose(loss, Math.log(500), { tolerance: 0.05 });
});

test("one batch can be memorized", async () => {
  const ids = Int32Array.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9);
  const model = new TinyLLM({ ...tiny, dropout: 0 });
  const sequences = createTrainingSequences(ids, { length: 6 });
  const schedule = { maxLearningRate: 0.02, warmupSteps: 5 };
  const totalSteps = 150;
  const run = makeRun({ model, sequences, totalSteps, schedule });
  const { records } = await trainingLoop(run);
  assert.ok(records[0].loss > 2.4);
  assert.ok(records[149].loss < 0.02, `${records[149].loss}`);
});

test("ten steps, a saved file and ten more equal twenty, bit for bit", async () => {
  const folder = mkdtempSync(join(tmpdir(), "run-"));
  const path = join(folder, "run.safetensors");
  try {
    const whole = makeRun();
    await trainingLoop(whole);
    const first = makeRun();
    await trainingLoop(first, { steps: 10 });
    assert.equal(first.step, 10);
    saveRun(first, path);
    const second = makeRun();
    resumeRun(second, path);
    await trainingLoop(second);
    assert.deepEqual(
      second.model.parameters.values.data,
      whole.model.parameters.values.data,
    );
    assert.deepEqual(
      second.records.map((record) => record.loss),
      whole.records.map((record) => record.loss),
    );
    const other = makeRun({ model: new TinyLLM({ ...tiny, dFf: 10 }) });
    assert.throws(
      () => resumeRun(other, path),
      /model.dFf: 12 in the file, 10 here/,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("training learns, validates on time and calls its observer", async () => {
  const outcomes: TrainingOutcome[] = [];
  const steps: number[] = [];
  const ids = Int32Array.from({ length: 100 }, (_, i) => (i * i + i) % 13);
  const run = makeRun({
    totalSteps: 60,
    evaluateEvery: 25,
    validation: createTrainingSequences(ids, { length: 6 }),
    sample: () => "sample",
  });
  const { reason, records } = await trainingLoop(run, {
    observer: {
      start: (plan) => assert.equal(plan.totalSteps, 60),
      step: (record) => steps.push(record.step),
      end: (outcome) => outcomes.push(outcome),
    },
  });
  assert.equal(reason, "finished");
  assert.deepEqual(outcomes, [{ reason, records }]);
  assert.deepEqual(
    steps,
    records.map((record) => record.step),
  );
  const measured = records.filter((r) => r.validationLoss !== undefined);
  assert.deepEqual(
    measured.map((record) => record.step),
    [25, 50, 60],
  );
  assert.ok(measured.every((record) => record.sample === "sample"));
  assert.ok(records[59].loss < records[0].loss - 0.3);
  const last = await evaluate(run.model, run.validation!, { batchSize: 5 });
  assertClose(last, measured[2].validationLoss!, { tolerance: 1e-6 });
});

test("an abort stops after the step, and the next call continues", async () => {
  const run = makeRun();
  const controller = new AbortController();
  const stopAtFive = {
    step: ({ step }: { step: number }) => {
      if (step === 5) controller.abort();
    },
  };
  const { signal } = controller;
  const stopped = await trainingLoop(run, { signal, observer: stopAtFive });
  assert.equal(stopped.reason, "interrupted");
  assert.equal(run.step, 5);
  const finished = await trainingLoop(run);
  assert.equal(finished.reason, "finished");
  const whole = makeRun();
  await trainingLoop(whole);
  assert.deepEqual(
    run.model.parameters.values.data,
    whole.model.parameters.values.data,
  );
});

test("NaN in the loss stops training; weights and history are kept", async () => {
  const run = makeRun();
  await trainingLoop(run, { steps: 3 });
  const good = run.model.parameters.values.data.slice();
  const { lossAndGradients } = run.model;
  run.model.lossAndGradients = (...inputs) => {
    const loss = lossAndGradients.apply(run.model, inputs);
    if (run.step < 4) return loss;
    run.model.parameters.values.data[0] = NaN;
    return NaN;
  };
  const outcomes: string[] = [];
  const observer = { end: (o: TrainingOutcome) => outcomes.push(o.reason) };
  await assert.rejects(trainingLoop(run, { observer }), (error: unknown) => {
    assert.ok(error instanceof TrainingDiverged);
    assert.match(error.message, /at step 5 the loss is NaN/);
    assert.match(error.message, /gave step 4 its loss/);
    assert.match(error.message, /lower learning rate/);
    return true;
  });
  assert.deepEqual(outcomes, ["diverged"]);
  assert.equal(run.records.length, 4);
  const now = run.model.parameters.values.data;
  // the weights that gave step 4 its loss: those after step 3
  assert.deepEqual(now, good);
});

test("settings that break a rule are rejected before the first step", () => {
  const window = (...ids: number[]): TrainingSequence => ({
    inputs: Int32Array.from(ids.slice(0, -1)),
    targets: Int32Array.from(ids.slice(1)),
  });
  const odd = { inputs: Int32Array.of(1, 2), targets: Int32Array.of(2) };
  const long = window(...Array.from({ length: 8 }, () => 1));
  const rejected: [Partial<TrainingRunOptions>, RegExp][] = [
    [{ sequences: [] }, /sequences must hold at least one window; got none/],
    [{ validation: [] }, /validation must hold at least one window; got none/],
    [
      { sequences: [long] },
      /length of a window must .* from 1 to 6; got 7.*maxSeqLen/,
    ],
    [{ validation: [long] }, /validation: length of a window must .*; got 7/],
    [{ sequences: [window(1)] }, /length of a window must .*; got 0/],
    [{ validation: [window(1, 2), window(1, 2, 3)] }, /of one length.*got 1,/],
    [{ sequences: [odd] }, /of one length.*got 2, and 2 with 1/],
    [{ sequences: [window(1, 13)] }, /from 0 to 12.*got 13.*tokenizer/],
    [{ validation: [window(-1, 2)] }, /validation.* from 0 to 12.*got -1/],
    [{ batchSize: 0 }, /batchSize must be a whole/],
    [{ batchSize: 2.5 }, /batchSize must be a whole/],
    [{ maxNorm: -1 }, /maxNorm must be .* above 0/],
    [{ evaluateEvery: 0 }, /evaluateEvery must be a whole/],
    [{ seed: NaN }, /seed must be a whole number; got NaN/],
    [
      { optimizer: new Adam(new TinyLLM({ ...tiny, dFf: 4 }).parameters) },
      /optimizer must be made for this model's/,
    ],
    [{ seed: 1.5 }, /seed must be a whole number; got 1\.5/],
    [{ totalSteps: 0 }, /totalSteps must be a whole/],
    [{ totalSteps: undefined, epochs: NaN }, /epochs must be a number above 0/],
    [
      { epochs: 3 },
      /epochs or totalSteps must be given, not both; got 3 epochs and 20/,
    ],
    [
      { schedule: { maxLearningRate: 0 } },
      /maxLearningRate must be .* above 0/,
    ],
    [{ schedule: { maxLearningRate: -1 } }, /maxLearningRate must be .* -1/],
    [
      { schedule: { minLearningRate: 0 } },
      /minLearningRate must be a number above 0/,
    ],
    [{ schedule: { minLearningRate: 1 } }, /at most 0\.0003; got 1/],
    [{ schedule: { warmupSteps: 21 } }, /warmupSteps .* from 0 to 20; got 21/],
    [{ schedule: { warmupSteps: 0.5 } }, /warmupSteps must be a whole/],
  ];
  for (const [options, message] of rejected)
    assert.throws(
      () => makeRun(options),
      { name: "RangeError", message },
      JSON.stringify(options),
    );
  assert.throws(
    () => new Adam(new TinyLLM(tiny).parameters).update(0),
    /learningRate must be a number above 0; got 0\. Try 0\.001 for Adam/,
  );
  assert.throws(
    () => new TinyLLM({ ...tiny, nHeads: 3 }),
    /dModel must be a multiple of nHeads.*got 8 and 3/,
  );
});

test("a number of steps must be a positive integer", async () => {
  for (const steps of [0, 0.5, NaN, -1, "3" as unknown as number])
    await assert.rejects(
      trainingLoop(makeRun(), { steps }),
      /steps must be a whole/,
    );
});

test("a sample that throws loses no step: training continues without a gap", async () => {
  let calls = 0;
  const run = makeRun({
    totalSteps: 4,
    evaluateEvery: 2,
    validation: makeRun().sequences.slice(0, 2),
    sample: () => {
      if (++calls === 1) throw new Error("no ink");
      return "a whale";
    },
  });
  await assert.rejects(trainingLoop(run), /no ink/);
  assert.equal(run.step, 2);
  await trainingLoop(run);
  assert.deepEqual(
    run.records.map(({ step, sample }) => [step, sample]),
    [1, 2, 3, 4].map((step) => [step, step === 4 ? "a whale" : undefined]),
  );
});

test("a run of a single step can be trained", async () => {
  const run = makeRun({ totalSteps: 1, schedule: undefined });
  assert.equal((await trainingLoop(run)).reason, "finished");
});

test("a step leaves no memory allocated", async () => {
  let created = 0;
  const backend = referenceBackend();
  const model = new TinyLLM(tiny, {
    ...backend,
    create: (shape) => {
      created++;
      return backend.create(shape);
    },
  });
  const run = makeRun({ model });
  await trainingLoop(run, { steps: 1 });
  const afterFirst = created;
  await trainingLoop(run);
  assert.equal(created, afterFirst);
});

test("a model and its saved file give the same loss; truncated files are rejected", () => {
  const folder = mkdtempSync(join(tmpdir(), "model-"));
  const path = join(folder, "model.safetensors");
  try {
    const model = new TinyLLM({ ...tiny, seed: 7 });
    saveModel(model, path);
    const copy = loadModel(path);
    assert.deepEqual(copy.config, model.config);
    assert.deepEqual(copy.parameters.values.data, model.parameters.values.data);
    const { tensors } = readTensors(path);
    assert.deepEqual(tensors.get("tokenEmbedding")?.shape, [13, 8]);
    writeFileSync(path, readFileSync(path).subarray(0, -100));
    assert.throws(() => readTensors(path), /Was the file cut short\?/);
    const missing = join(folder, "a folder of a long name".repeat(5), "no");
    assert.throws(
      () => readTensors(missing),
      (error: Error) =>
        error.message.includes(
          `got ${JSON.stringify(missing)}, which does not exist`,
        ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("reading token by token equals the full forward pass", () => {
  const model = new TinyLLM(tiny, referenceBackend(64));
  const ids = Int32Array.of(5, 0, 12, 7, 7, 1);
  const whole = model.logits(ids, [1, 6]).data;
  const reader = createReader(model);
  ids.forEach((id, t) => {
    const logits = readToken(reader, id);
    const row = whole.slice(t * 13, (t + 1) * 13);
    assertClose(logits, row, { tolerance: 1e-12, what: `position ${t}` });
  });
});

test("generation is repeatable, and continues past a full window", () => {
  const model = new TinyLLM(tiny);
  const write = (seed: number): Int32Array =>
    generate(model, {
      prompt: [1, 2, 3],
      maxNewTokens: 20,
      random: createRandom(seed),
    });
  assert.equal(write(1).length, 20);
  assert.deepEqual(write(1), write(1));
  assert.notDeepEqual(write(1), write(2));
});

test("tokens come one by one, and are the same as all at once", () => {
  const model = new TinyLLM({ ...tiny, dropout: 0 });
  const options = (seed: number): GenerateOptions => ({
    prompt: [1, 2, 3],
    maxNewTokens: 20,
    random: createRandom(seed),
    topP: 0.9,
  });
  const whole = [
    8, 1, 7, 12, 12, 3, 7, 9, 6, 12, 5, 6, 1, 5, 4, 2, 6, 1, 5, 10,
  ];
  assert.deepEqual([...generate(model, options(1))], whole);
  assert.deepEqual([...generateTokens(model, options(1))], whole);
  let draws = 0;
  const random = createRandom(1);
  const counted = (): number => (draws++, random());
  const tokens = generateTokens(model, { ...options(1), random: counted });
  assert.equal(tokens.next().value, whole[0]);
  assert.equal(draws, 1);
  const stopped = generateTokens(model, { ...options(1), stopToken: 3 });
  assert.deepEqual([...stopped], whole.slice(0, 6));
});

test("generation rejects bad options before it begins", () => {
  const model = new TinyLLM(tiny);
  const text = "Call me" as unknown as number[];
  const rejected: [Partial<GenerateOptions>, RegExp][] = [
    [{ prompt: [] }, /prompt must hold at least one token/],
    [{ prompt: [13] }, /prompt must be whole numbers from 0 to 12.* got 13/],
    // before the window that fits: six tokens
    [{ prompt: [9999, 1, 2, 3, 4, 5, 6] }, /prompt must be .*got 9999/],
    [{ prompt: [NaN] }, /got NaN/],
    [{ prompt: [1.5] }, /got 1\.5/],
    [{ prompt: [-1] }, /got -1/],
    [{ prompt: text }, /got "C" at index 0\. Encode the text with/],
    [
      { stopToken: 13 },
      /stopToken must be a whole number from 0 to 12.* got 13/,
    ],
    [{ maxNewTokens: 0 }, /maxNewTokens must be a whole/],
    [
      { temperature: NaN },
      /temperature must be a number of at least 0; got NaN/,
    ],
    [{ topK: 0.5 }, /topK must be a whole/],
    [{ topP: 0 }, /topP must be a number above 0/],
  ];
  for (const [options, message] of rejected)
    assert.throws(
      () =>
        generate(model, { prompt: [1], random: createRandom(1), ...options }),
      { name: "RangeError", message },
      JSON.stringify(options),
    );
  model.parameters.values.data.fill(NaN);
  assert.throws(
    () => generate(model, { prompt: [1], random: createRandom(1) }),
    /logits must be finite.* Did training diverge\? .* lower learning rate/,
  );
});

test("bits per byte spread the loss over the bytes of the text", () => {
  const loss = 8 * Math.LN2;
  const bits = bitsPerByte({ loss, tokens: 10, bytes: 40 });
  assertClose(bits, 2, { tolerance: 1e-12 });
  assert.throws(
    () => bitsPerByte({ loss, tokens: 10, bytes: 0 }),
    /bytes must be a whole number of at least 1; got 0/,
  );
});
