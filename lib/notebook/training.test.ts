import assert from "node:assert/strict";
import { test } from "node:test";

import type { MimeBundle } from "../core/base/display";
import type { StepRecord } from "../core/training/training-run";
import { fakeNotebook, unpacked } from "../testing/fake-notebook";
import { PLOTLY_MIME } from "./figure";
import { trainingDashboard } from "./training-dashboard";
import { smooth, trainingFigure } from "./training-figure";

const plan = { totalSteps: 100, parameters: 1234, vocabSize: 10, records: [] };

function record(step: number, more: Partial<StepRecord> = {}): StepRecord {
  return {
    step,
    epoch: step / 50,
    tokens: step * 10,
    loss: 2 / step,
    learningRate: 0.1,
    gradientNorm: 1,
    tokensPerSecond: 2500,
    elapsedMs: step * 1000,
    ...more,
  };
}

const steps = (n: number): StepRecord[] =>
  Array.from({ length: n }, (_, i) => record(i + 1));

const textOf = (bundle: MimeBundle | undefined): string =>
  String(bundle?.["text/plain"]);

interface Trace {
  name: string;
  yaxis: string;
  x: number[];
  y: number[];
}

test("an average over neighbors is exact, and over fewer near the ends", () => {
  assert.deepEqual(smooth([3, 6, 9, 12, 15], 3), [3, 6, 9, 12, 13.5]);
  assert.deepEqual(smooth([1, 2, 3], 1), [1, 2, 3]);
  assert.deepEqual(smooth([2, NaN, 4], 3), [2, 3, 4]);
});

test("perplexity is drawn as exp(loss), including the reference lines", () => {
  const figure = trainingFigure(
    [record(1, { loss: 1, validationLoss: 2 }), record(2, { loss: 3 })],
    { references: [{ name: "ln V", loss: Math.log(10) }] },
  );
  const traces = figure.data as unknown as Trace[];
  const on = (yaxis: string): Record<string, number[]> =>
    Object.fromEntries(
      traces
        .filter((one) => one.yaxis === yaxis)
        .map((one) => [one.name, one.y]),
    );
  assert.deepEqual(on("y")["train, each step"], [1, 3]);
  assert.deepEqual(on("y2")["train, each step"], [2.718282, 20.08554]);
  assert.deepEqual(on("y2")["validation"], [7.389056]);
  const shapes = figure.layout["shapes"] as { y0: number; yref: string }[];
  assert.deepEqual(
    shapes.map(({ yref, y0 }) => [yref, Math.round(y0 * 100) / 100]),
    [
      ["y", 2.3],
      ["y2", 10],
    ],
  );
});

test("a loss that stays worse than guessing gets a warning with the cure", () => {
  // warm-up over five steps, then a falling rate
  const run = (loss: (step: number) => number, count: number): string => {
    const notebook = fakeNotebook();
    const observer = trainingDashboard({}, notebook);
    observer.start({ ...plan, totalSteps: count });
    const records = Array.from({ length: count }, (_, i) => {
      const rate = i < 5 ? (i + 1) / 50 : 0.1 - i / 1e4;
      return record(i + 1, { loss: loss(i + 1), learningRate: rate });
    });
    for (const one of records) observer.step(one);
    observer.end({ reason: "finished", records });
    return textOf(notebook.outputs[1]?.at(-1));
  };
  const worse =
    /✗ Finished.*\nThe loss is worse than guessing \(ln 10 = 2\.30\)\. Lower the learning rate/;
  assert.match(
    run(() => 40, 30),
    worse,
  );
  // a spike, a start at ln V and a bad warm-up do not count as failures
  for (const loss of [
    (step: number) => (step === 20 ? 9 : 1),
    () => 2.35,
    (step: number) => (step < 6 ? 40 : 1),
  ])
    assert.match(run(loss, 30), /^✓ Finished: .*\ntrain loss/);
});

test("the alternative text gives the ends of the curves", () => {
  const { alt } = trainingFigure(
    [record(1, { loss: 2 }), record(7, { loss: 1, validationLoss: 1.5 })],
    { title: "Bigram", references: [{ name: "uniform", loss: 2.3 }] },
  );
  assert.equal(
    alt,
    "Bigram: from step 1 to 7 the training loss goes from 2.000 (perplexity " +
      "7.4) to 1.000 (perplexity 2.7) nats per token. The validation loss " +
      "ends at 1.500 (perplexity 4.5). To compare: uniform 2.30.",
  );
});

