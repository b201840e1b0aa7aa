import { ops, type Tensor, zeros64 } from "../../core";
import type { Answers } from "../../exercises/course";
import { tried, triedUntyped, type Attempt } from "./attempt";

type Sizes = Parameters<Answers["11.1"]>[0];
type Use = Parameters<Answers["11.4"]>[0];

/** A learner's count, with parts to leave out or add. */
function count(
  { vocabSize: V, dModel: C, nLayers: L, dFf: F }: Sizes,
  parts: { block?: number; outside?: number } = {},
): number {
  const block = 2 * C + 4 * C * C + 2 * C + 2 * C * F + F + C;
  return (
    V * C + L * (block + (parts.block ?? 0)) + 2 * C + (parts.outside ?? 0)
  );
}

const zeros = (rows: number, width: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(width).fill(0));

/** The projection's part, added to `total`. */
function project({ hidden, dLogits }: Use, total: number[][]): void {
  hidden.forEach((h, t) =>
    total.forEach((row, v) =>
      h.forEach((value, c) => (row[c] += dLogits[t][v] * value)),
    ),
  );
}

/** 11.1 and 11.2. */
const COUNTS: Attempt[] = [
  tried(
    "11.1",
    "no biases",
    (s) => count(s, { block: -s.dFf - s.dModel }),
    /biases of the feed-forward are missing/,
  ),
  tried(
    "11.1",
    "an output projection of its own",
    (s) => count(s, { outside: s.vocabSize * s.dModel }),
    /second time/,
  ),
  tried(
    "11.1",
    "no last LayerNorm",
    (s) => count(s, { outside: -2 * s.dModel }),
    /last LayerNorm/,
  ),
  tried(
    "11.1",
    "heads multiply",
    (s) => count(s, { block: (s.nHeads - 1) * 4 * s.dModel ** 2 }),
    /once for each head/,
  ),
  tried(
    "11.1",
    "one LayerNorm in a block",
    (s) => count(s, { block: -2 * s.dModel }),
    /half of the LayerNorms/,
  ),
  tried(
    "11.1",
    "no projection of the heads",
    (s) => count(s, { block: -(s.dModel ** 2) }),
    /one C × C matrix too few/,
  ),
  tried(
    "11.1",
    "biases in the attention",
    (s) => count(s, { block: 4 * s.dModel }),
    /biases in the attention/,
  ),
  tried("11.1", "one block", (s) => count({ ...s, nLayers: 1 }), /one block/),
  tried(
    "11.1",
    "an embedding for each layer",
    (s) => count(s, { outside: (s.nLayers - 1) * s.vocabSize * s.dModel }),
    /embedding in every block/,
  ),
  tried(
    "11.1",
    "gains without biases",
    (s) => count(s, { block: -2 * s.dModel, outside: -s.dModel }),
    /one vector only/,
  ),
  tried(
    "11.1",
    "4C for F",
    (s) => count({ ...s, dFf: 4 * s.dModel }),
    /four times dModel/,
  ),
  tried("11.2", "5", 5, /deviations added/),
  tried("11.2", "3", 3, /the variance/),
  tried("11.2", "1.5", 1.5, /one branch/),
  tried("11.2", "2", 2, /variance of the branches alone/),
  tried("11.2", "2.414", 2.414, /deviations added at the end/),
  tried("11.2", "1.7", 1.7, /rounded/),
];

