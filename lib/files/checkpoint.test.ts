import assert from "node:assert/strict";
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import {
  Adam,
  BPETokenizer,
  createTrainingRun,
  createTrainingSequences,
  Sgd,
  TinyLLM,
  type TrainingRun,
  type TrainingRunOptions,
} from "../core";
import { temporaryFolder } from "../testing/temporary-folder";
import {
  findCheckpoint,
  readTensors,
  resumeRun,
  saveModel,
  saveRun,
  train,
  writeTensors,
} from ".";

const SMALL = {
  vocabSize: 20,
  dModel: 8,
  nHeads: 2,
  nLayers: 1,
  dFf: 12,
  maxSeqLen: 6,
  dropout: 0.1,
};

function windows(factor: number) {
  const ids = Int32Array.from({ length: 121 }, (_, i) => (i * factor) % 20);
  return createTrainingSequences(ids, { length: 6 }); // 20 windows
}

function makeRun(change: Partial<TrainingRunOptions> = {}): TrainingRun {
  return createTrainingRun({
    model: new TinyLLM(SMALL),
    sequences: windows(7),
    batchSize: 8,
    totalSteps: 12,
    schedule: { maxLearningRate: 0.01 },
    validation: windows(3).slice(0, 4),
    evaluateEvery: 4,
    ...change,
  });
}

/** Every number that training changes. */
function numbersOf({ model, optimizer, step, tokens, records }: TrainingRun) {
  const state = Object.values(optimizer.state).map(({ data }) => [...data]);
  const losses = records.map((one) => [one.loss, one.validationLoss]);
  const weights = [...model.parameters.values.data];
  return { weights, state, steps: optimizer.steps, step, tokens, losses };
}

/** A file of a run after three steps. */
async function savedRun(t: TestContext): Promise<string> {
  const path = join(temporaryFolder(t), "run.safetensors");
  const run = makeRun();
  await train(run, { steps: 3 });
  saveRun(run, path);
  return path;
}

test("a run with any other setting is refused by name, unless allowed", async (t) => {
  const path = await savedRun(t);
  const model = new TinyLLM(SMALL);
  const sgd = {
    model,
    optimizer: new Sgd(model.parameters, { momentum: 0.9 }),
  };
  const adam = (options: object) => () => {
    const model = new TinyLLM(SMALL);
    return { model, optimizer: new Adam(model.parameters, options) };
  };
  const tokenizer = new BPETokenizer([]);
  const changes: [RegExp, () => Partial<TrainingRunOptions>][] = [
    [/: seed: 1 in the file, 2 here\./, () => ({ seed: 2 })],
    [/: batchSize: 8 in the file, 4 here\./, () => ({ batchSize: 4 })],
    [/totalSteps: 12 in the file, 30 here/, () => ({ totalSteps: 30 })],
    [/evaluateEvery: 4 in the file, 5 here/, () => ({ evaluateEvery: 5 })],
    [/maxNorm: 1 in the file, 2 here/, () => ({ maxNorm: 2 })],
    [
      /schedule.maxLearningRate: 0.01 in the file, 0.02 here/,
      () => ({ schedule: { maxLearningRate: 0.02 } }),
    ],
    [
      /schedule.warmupSteps: 1 in the file, 0 here/,
      () => ({ schedule: { maxLearningRate: 0.01, warmupSteps: 0 } }),
    ],
    [/windows to train on: 20 of 6/, () => ({ sequences: windows(9) })],
    [/20 of 6 .*, 19 of 6/, () => ({ sequences: windows(7).slice(1) })],
    [/validation windows/, () => ({ validation: undefined })],
    [/optimizer.beta1: 0.9 in the file, 0.5 here/, adam({ beta1: 0.5 })],
    [/optimizer.weightDecay: 0 in the file/, adam({ weightDecay: 0.1 })],
    [
      /model.dropout: 0.1 in the file, 0 here/,
      () => ({ model: new TinyLLM({ ...SMALL, dropout: 0 }) }),
    ],
    [
      /model.seed: 1 in the file, 3 here/,
      () => ({ model: new TinyLLM({ ...SMALL, seed: 3 }) }),
    ],
  ];
  for (const [expected, change] of changes) {
    const run = makeRun(change());
    const before = numbersOf(run);
    assert.throws(
      () => resumeRun(run, path),
      (error: Error) => {
        assert.ok(error instanceof RangeError);
        assert.match(error.message, expected);
        assert.match(error.message, /allowChanges: true/);
        return true;
      },
    );
    assert.deepEqual(
      numbersOf(run),
      before,
      "nothing changes before all is checked",
    );
    resumeRun(run, path, { allowChanges: true });
    assert.equal(run.step, 3);
  }
  assert.throws(
    () => resumeRun(makeRun(sgd), path),
    /optimizer: Adam in the file, Sgd here/,
  );
  assert.throws(
    () => resumeRun(makeRun(sgd), path, { allowChanges: true }),
    /must hold "optimizer.velocity"/,
  );
  assert.throws(
    () => makeRun({ tokenizer }),
    /tokenizer and model must have the same/,
  );
});

