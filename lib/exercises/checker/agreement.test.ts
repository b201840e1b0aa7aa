import { test } from "node:test";
import assert from "node:assert/strict";
import { bitsPerByte } from "../../core/training/evaluate";
import {
  createTrainingSequences,
  createBatches,
} from "../../core/text/sequences";
import { perplexity } from "../../core/by-hand/softmax";
import { descend } from "../chapters/01-one-weight/2-descend";
import howManySteps from "../chapters/01-one-weight/3-how-many-steps";
import whereDivergenceBegins from "../chapters/01-one-weight/4-where-divergence-begins";
import { scoreText } from "../chapters/15-train-tinyllm/2-score";
import { planRun } from "../chapters/15-train-tinyllm/3-plan";

test("the scores of 15.2 are those of the library", () => {
  const text = { loss: 4.321, tokens: 777, bytes: 3001 };
  const score = scoreText(text);
  assert.ok(Math.abs(score.bitsPerByte - bitsPerByte(text)) < 1e-12);
  assert.equal(score.perplexity, perplexity(text.loss));
});

test("the plan of 15.3 is what cutting and batching really give", () => {
  for (const tokens of [8, 9, 40, 41, 100]) {
    const run = { tokens, length: 4, batchSize: 3, epochs: 2 };
    const windows = createTrainingSequences(new Int32Array(tokens), run);
    const steps = [...createBatches(windows, run)].length;
    assert.deepEqual(planRun(run), {
      windows: windows.length,
      stepsPerEpoch: steps,
      totalSteps: 2 * steps,
      tokensSeen: 2 * 4 * windows.length,
    });
  }
});

test("the predictions of chapter 01 are what descending shows", () => {
  const path = descend(8, 0.1, 40);
  const reached = path.findIndex((w) => Math.abs(w - 3) < 0.01);
  assert.equal(howManySteps.reference, reached);
  const distance = (rate: number): number => {
    let w = 5;
    for (let step = 0; step < 100; step++) w -= rate * 6 * (w - 2);
    return Math.abs(w - 2);
  };
  const limit = whereDivergenceBegins.reference;
  assert.ok(distance(limit - 0.001) < 3 && distance(limit + 0.001) > 3);
});