/** 11.3 and 11.4: the way back. */
const BACKWARD: Attempt[] = [
  tried(
    "11.3",
    "both branches get dOut",
    (dOut, backwardA, backwardF) => {
      const [a, f] = [backwardA(dOut), backwardF(dOut)];
      return dOut.map((d, i) => d + a[i] + f[i]);
    },
    /both branches get dOut/,
  ),
  tried(
    "11.3",
    "both branches get dOut, in two steps",
    (dOut, backwardA, backwardF) => {
      const dX1 = backwardF(dOut).map((g, i) => g + dOut[i]);
      return backwardA(dOut).map((g, i) => g + dX1[i]);
    },
    /both branches get dOut/,
  ),
  tried(
    "11.3",
    "no residual",
    (dOut, backwardA, backwardF) => backwardA(backwardF(dOut)),
    /direct (way|path) is forgotten/,
  ),
  tried(
    "11.3",
    "order swapped",
    (dOut, backwardA, backwardF) => {
      const dX1 = backwardA(dOut).map((g, i) => g + dOut[i]);
      return backwardF(dX1).map((g, i) => g + dX1[i]);
    },
    /order of the forward/,
  ),
  tried(
    "11.3",
    "concatenated",
    (dOut, backwardA, backwardF) => {
      const dX1 = [...dOut, ...backwardF(dOut)];
      return [...dX1, ...backwardA(dX1)];
    },
    /should hold 1 item/,
  ),
  tried(
    "11.3",
    "in place",
    (dOut, backwardA, backwardF) => {
      backwardF([...dOut]).forEach((g, i) => (dOut[i] += g));
      backwardA([...dOut]).forEach((g, i) => (dOut[i] += g));
      return dOut;
    },
    /right, but it changed the input dOut/,
  ),
  tried(
    "11.3",
    "stopped at x1",
    (dOut, _, backwardF) => {
      const f = backwardF(dOut);
      return dOut.map((d, i) => d + f[i]);
    },
    /half ?way/,
  ),
  tried(
    "11.3",
    "A gets F's part only",
    (dOut, backwardA, backwardF) => {
      const f = backwardF(dOut);
      const a = backwardA(f);
      return dOut.map((d, i) => d + f[i] + a[i]);
    },
    /A gets only/,
  ),
  tried(
    "11.4",
    "only the lookup",
    ({ vocabSize, ids, dEmbedded }) => {
      const total = zeros(vocabSize, dEmbedded[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      return total;
    },
    /only the lookup/,
  ),
  tried(
    "11.4",
    "only the projection",
    (use) => {
      const total = zeros(use.vocabSize, use.hidden[0].length);
      project(use, total);
      return total;
    },
    /only the output projection/,
  ),
  tried(
    "11.4",
    "only the row that was read",
    ({ vocabSize, ids, dEmbedded, hidden, dLogits }) => {
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        hidden[t].forEach((h, c) => {
          total[id][c] += dEmbedded[t][c] + dLogits[t][id] * h;
        }),
      );
      return total;
    },
    /only the row that was read/,
  ),
  tried(
    "11.4",
    "the mean of both",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      project(use, total);
      return total.map((row) => row.map((v) => v / 2));
    },
    /mean of the two/,
  ),
  tried(
    "11.4",
    "one row, shared",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const row = new Array<number>(hidden[0].length).fill(0);
      const total = new Array<number[]>(vocabSize).fill(row);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      project(use, total);
      return total;
    },
    /all rows are one list/,
  ),
  tried(
    "11.4",
    "the lookup overwrites the projection",
    (use) => {
      const total = zeros(use.vocabSize, use.hidden[0].length);
      project(use, total);
      use.ids.forEach((id, t) => (total[id] = [...use.dEmbedded[t]]));
      return total;
    },
    /lookup overwrites the projection/,
  ),
  tried(
    "11.4",
    "= for +=",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] = d)),
      );
      project(use, total);
      return total;
    },
    /overwritten, not added/,
  ),
  tried(
    "11.4",
    "= for += in the projection",
    ({ vocabSize, ids, dEmbedded, hidden, dLogits }) => {
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) => {
        hidden[t].forEach((h, c) => {
          total[id][c] += dEmbedded[t][c];
          for (let v = 0; v < vocabSize; v++) total[v][c] = dLogits[t][v] * h;
        });
      });
      return total;
    },
    /^only the last position of the projection\. /,
  ),
  tried(
    "11.4",
    "= for += in the projection, then the lookup",
    ({ vocabSize, ids, dEmbedded, hidden, dLogits }) => {
      const total = zeros(vocabSize, hidden[0].length);
      hidden.forEach((h, t) => {
        total.forEach((row, v) => {
          h.forEach((value, c) => (row[c] = dLogits[t][v] * value));
        });
      });
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      return total;
    },
    /only the last position of the projection, beside the lookup/,
  ),
  tried(
    "11.4",
    "only rows that occur in ids",
    ({ vocabSize, ids, dEmbedded, hidden, dLogits }) => {
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      for (const v of new Set(ids))
        hidden.forEach((h, t) =>
          h.forEach((value, c) => (total[v][c] += dLogits[t][v] * value)),
        );
      return total;
    },
    /only the rows of tokens that occur/,
  ),
  tried(
    "11.4",
    "divided by T",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      project(use, total);
      return total.map((row) => row.map((v) => v / ids.length));
    },
    /too small by the factor ids.length/,
  ),
];