test("a run that is too short for the checkpoint, or further, is refused", async (t) => {
  const path = await savedRun(t);
  const short = makeRun({ totalSteps: 2, schedule: {} });
  assert.throws(
    () => resumeRun(short, path, { allowChanges: true }),
    /run of 2 steps cannot continue after step 3/,
  );
  const further = makeRun();
  await train(further, { steps: 5 });
  const before = numbersOf(further);
  assert.throws(
    () => resumeRun(further, path),
    /is at step 5, .*at step 3.*allowOlder/,
  );
  assert.deepEqual(numbersOf(further), before);
  resumeRun(further, path, { allowOlder: true });
  assert.equal(further.step, 3);
});

test("a run is not trained or resumed while it is being trained", async (t) => {
  const path = await savedRun(t);
  const run = makeRun();
  const both = await Promise.allSettled([train(run), train(run)]);
  assert.deepEqual(
    both.map(({ status }) => status),
    ["fulfilled", "rejected"],
  );
  assert.equal(run.records.length, 12);
  const again = makeRun();
  const first = train(again, {
    observer: {
      step({ step }) {
        if (step !== 2) return;
        assert.throws(
          () => resumeRun(again, path),
          /must not be trained twice at once/,
        );
      },
    },
  });
  await first;
  await assert.rejects(
    train(makeRun(), {
      observer: {
        step: () => {
          throw new Error("no");
        },
      },
    }),
    /no/,
  );
  assert.equal(again.isTraining, false);
});

test("progress that is not a run's is refused before anything is changed", async (t) => {
  const path = await savedRun(t);
  const { tensors, metadata } = readTensors(path);
  const good = JSON.parse(metadata.progress) as Record<string, unknown>;
  const [record] = good.records as object[];
  const odd: unknown[] = [
    null,
    7,
    "x",
    [],
    {},
    { ...good, step: -5 },
    { ...good, step: "7" },
    { ...good, step: 0.5 },
    { ...good, step: 1 },
    { ...good, optimizerSteps: -1 },
    { ...good, optimizerSteps: undefined },
    { ...good, tokens: null },
    { ...good, elapsedMs: "soon" },
    { ...good, records: {} },
    { ...good, records: [null] },
    { ...good, records: [{ ...record, loss: "low" }] },
    { ...good, records: [record, record] },
  ];
  for (const progress of odd) {
    const damaged = `${path}-odd`;
    const notes = { ...metadata, progress: JSON.stringify(progress) };
    writeTensors(damaged, { tensors, metadata: notes });
    const run = makeRun();
    const before = numbersOf(run);
    assert.throws(
      () => resumeRun(run, damaged),
      (error: Error) =>
        error instanceof RangeError && error.message.includes(damaged),
      JSON.stringify(progress),
    );
    assert.deepEqual(numbersOf(run), before);
  }
  for (const name of ["progress", "settings"]) {
    const damaged = `${path}-odd`;
    writeTensors(damaged, { tensors, metadata: { ...metadata, [name]: "{" } });
    assert.throws(() => resumeRun(makeRun(), damaged), /must be JSON/);
  }
  const { settings: _, ...older } = metadata;
  writeTensors(path, { tensors, metadata: older });
  assert.throws(() => resumeRun(makeRun(), path), /of an earlier version/);
  resumeRun(makeRun(), path, { allowChanges: true });
});

test("a model's file is not a run", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  saveModel(new TinyLLM(SMALL), path);
  assert.throws(
    () => resumeRun(makeRun(), path),
    /must be a saved run.*loadModel/,
  );
});

test("a run saves itself, and continues bit for bit from its newest checkpoint", async (t) => {
  const folder = join(temporaryFolder(t), "checkpoints", "tiny");
  const tokenizer = new BPETokenizer([]);
  const model = () => new TinyLLM({ ...SMALL, vocabSize: tokenizer.vocabSize });
  const make = () => makeRun({ model: model(), tokenizer });
  const unbroken = make();
  await train(unbroken);
  const first = make();
  await train(first, { steps: 7, checkpoint: { folder, every: 2 } });
  assert.deepEqual(readdirSync(folder), [
    "best.safetensors",
    "step-000006.safetensors",
    "step-000007.safetensors",
  ]);
  const found = findCheckpoint(folder);
  assert.match(
    found?.summary ?? "",
    /step 7 of 12, training loss \d.*validation loss/,
  );
  assert.deepEqual(
    JSON.parse(found?.metadata.tokenizer ?? ""),
    tokenizer.toJSON(),
  );
  const second = make();
  resumeRun(second, folder);
  await train(second, { checkpoint: { folder, every: 2 } });
  assert.deepEqual(numbersOf(second), numbersOf(unbroken));
  const best = make();
  resumeRun(best, join(folder, "best.safetensors"));
  const losses = unbroken.records.map((one) => one.validationLoss ?? Infinity);
  assert.equal(best.step, losses.indexOf(Math.min(...losses)) + 1);
});

