import { test } from "node:test";
import assert from "node:assert/strict";

import * as fc from "fast-check";

import { assertClose } from "../../testing/close";
import { createRandom } from "../base/random";
import {
  createBatches,
  createDocumentSequences,
  createTrainingSequences,
  splitDocuments,
} from "./sequences";

const documents = Array.from({ length: 40 }, (_, i) => ({
  title: `${i}`,
  text: `${i} `.repeat(20 + ((i * 7) % 31)),
}));

const ids = Int32Array.from({ length: 12 }, (_, i) => i);

test("every document is in exactly one part, in the original order", () => {
  const split = splitDocuments(documents, { seed: 1 });
  const all = [...split.train, ...split.validation, ...split.test];
  assert.equal(all.length, documents.length);
  assert.equal(new Set(all).size, documents.length);
  for (const part of [split.train, split.validation, split.test]) {
    const numbers = part.map(({ title }) => Number(title));
    assert.deepEqual(numbers, [...numbers].sort((a, b) => a - b)); // prettier-ignore
  }
});

test("the parts are as close to their shares as whole documents allow", () => {
  const size = (part: { text: string }[]): number =>
    part.reduce((sum, { text }) => sum + text.length, 0);
  const total = size(documents);
  for (let seed = 0; seed < 20; seed++) {
    const split = splitDocuments(documents, {
      validation: 0.2,
      test: 0.1,
      seed,
    });
    const shares = [split.validation, split.test].map((s) => size(s) / total);
    assertClose(shares, [0.2, 0.1], { tolerance: 0.03 });
  }
});

test("the same seed holds out the same documents, another seed holds out others", () => {
  const titles = (seed: number): string[] =>
    splitDocuments(documents, { seed }).test.map(({ title }) => title);
  assert.deepEqual(titles(5), titles(5));
  assert.notDeepEqual(titles(5), titles(6));
});

test("no text is in two parts, even when documents repeat", () => {
  const twice = [...documents, ...documents, ...documents];
  for (let seed = 0; seed < 20; seed++) {
    const split = splitDocuments(twice, { seed });
    const texts = (part: { text: string }[]): Set<string> =>
      new Set(part.map(({ text }) => text));
    const [train, validation, test] = [
      split.train,
      split.validation,
      split.test,
    ].map(texts);
    assert.equal(train.size + validation.size + test.size, documents.length);
  }
});

test("a share of 0 holds out nothing, and a small share holds out one document", () => {
  const none = splitDocuments(documents, { validation: 0, test: 0, seed: 1 });
  assert.equal(none.train.length, documents.length);
  const few = splitDocuments(documents, {
    validation: 0.001,
    test: 0.001,
    seed: 1,
  });
  assert.equal(few.validation.length, 1);
  assert.equal(few.test.length, 1);
});

test("too few documents to split is an error with a cure", () => {
  assert.throws(
    () => splitDocuments(documents.slice(0, 2), { seed: 1 }),
    /3 parts need at least 3 different documents.*got 2.*Give more text, cut it into/,
  );
  assert.throws(
    () => splitDocuments([], { validation: 0, test: 0, seed: 1 }),
    /got 0/,
  );
  assert.throws(
    () => splitDocuments(documents, { validation: 0.9, test: 0.9, seed: 1 }),
    /something left to train on/,
  );
  assert.throws(
    () => splitDocuments(documents, { validation: 1, seed: 1 }),
    /validation must be a number of at least 0 and below 1; got 1/,
  );
});

test("targets are the inputs one token later", () => {
  const sequences = createTrainingSequences(ids, { length: 4 });
  assert.deepEqual(
    sequences.map(({ inputs, targets }) => [[...inputs], [...targets]]),
    [
      [
        [0, 1, 2, 3],
        [1, 2, 3, 4],
      ],
      [
        [4, 5, 6, 7],
        [5, 6, 7, 8],
      ],
    ],
  );
});

test("a stride below the length lets windows overlap", () => {
  const sequences = createTrainingSequences(ids, { length: 4, stride: 3 });
  assert.deepEqual(
    sequences.map(({ inputs }) => inputs[0]),
    [0, 3, 6],
  );
  for (const [length, stride] of [
    [1, 1],
    [4, 1],
    [11, 2],
    [3, 5],
  ])
    // prettier-ignore
    assert.equal(
      createTrainingSequences(ids, { length, stride }).length,
      Math.floor((ids.length - 1 - length) / stride) + 1,
    );
});

test("windows are views into the tokens, not copies", () => {
  const [first] = createTrainingSequences(ids, { length: 4 });
  assert.equal(first.inputs.buffer, ids.buffer);
});

test("a text shorter than one window is an error with a cure", () => {
  assert.equal(createTrainingSequences(ids, { length: 11 }).length, 1);
  assert.throws(
    () => createTrainingSequences(ids, { length: 12 }),
    /length 12 needs at least 13 tokens.*got 12.*a shorter length/,
  );
  assert.throws(
    () => createTrainingSequences(ids, { length: 4, stride: 0 }),
    /stride must be a whole number of at least 1; got 0/,
  );
});