const norm = (list: number[]): number =>
  Math.sqrt(list.reduce((sum, v) => sum + v * v, 0));

/** 11.5: the check that finds nothing. */
const CHECKS: Attempt[] = [
  tried(
    "11.5",
    "absolute values",
    (analytic, numeric) => {
      let [difference, size] = [0, 0];
      for (let i = 0; i < analytic.length; i++) {
        difference += Math.abs(analytic[i] - numeric[i]);
        size += Math.abs(analytic[i]) + Math.abs(numeric[i]);
      }
      return size === 0 ? 0 : difference / size;
    },
    /absolute values/,
  ),
  tried(
    "11.5",
    "squares above only",
    (analytic, numeric) => {
      let [difference, size] = [0, 0];
      for (let i = 0; i < analytic.length; i++) {
        difference += (analytic[i] - numeric[i]) ** 2;
        size += Math.abs(analytic[i]) + Math.abs(numeric[i]);
      }
      return size === 0 ? 0 : Math.sqrt(difference) / size;
    },
    /a length above, absolute values below/,
  ),
  tried(
    "11.5",
    "no roots",
    (analytic, numeric) => {
      let [difference, size] = [0, 0];
      for (let i = 0; i < analytic.length; i++) {
        difference += (analytic[i] - numeric[i]) ** 2;
        size += analytic[i] ** 2 + numeric[i] ** 2;
      }
      return size === 0 ? 0 : difference / size;
    },
    /roots are missing/,
  ),
  tried(
    "11.5",
    "one length for both",
    (analytic, numeric) => {
      const size = norm([...analytic, ...numeric]);
      return size === 0
        ? 0
        : norm(analytic.map((a, i) => a - numeric[i])) / size;
    },
    /one length of both/,
  ),
  tried(
    "11.5",
    "no zero guard",
    (analytic, numeric) =>
      norm(analytic.map((a, i) => a - numeric[i])) /
      (norm(analytic) + norm(numeric)),
    /zero divided by zero/,
  ),
  tried(
    "11.5",
    "the largest of all",
    (analytic, numeric) => {
      const each = analytic.map((a, i) => {
        const size = Math.abs(a) + Math.abs(numeric[i]);
        return size === 0 ? 0 : Math.abs(a - numeric[i]) / size;
      });
      return Math.max(...each);
    },
    /error of a single number/,
  ),
  tried(
    "11.5",
    "difference of the lengths",
    (analytic, numeric) => {
      const [a, n] = [norm(analytic), norm(numeric)];
      return a + n === 0 ? 0 : Math.abs(a - n) / (a + n);
    },
    /difference of the lengths/,
  ),
];

type BlockArgs = Parameters<Answers["11.6"]>;
type ModelArgs = Parameters<Answers["11.7"]>;