test("a damaged newest checkpoint is skipped, and that is said", async (t) => {
  const folder = temporaryFolder(t);
  await train(makeRun(), { steps: 4, checkpoint: { folder, every: 2 } });
  truncateSync(join(folder, "step-000004.safetensors"), 100);
  const found = findCheckpoint(folder);
  assert.equal(found?.step, 2);
  assert.match(found.summary, /step-000004/);
  writeFileSync(join(folder, "step-000002.safetensors"), "");
  assert.throws(
    () => findCheckpoint(folder),
    /must hold a checkpoint that can be read/,
  );
  assert.throws(() => resumeRun(makeRun(), join(folder, "none")), /none/);
});

test("checkpoints of another run, or of later steps, are never overwritten", async (t) => {
  const folder = join(temporaryFolder(t), "tiny");
  await train(makeRun(), { steps: 4, checkpoint: { folder } });
  const path = join(folder, "step-000004.safetensors");
  const bytes = readFileSync(path);
  const fresh = makeRun();
  await assert.rejects(
    train(fresh, { checkpoint: { folder } }),
    /holds this run at step 4.*resumeRun.*putAside: true/s,
  );
  const other = makeRun({ seed: 2 });
  await assert.rejects(
    train(other, { checkpoint: { folder } }),
    /are of another: seed: 1 in the file, 2 here/,
  );
  assert.equal(fresh.step + other.step, 0);
  assert.deepEqual(readFileSync(path), bytes);
  await train(fresh, { steps: 3, checkpoint: { folder, putAside: true } });
  assert.deepEqual(
    readFileSync(join(`${folder}-old-1`, "step-000004.safetensors")),
    bytes,
  );
  await train(fresh, { steps: 3, checkpoint: { folder, putAside: true } });
  assert.equal(findCheckpoint(folder)?.step, 6);
  assert.ok(!existsSync(`${folder}-old-2`), "a run's own checkpoints stay");
});

test("of two runs that train in one folder, the first that saves goes on", async (t) => {
  for (const change of [{}, { seed: 2 }]) {
    const folder = temporaryFolder(t);
    const checkpoint = { folder, every: 3 };
    const second = makeRun(change);
    const results = await Promise.allSettled([
      train(makeRun(), { checkpoint }),
      train(second, { checkpoint }),
    ]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ["fulfilled", "rejected"],
    );
    const [, rejected] = results as PromiseRejectedResult[];
    assert.match(
      String(rejected.reason),
      /one run at a time.*step-000003.*resumeRun/,
    );
    assert.equal(second.step, 3, "what it has computed is not lost");
    const path = join(folder, "step-000012.safetensors");
    resumeRun(makeRun(), path);
    assert.deepEqual(readdirSync(folder), [
      "best.safetensors",
      "step-000009.safetensors",
      "step-000012.safetensors",
    ]);
  }
});

test("the best checkpoint of a folder is only replaced by a better one", async (t) => {
  const folder = temporaryFolder(t);
  const best = join(folder, "best.safetensors");
  const checkpoint = { folder, every: 4 };
  await train(makeRun(), { steps: 4, checkpoint });
  const { tensors, metadata } = readTensors(best);
  const progress = metadata.progress.replace(
    /"validationLoss":[\d.]+/,
    "$&e-9",
  );
  writeTensors(best, { tensors, metadata: { ...metadata, progress } });
  const bytes = readFileSync(best);
  rmSync(join(folder, "step-000004.safetensors"));
  await train(makeRun(), { steps: 4, checkpoint });
  assert.deepEqual(readFileSync(best), bytes);
  truncateSync(best, 100);
  rmSync(join(folder, "step-000004.safetensors"));
  await train(makeRun(), { steps: 4, checkpoint });
  assert.notEqual(readFileSync(best).length, 100, "a damaged one is replaced");
});

test("when to save is a number of steps or a time", async (t) => {
  const folder = temporaryFolder(t);
  for (const every of [
    0,
    -1,
    1.5,
    NaN,
    "",
    "2",
    "2 days",
    "0 seconds",
    "soon",
  ]) {
    await assert.rejects(
      train(makeRun(), { checkpoint: { folder, every } }),
      /checkpoint.every must be/,
    );
  }
  await assert.rejects(
    train(makeRun(), { checkpoint: { folder: "" } }),
    /folder must be/,
  );
  await assert.rejects(
    train(makeRun(), { checkpoint: { folder, keep: 0 } }),
    /keep must be a whole number/,
  );
  const often = { folder, every: "0.0001 seconds", keep: 5 };
  await train(makeRun(), { steps: 5, checkpoint: often });
  const steps = readdirSync(folder).filter((name) => name.startsWith("step"));
  assert.equal(steps.length, 5);
});
