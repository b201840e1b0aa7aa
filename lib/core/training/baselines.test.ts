import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import {
  createNgramModel,
  ngramLoss,
  ngramProbability,
  ngramTokens,
} from "./baselines";
import { createRandom } from "../base/random";

const SMALL = Int32Array.of(0, 1, 0, 1, 0, 2);

function randomIds(seed: number, length: number, vocabSize: number) {
  const random = createRandom(seed);
  // Squared, so that some tokens are rare and some never occur.
  return Int32Array.from({ length }, () =>
    Math.floor(random() ** 2 * vocabSize),
  );
}

function close(actual: number, expected: number): void {
  assertClose(actual, expected, { tolerance: 1e-12 });
}

/** The formula, with every count taken directly from the text. */
function bruteForce(ids: number[], context: number[], next: number, V: number) {
  const follows = (h: number[]): number[] =>
    ids.filter((_, at) => at >= h.length && h.every((id, i) => ids[at - h.length + i] === id)); // prettier-ignore
  const grams = ids
    .map((_, at) => ids.slice(at - context.length, at + 1).join(" "))
    .slice(context.length);
  const times = (n: number): number =>
    new Set(grams.filter((g) => grams.filter((o) => o === g).length === n)).size; // prettier-ignore
  const discount =
    times(1) && times(2) ? times(1) / (times(1) + 2 * times(2)) : 0.5;
  const shorter: number =
    context.length === 0 ? 1 / V : bruteForce(ids, context.slice(1), next, V);
  const seen = follows(context);
  if (seen.length === 0) return shorter;
  const count = seen.filter((id) => id === next).length;
  const freed = discount * new Set(seen).size;
  return (Math.max(count - discount, 0) + freed * shorter) / seen.length;
}

test("a bigram's probability agrees with a computation by hand", () => {
  const model = createNgramModel(SMALL, { order: 2, vocabSize: 4 });
  // Tokens: counts 3, 2, 1, so D = 1/3; pairs: 2, 2, 1, so D = 1/5.
  const unigram = (2 - 1 / 3) / 6 + ((1 / 3) * 3) / 6 / 4;
  close(ngramProbability(model, [1], 0), unigram);
  close(ngramProbability(model, [0, 1], 1), (1.8 + 0.4 * unigram) / 3);
});

test("probabilities agree with counting by brute force", () => {
  const ids = randomIds(1, 120, 6);
  for (const order of [1, 2, 3] as const) {
    const model = createNgramModel(ids, { order, vocabSize: 6 });
    for (let a = 0; a < 6; a++)
      for (let b = 0; b < 6; b++)
        for (let next = 0; next < 6; next++) {
          const context = [a, b].slice(3 - order);
          close(
            ngramProbability(model, [...context, next], context.length),
            bruteForce([...ids], context, next, 6),
          );
        }
  }
});

test("after every context the probabilities sum to 1, and none is 0", () => {
  const ids = randomIds(2, 300, 9);
  for (const order of [1, 2, 3] as const) {
    const model = createNgramModel(ids, { order, vocabSize: 9 });
    for (let a = 0; a < 9; a++)
      for (let b = 0; b < 9; b++) {
        const all = Array.from({ length: 9 }, (_, next) =>
          ngramProbability(model, [a, b, next], 2),
        );
        close(
          all.reduce((sum, p) => sum + p, 0),
          1,
        );
        assert.ok(Math.min(...all) > 0);
      }
  }
});

test("the loss is the mean surprise at every token except the first", () => {
  const train = randomIds(3, 200, 5);
  const held = randomIds(4, 50, 5);
  for (const order of [3, 5, 8]) {
    const model = createNgramModel(train, { order, vocabSize: 5 });
    let sum = 0;
    for (let at = 1; at < held.length; at++) {
      const context = [...held.slice(Math.max(0, at - order + 1), at)];
      sum -= Math.log(bruteForce([...train], context, held[at], 5));
    }
    close(ngramLoss(model, held), sum / 49);
  }
});

test("longer contexts help on text that has structure", () => {
  const pattern = Int32Array.from({ length: 400 }, (_, i) => [0, 1, 0, 2][i % 4]); // prettier-ignore
  const loss = (order: number): number =>
    ngramLoss(createNgramModel(pattern, { order, vocabSize: 3 }), pattern);
  const expected = [1.5 * Math.LN2, 0.5 * Math.LN2, 0];
  assertClose([loss(1), loss(2), loss(3)], expected, { tolerance: 0.02 });
});

test("wrong input is rejected with the rule", () => {
  assert.throws(
    () => createNgramModel(SMALL, { order: 9, vocabSize: 4 }),
    /order must be a whole number from 1 to 8; got 9/,
  );
  assert.throws(
    // 5000 ** 5 contexts could not be told from each other
    () => createNgramModel(SMALL, { order: 6, vocabSize: 5000 }),
    /order must be a whole number from 1 to 5; got 6/,
  );
  assert.throws(
    () => createNgramModel(SMALL, { order: 2, vocabSize: 2 }),
    /ids must be whole numbers from 0 to 1, .*; got 2 at index 5/,
  );
  const model = createNgramModel(SMALL, { order: 2, vocabSize: 4 });
  assert.throws(
    () => ngramLoss(model, Int32Array.of(1)),
    /ids\.length must be a number of at least 2; got 1/,
  );
  assert.throws(() => ngramLoss(model, Int32Array.of(1, -1)), /got -1/);
});

test("an n-gram model writes what it counted", () => {
  const ids = Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 3);
  const model = createNgramModel(ids, { order: 3, vocabSize: 5 });
  const write = (options: object): number[] => [
    ...ngramTokens(model, {
      ...{ prompt: [0], maxNewTokens: 6, random: createRandom(1) },
      ...options,
    }),
  ];
  assert.deepEqual(write({ temperature: 0 }), [1, 2, 0, 1, 2, 0]);
  assert.deepEqual(write({ temperature: 0, stopToken: 2 }), [1, 2]);
  assert.throws(() => write({ prompt: [] }), /at least one token to continue/);
  assert.throws(() => write({ prompt: [5] }), /from 0 to 4.* got 5/);
  // The shares of the draws are the probabilities.
  const random = createRandom(7);
  const drawn = [0, 0, 0, 0, 0];
  for (let n = 0; n < 20_000; n++)
    drawn[write({ prompt: [0, 1], maxNewTokens: 1, random })[0]]++;
  drawn.forEach((count, id) => {
    const expected = ngramProbability(model, [0, 1, id], 2);
    assertClose(count / 20_000, expected, { tolerance: 0.01 });
  });
});