/** A learner's block, with one or two of its lines written otherwise. */
function block(
  [x, w, nHeads]: BlockArgs,
  lines: {
    qkv?: (norm1: Tensor) => Tensor;
    residual1?: (norm1: Tensor) => Tensor;
    norm2?: "x";
    down?: (up: Tensor, gelu: Tensor) => Tensor;
    residual2?: (x1: Tensor) => Tensor;
    create?: typeof zeros64;
  },
): ReturnType<Answers["11.6"]> {
  const create = "create" in lines ? lines.create : zeros64;
  const { norm1Gain, norm1Bias, norm2Gain, norm2Bias } = w;
  const norm1 = ops.layerNormForward(
    { x, gain: norm1Gain, bias: norm1Bias },
    create,
  );
  const qkv = ops.linearForward(
    { x: lines.qkv?.(norm1.out) ?? norm1.out, weight: w.qkvWeight },
    create,
  );
  const attention = ops.attentionForward({ qkv: qkv.out, nHeads }, create);
  const projection = ops.linearForward(
    { x: attention.out, weight: w.projectionWeight },
    create,
  );
  const stream = lines.residual1?.(norm1.out) ?? x;
  const residual1 = ops.residualForward(
    { x: stream, branch: projection.out },
    create,
  );
  const x1 = lines.norm2 === "x" ? x : residual1.out;
  const norm2 = ops.layerNormForward(
    { x: x1, gain: norm2Gain, bias: norm2Bias },
    create,
  );
  const up = ops.linearForward(
    { x: norm2.out, weight: w.upWeight, bias: w.upBias },
    create,
  );
  const gelu = ops.geluForward({ x: up.out }, create);
  const down = ops.linearForward(
    {
      x: lines.down?.(up.out, gelu.out) ?? gelu.out,
      weight: w.downWeight,
      bias: w.downBias,
    },
    create,
  );
  const residual2 = ops.residualForward(
    {
      x: lines.residual2?.(residual1.out) ?? residual1.out,
      branch: down.out,
    },
    create,
  );
  const out = residual2.out;
  const first = { norm1, qkv, attention, projection, residual1 };
  return { ...first, norm2, up, gelu, down, residual2, out };
}

