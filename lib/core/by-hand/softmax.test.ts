import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import { gradient } from "./derivative";
import {
  crossEntropy,
  perplexity,
  softmax,
  softmaxCrossEntropyGrad,
} from "./softmax";

test("logits of ln 1, ln 2, ln 5 become one, two and five eighths", () => {
  const p = softmax([Math.log(1), Math.log(2), Math.log(5)]);
  assertClose(p, [1 / 8, 2 / 8, 5 / 8], { tolerance: 1e-15 });
});

test("adding the same number to every logit changes nothing", () => {
  const p = softmax([0.5, -1, 2]);
  assertClose(softmax([100.5, 99, 102]), p, { tolerance: 1e-14 });
});

test("huge and tiny logits neither overflow nor lose the loss", () => {
  assert.deepEqual(softmax([1000, 1000]), [0.5, 0.5]);
  assert.deepEqual(softmax([-2000, -1000]), [0, 1]);
  assert.equal(crossEntropy([0, 1000], 0), 1000);
  assert.equal(crossEntropy([-1000, 0], 0), 1000);
  assertClose(crossEntropy([1000, 1000], 1), Math.LN2, { tolerance: 1e-15 });
});

test("an impossible token gets probability 0 and the others share the rest", () => {
  assert.deepEqual(softmax([3, -Infinity, 3]), [0.5, 0, 0.5]);
});

test("a uniform guess among V tokens costs ln V nats, perplexity V", () => {
  for (const vocabSize of [2, 27, 5000]) {
    const loss = crossEntropy(new Array<number>(vocabSize).fill(0.3), 1);
    assertClose(loss, Math.log(vocabSize), { tolerance: 1e-12 });
    assertClose(perplexity(loss), vocabSize, { tolerance: 1e-9 * vocabSize });
  }
});

test("the loss is minus the log of the true token's probability", () => {
  const logits = [0.1, -2, 1.4, 0.7];
  softmax(logits).forEach((p, id) =>
    assertClose(crossEntropy(logits, id), -Math.log(p), { tolerance: 1e-14 }),
  );
});

test("P - onehot agrees with central differences and with mathjs", async () => {
  const { derivative: symbolic } = await import("mathjs");
  const logits = [0.4, -1.2, 2.1];
  const scope = { a: 0.4, b: -1.2, c: 2.1 };
  const text = "log(exp(a) + exp(b) + exp(c)) - b";
  const delta = softmaxCrossEntropyGrad(logits, 1);
  const nudged = gradient((z) => crossEntropy(z, 1), logits);
  ["a", "b", "c"].forEach((name, i) => {
    const exact = Number(symbolic(text, name).evaluate(scope));
    assertClose(delta[i], exact, { tolerance: 1e-14 });
    assertClose(delta[i], nudged[i], { tolerance: 1e-9 });
  });
  assert.deepEqual(logits, [0.4, -1.2, 2.1], "the input does not change");
});

test("unusable logits, ids and losses are rejected with a cure", () => {
  for (const f of [crossEntropy, softmaxCrossEntropyGrad]) {
    for (const id of [-1, 2, 0.5, NaN]) {
      assert.throws(() => f([1, 2], id), /from 0 to 1.*2 tokens; got/);
    }
  }
  assert.throws(
    () => softmax([]),
    /logits must be \(V\); got \(0\)\. Pass at least one/,
  );
  assert.throws(() => softmax([1, NaN]), /got NaN in \[1, NaN\].*diverge/);
  assert.throws(() => softmax([1, Infinity]), /below Infinity; got Infinity/);
  assert.throws(() => softmax([-Infinity]), /at least one logit.*finite/);
  assert.throws(() => perplexity(-1), /at least 0 nats.*got -1.*minus/);
  assert.throws(() => perplexity(NaN), /got NaN/);
});