test("the dashboard shows step, losses, speed, time left and newest sample", () => {
  const notebook = fakeNotebook();
  const dashboard = trainingDashboard({}, notebook);
  dashboard.start(plan);
  assert.match(textOf(notebook.outputs[1]?.at(-1)), /waiting for the first/);
  for (const one of steps(40)) {
    notebook.wait(1000);
    dashboard.step(
      one.step === 40
        ? { ...one, validationLoss: 3, sample: "a <whale>" }
        : one,
    );
  }
  const words = notebook.outputs[1]?.at(-1);
  assert.equal(
    textOf(words),
    "Training 1,234 parameters: step 40 of 100\n" +
      "train loss 0.050, train perplexity 1.051, validation loss 3.000, " +
      "validation perplexity 20.09, tokens per second 2,500, epoch 0.80, " +
      "time left 1 min 0 s\n" +
      "after step 40: a <whale>",
  );
  const html = String(words?.["text/html"]);
  assert.match(html, /aria-valuenow="40.0"/);
  assert.match(html, /a &#60;whale&#62;/);
});

test("the dashboard sends at most 5 times per second, and little at a time", () => {
  const notebook = fakeNotebook();
  const dashboard = trainingDashboard({}, notebook);
  dashboard.start({ ...plan, totalSteps: 10_000 });
  for (const one of steps(10_000)) {
    notebook.wait(1);
    dashboard.step(one);
  }
  const [figure = [], words = []] = notebook.outputs;
  assert.ok(words.length <= 51, `${words.length} updates in 10 s`);
  for (const bundle of [...figure, ...words])
    assert.ok(JSON.stringify(bundle).length < 60_000);
});

for (const [reason, headline] of [
  ["finished", "✓ Finished: 100 steps, 1,000 tokens, 1 min 40 s"],
  ["interrupted", "Interrupted after step 100 of 100, 1 min 40 s."],
  ["diverged", "✗ Diverged: stopped at step 100 of 100, 1 min 40 s."],
] as const) {
  test(`a run that ${reason} leaves its figure and a message`, () => {
    const notebook = fakeNotebook();
    const dashboard = trainingDashboard({ title: "Run" }, notebook);
    const records = steps(100);
    dashboard.start(plan);
    for (const one of records) dashboard.step(one);
    dashboard.end({ reason, records });
    const [figure, words] = notebook.outputs.map((shown) => shown.at(-1));
    assert.deepEqual(Object.keys(figure ?? {}), [PLOTLY_MIME, "text/plain"]);
    const { data } = figure?.[PLOTLY_MIME] as { data: Trace[] };
    assert.equal(unpacked(data[0]?.x).at(-1), 100);
    assert.ok(textOf(words).startsWith(headline), textOf(words));
    assert.doesNotMatch(String(words?.["text/html"]), /<script/);
    assert.ok(JSON.stringify([figure, words]).length < 60_000);
  });
}

test("one dashboard observes several runs, and a run that continues", () => {
  const notebook = fakeNotebook();
  const dashboard = trainingDashboard({}, notebook);
  const records = steps(3);
  dashboard.start(plan);
  for (const one of records) dashboard.step(one);
  dashboard.end({ reason: "interrupted", records });
  dashboard.start({ ...plan, records });
  dashboard.step(record(4));
  dashboard.end({ reason: "finished", records: [...records, record(4)] });
  assert.equal(notebook.outputs.length, 4);
  const steppedTo = [0, 2].map((at) => {
    const last = notebook.outputs[at]?.at(-1)?.[PLOTLY_MIME];
    return (last as { data: Trace[] }).data[0]?.x;
  });
  assert.deepEqual(steppedTo, [
    [1, 2, 3],
    [1, 2, 3, 4],
  ]);
});

test("a run that ends before its first step shows no error", () => {
  const notebook = fakeNotebook();
  const dashboard = trainingDashboard({}, notebook);
  dashboard.start(plan);
  dashboard.end({ reason: "interrupted", records: [] });
  assert.match(textOf(notebook.outputs[1]?.at(-1)), /before the first step/);
});

test("at the end the first, a middle and the last sample are kept", () => {
  const notebook = fakeNotebook();
  const dashboard = trainingDashboard({}, notebook);
  const records = steps(5).map((one) => ({ ...one, sample: `s${one.step}` }));
  dashboard.start(plan);
  for (const one of records) dashboard.step(one);
  dashboard.end({ reason: "finished", records });
  const lines = textOf(notebook.outputs[1]?.at(-1)).split("\n").slice(2);
  assert.deepEqual(lines, [
    "after step 1: s1",
    "after step 3: s3",
    "after step 5: s5",
  ]);
});