/** 11.6 to 11.8: the model, built. */
const BUILT: Attempt[] = [
  tried(
    "11.6",
    "the second residual adds to x",
    (...all) => block(all, { residual2: () => all[0] }),
    /second residual adds to x/,
  ),
  tried(
    "11.6",
    "norm2 of x",
    (...all) => block(all, { norm2: "x" }),
    /feed-forward reads x/,
  ),
  tried(
    "11.6",
    "parallel branches",
    (...all) => block(all, { norm2: "x", residual2: () => all[0] }),
    /beside each other/,
  ),
  tried(
    "11.6",
    "x normalized in place of the stream",
    (...all) => block(all, { residual1: (norm1) => norm1 }),
    /normalized before the attention/,
  ),
  tried(
    "11.6",
    "qkv of x",
    (...all) => block(all, { qkv: () => all[0] }),
    /keys and values from x/,
  ),
  tried(
    "11.6",
    "no GELU",
    (...all) => block(all, { down: (up) => up }),
    /GELU is not used/,
  ),
  tried(
    "11.6",
    "zeros64 left out everywhere",
    (...all) => block(all, { create: undefined }),
    /32 bits/,
  ),
  tried(
    "11.6",
    "the weights of norm1 copied",
    (x, w, nHeads) => {
      const { norm1Gain: norm2Gain, norm1Bias: norm2Bias } = w;
      return block([x, { ...w, norm2Gain, norm2Bias }, nHeads], {});
    },
    /the weights of the first/,
  ),
  tried(
    "11.6",
    "nHeads written as 1",
    (x, w) => block([x, w, 1], {}),
    /one head/,
  ),
  tried(
    "11.6",
    "out forgotten",
    (...all) => {
      const { out: _, ...rest } = block(all, {});
      return rest as ReturnType<Answers["11.6"]>;
    },
    /should have a field out/,
  ),
  ...(["upBias", "downBias"] as const).map((name) =>
    tried(
      "11.6",
      `${name} forgotten`,
      (x, w, nHeads) => block([x, { ...w, [name]: undefined }, nHeads], {}),
      name === "upBias" ? /^up has no bias/ : /^down has no bias/,
    ),
  ),
  triedUntyped(
    "11.6",
    "residual2.out returned",
    (...all: BlockArgs) => block(all, {}).residual2.out,
    /^the last output alone/,
  ),
  triedUntyped(
    "11.6",
    "residual2 returned",
    (...all: BlockArgs) => block(all, {}).residual2,
    /^the last step alone/,
  ),
  triedUntyped(
    "11.6",
    ".out everywhere",
    (...all: BlockArgs) => {
      const { out, ...steps } = block(all, {});
      const outs = Object.entries(steps).map(([name, step]) => [
        name,
        step.out,
      ]);
      return Object.fromEntries([...outs, ["out", out]]) as unknown;
    },
    /^each step's `.out`/,
  ),
  triedUntyped(
    "11.7",
    "logits.out returned",
    (...all: ModelArgs) => model(all, {}).logits.out,
    /^the logits' numbers alone/,
  ),
  triedUntyped(
    "11.7",
    "logits returned",
    (...all: ModelArgs) => model(all, {}).logits,
    /^the last step alone/,
  ),
  ...(["logits", "embedding", "final"] as const).map((name) =>
    triedUntyped(
      "11.7",
      `${name}: ${name}.out`,
      (...all: ModelArgs) => {
        const saved = model(all, {});
        return { ...saved, [name]: saved[name].out };
      },
      new RegExp(`^\`${name}.out\` in the place of`),
    ),
  ),
  triedUntyped(
    "11.7",
    "blocks.push(saved.out)",
    (...all: ModelArgs) => {
      const saved = model(all, {});
      return { ...saved, blocks: saved.blocks.map(({ out }) => out) };
    },
    /^each block's `.out`/,
  ),
  triedUntyped(
    "11.7",
    ".out of the three steps",
    (...all: ModelArgs) => {
      const { logits, embedding, blocks, final } = model(all, {});
      const outs = { logits: logits.out, embedding: embedding.out };
      return { ...outs, blocks, final: final.out };
    },
    /^`.out` in the place of embedding, final and logits/,
  ),
  triedUntyped(
    "11.7",
    ".out everywhere",
    (...all: ModelArgs) => {
      const { logits, embedding, blocks, final } = model(all, {});
      return {
        logits: logits.out,
        embedding: embedding.out,
        blocks: blocks.map(({ out }) => out),
        final: final.out,
      };
    },
    /^each step's `.out`/,
  ),
  tried(
    "11.7",
    "x never updated",
    (...all) => model(all, { input: "embedding", final: "embedding" }),
    /the stream is never updated/,
  ),
  tried(
    "11.7",
    "embedding.out for each block",
    (...all) => model(all, { input: "embedding" }),
    /every block reads the embedding/,
  ),
  tried(
    "11.7",
    "the last LayerNorm reads blocks[0].out",
    (...all) => model(all, { final: "first" }),
    /the last LayerNorm reads the first block/,
  ),
  tried(
    "11.7",
    "blocks[0] each time",
    (...all) => model(all, { block: () => 0 }),
    /weights of the first/,
  ),
  tried(
    "11.7",
    "no last LayerNorm for the logits",
    (...all) => model(all, { hidden: "stream" }),
    /without the last LayerNorm/,
  ),
  tried(
    "11.7",
    "backward through the list",
    (...all) => model(all, { block: (n, count) => count - 1 - n }),
    /last block comes first/,
  ),
  tried(
    "11.7",
    "targets for inputs",
    (parts, batch) => model([parts, { ...batch, inputs: batch.targets }], {}),
    /targets are read/,
  ),
  tried(
    "11.8",
    "the LayerNorm writes into a new tensor",
    (saved, dStream, g) => back(saved, dStream, g, { dx: "new" }),
    /does not reach dStream/,
  ),
  tried(
    "11.8",
    "norm2 for norm1",
    (saved, dStream, g) => back(saved, dStream, g, { norm: "norm2" }),
    /second LayerNorm instead of the first/,
  ),
  tried(
    "11.8",
    "saved.norm2 for saved.norm1",
    (saved, dStream, g) => back(saved, dStream, g, { norm: "saved.norm2" }),
    /the second LayerNorm's saved numbers/,
  ),
  tried(
    "11.8",
    "the projection's gradient straight to the attention",
    (saved, dStream, g) => back(saved, dStream, g, { mixed: "dStream" }),
    /the attention gets the gradient for the projection's output/,
  ),
  tried(
    "11.8",
    "LayerNorm forgotten",
    (saved, dStream, g) => back(saved, dStream, g, { norm: "none" }),
    /past the LayerNorm/,
  ),
  tried(
    "11.8",
    "the residual into dStream itself",
    (saved, dStream, g) => {
      const dOut = dStream.data.slice();
      back(saved, dStream, g, {});
      dOut.forEach((d, i) => (dStream.data[i] += d));
    },
    /counted twice/,
  ),
  tried(
    "11.8",
    "new tensors for the weights",
    (saved, dStream, g) => {
      const entries = Object.entries(g) as [string, Tensor][];
      const fresh = entries.map(([name, { shape }]) => [name, zeros64(shape)]);
      back(saved, dStream, Object.fromEntries(fresh) as typeof g, {});
    },
    /weights get no gradients/,
  ),
];