test("batches hold windows as rows, in order unless they are shuffled", () => {
  const sequences = createTrainingSequences(ids, { length: 2 });
  const batches = [...createBatches(sequences, { batchSize: 2 })];
  assert.deepEqual(batches, [
    {
      inputs: Int32Array.of(0, 1, 2, 3),
      targets: Int32Array.of(1, 2, 3, 4),
      batchSize: 2,
      length: 2,
    },
    {
      inputs: Int32Array.of(4, 5, 6, 7),
      targets: Int32Array.of(5, 6, 7, 8),
      batchSize: 2,
      length: 2,
    },
    {
      inputs: Int32Array.of(8, 9),
      targets: Int32Array.of(9, 10),
      batchSize: 1,
      length: 2,
    },
  ]);
  const full = createBatches(sequences, { batchSize: 2, dropLast: true });
  assert.equal([...full].length, 2);
});

test("each epoch has every window once, in a new order, with pairs intact", () => {
  const long = Int32Array.from({ length: 101 }, (_, i) => i);
  const sequences = createTrainingSequences(long, { length: 2 });
  const random = createRandom(4);
  const epoch = (): number[] =>
    [...createBatches(sequences, { batchSize: 7, random })].flatMap((batch) => {
      batch.inputs.forEach((id, i) => assert.equal(batch.targets[i], id + 1));
      return [...batch.inputs];
    });
  const first = epoch();
  const second = epoch();
  assert.notDeepEqual(first, second);
  const inOrder = Array.from({ length: 100 }, (_, i) => i);
  for (const seen of [first, second])
    assert.deepEqual([...seen].sort((a, b) => a - b), inOrder); // prettier-ignore
});

test("batches that cannot be made are rejected at once, not at the first step", () => {
  const sequences = createTrainingSequences(ids, { length: 4 });
  assert.throws(
    () => createBatches([], { batchSize: 2 }),
    /sequences\.length must be a number of at least 1; got 0/,
  );
  assert.throws(
    () => createBatches(sequences, { batchSize: 3, dropLast: true }),
    /sequences\.length must be a number of at least 3; got 2.*smaller batchSize/,
  );
  assert.throws(
    () => createBatches(sequences, { batchSize: 0 }),
    /batchSize must be a whole number of at least 1; got 0/,
  );
  const mixed = [...sequences, ...createTrainingSequences(ids, { length: 5 })];
  assert.throws(
    () => createBatches(mixed, { batchSize: 2 }),
    /must be windows of one length, .*; got 4, and 5 with 5/,
  );
});

test("windows that begin at a document begin with the separator", () => {
  const ids = Int32Array.of(1, 2, 0, 3, 0, 4, 5, 6, 0, 7, 0);
  const windows = createDocumentSequences(ids, { length: 4, separator: 0 });
  assert.deepEqual(
    windows.map(({ inputs, targets }) => [[...inputs], [...targets]]),
    [
      [[0, 3, 0, 4], [3, 0, 4, 5]], // prettier-ignore
      [[0, 4, 5, 6], [4, 5, 6, 0]], // prettier-ignore
    ],
  );
  assert.throws(
    () => createDocumentSequences(ids, { length: 4, separator: 9 }),
    /no window of length 4 begins at the token 9 in 11 tokens/,
  );
  assert.throws(
    () => createDocumentSequences(ids, { length: 0, separator: 0 }),
    /length must be a whole number of at least 1; got 0/,
  );
});

test("windows and batches hold every token once, for any sizes", () => {
  const sizes = fc.record({
    tokens: fc.integer({ min: 2, max: 300 }),
    length: fc.integer({ min: 1, max: 40 }),
    batchSize: fc.integer({ min: 1, max: 9 }),
    seed: fc.integer(),
  });
  fc.assert(
    fc.property(sizes, ({ tokens, length, batchSize, seed }) => {
      fc.pre(tokens > length);
      const long = Int32Array.from({ length: tokens }, (_, i) => i);
      const windows = createTrainingSequences(long, { length });
      const epoch = (): number[] =>
        [
          ...createBatches(windows, { batchSize, random: createRandom(seed) }),
        ].flatMap(({ inputs, targets }) => {
          inputs.forEach((id, i) => assert.equal(targets[i], id + 1));
          return [...targets]; // prettier-ignore
        });
      const seen = epoch();
      assert.deepEqual(seen, epoch()); // the order depends on the seed alone
      const count = Math.floor((tokens - 1) / length) * length;
      const all = Array.from({ length: count }, (_, i) => i + 1);
      assert.deepEqual(seen.sort((a, b) => a - b), all); // prettier-ignore
    }),
    { seed: 1, numRuns: 200 },
  );
});