/** A learner's model, with one of its lines written otherwise. */
function model(
  [{ weights: w, positions, config }, batch]: ModelArgs,
  lines: {
    input?: "embedding";
    block?: (n: number, count: number) => number;
    hidden?: "stream";
    final?: "embedding" | "first";
  },
): ReturnType<Answers["11.7"]> {
  const { inputs, batchSize, length } = batch;
  const table = w.tokenEmbedding;
  const embedding = ops.embeddingForward(
    { ids: inputs, shape: [batchSize, length], table, positions },
    zeros64,
  );
  let x = embedding.out;
  const blocks = w.blocks.map((_, n) => {
    const weights = w.blocks[lines.block?.(n, w.blocks.length) ?? n];
    const from = lines.input ? embedding.out : x;
    const saved = block([from, weights, config.nHeads], {});
    x = saved.out;
    return saved;
  });
  if (lines.final) x = lines.final === "first" ? blocks[0].out : embedding.out;
  const { finalGain: gain, finalBias: bias } = w;
  const final = ops.layerNormForward({ x, gain, bias }, zeros64);
  const hidden = lines.hidden ? x : final.out;
  const logits = ops.linearForward({ x: hidden, weight: table }, zeros64);
  return { logits, embedding, blocks, final };
}

/** A learner's way back through the attention branch. */
function back(
  ...[saved, dStream, g, lines]: [
    ...Parameters<Answers["11.8"]>,
    {
      dx?: "new";
      norm?: "norm2" | "saved.norm2" | "none";
      mixed?: "dStream";
    },
  ]
): void {
  const [dMixed, dNorm1] = [zeros64(dStream.shape), zeros64(dStream.shape)];
  const dQkv = zeros64(saved.qkv.out.shape);
  const into = { dx: dMixed, dWeight: g.projectionWeight };
  ops.linearBackward(saved.projection, dStream, into);
  const dAttention = lines.mixed ? dStream : dMixed;
  ops.attentionBackward(saved.attention, dAttention, { dQkv }, zeros64);
  ops.linearBackward(saved.qkv, dQkv, { dx: dNorm1, dWeight: g.qkvWeight });
  const dx = lines.dx ? zeros64(dStream.shape) : dStream;
  const { norm1Gain, norm1Bias, norm2Gain, norm2Bias } = g;
  const first = { dx, dGain: norm1Gain, dBias: norm1Bias };
  const second = { dx, dGain: norm2Gain, dBias: norm2Bias };
  if (lines.norm === "none") dNorm1.data.forEach((d, i) => (dx.data[i] += d));
  else if (lines.norm === "saved.norm2")
    ops.layerNormBackward(saved.norm2, dNorm1, first);
  else if (lines.norm) ops.layerNormBackward(saved.norm2, dNorm1, second);
  else ops.layerNormBackward(saved.norm1, dNorm1, first);
}

/** What learners of chapter 11 tried. */
export const ATTEMPTS_11: Attempt[] = [
  ...COUNTS,
  ...BACKWARD,
  ...CHECKS,
  ...BUILT,
];
