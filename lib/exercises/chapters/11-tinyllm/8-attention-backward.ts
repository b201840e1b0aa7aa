import { ops, type Tensor, zeros64 } from "../../../core";
import type { BlockSaved } from "../../../core/model/block";
import type { BlockTensors } from "../../../core/model/config";
import { centralDifferences, draw, exercise, mistake } from "../../author";
import { blockForward } from "./6-block-forward";
import { blockTensors, noise, sizesOf, zerosLike } from "./shared";

/** Backward through x1 = x + attention(norm1(x)): dStream and g are added to. */
export function attentionBranchBackward(
  saved: BlockSaved,
  dStream: Tensor,
  g: BlockTensors,
): void {
  const dProjection = zeros64(dStream.shape); // x1 = x + projection
  ops.residualBackward(saved.residual1, dStream, { dBranch: dProjection });
  const dAttention = zeros64(saved.attention.out.shape);
  ops.linearBackward(saved.projection, dProjection, {
    dx: dAttention,
    dWeight: g.projectionWeight,
  });
  const dQkv = zeros64(saved.qkv.out.shape);
  ops.attentionBackward(saved.attention, dAttention, { dQkv }, zeros64);
  const dNorm1 = zeros64(saved.norm1.out.shape);
  ops.linearBackward(saved.qkv, dQkv, { dx: dNorm1, dWeight: g.qkvWeight });
  ops.layerNormBackward(saved.norm1, dNorm1, {
    dx: dStream,
    dGain: g.norm1Gain,
    dBias: g.norm1Bias,
  });
}

type Args = Parameters<typeof attentionBranchBackward>;

function copyOf({ data, shape }: Tensor): Tensor {
  const copy = zeros64(shape);
  copy.data.set(data);
  return copy;
}

function addTo(target: Tensor, { data }: Tensor, times: number = 1): void {
  data.forEach((value, i) => (target.data[i] += times * value));
}

/** The slopes of the sum of dX1 * x1, for x and for all weights, nudged. */
function nudged(...[saved, dX1, g]: Args): { dStream: unknown; g: unknown } {
  const { norm1, qkv, attention, projection } = saved;
  const leaves = {
    x: norm1.x,
    norm1Gain: norm1.gain,
    norm1Bias: norm1.bias,
    qkvWeight: qkv.weight,
    projectionWeight: projection.weight,
  };
  const value = (): number => {
    const { x, ...own } = leaves;
    const weights = { ...zerosLike(g), ...own };
    const { residual1 } = blockForward(x, weights, attention.nHeads);
    let sum = 0;
    residual1.out.data.forEach((v, i) => (sum += v * dX1.data[i]));
    return sum;
  };
  const slope = ({ data }: Tensor, i: number): number => {
    const kept = data[i];
    const [up, down] = [1e-5, -1e-5].map((nudge) => {
      data[i] = kept + nudge;
      return value();
    });
    data[i] = kept;
    return (up - down) / 2e-5;
  };
  const slopes = Object.entries(leaves).map(([name, tensor]) => {
    const data = Array.from(tensor.data, (_, i) => slope(tensor, i));
    return [name, { data, shape: tensor.shape }] as const;
  });
  const { x: dStream, ...rest } = Object.fromEntries(slopes);
  const sums = Object.entries(rest).map(([name, { data, shape }]) => {
    const before = g[name as keyof BlockTensors];
    const sum = data.map((d, i) => d + (before?.data[i] ?? 0));
    return [name, { data: sum, shape }] as const;
  });
  return { dStream, g: { ...g, ...Object.fromEntries(sums) } };
}

/** The way back as if the projection were not there. */
export function pastProjection(...[saved, dStream, g]: Args): void {
  const { projection } = saved;
  const C = projection.weight.shape[0];
  const weight = zeros64([C, C]);
  for (let i = 0; i < C; i++) weight.data[i * C + i] = 1;
  const identity = { ...saved, projection: { ...projection, weight } };
  const own = { ...g, projectionWeight: zeros64([C, C]) };
  attentionBranchBackward(identity, dStream, own);
}

export default exercise(attentionBranchBackward, {
  title: "Backward through the attention branch",
  task: "Go backward through x1 = x + projection(attention(qkv(norm1(x)))). dStream arrives as the gradient for x1 and leaves as the gradient for x; the gradients of the weights are added to g.",
  effort: { minutes: 15, difficulty: 4, points: 6 },
  hints: [
    "Five calls, in the reverse order of the forward pass: residual, linear, attention, linear, LayerNorm. Each reads the gradient that the call before it has written.",
    "Before each of the first four calls, make a tensor of zeros in the shape of what that step has read: `zeros64(saved.attention.out.shape)` for the projection's input.",
    "The weights: projectionWeight, qkvWeight, norm1Gain and norm1Bias of g. There are no biases in the attention.",
    "The LayerNorm's dx is dStream itself: `dx: dStream`. It still holds the gradient that came past the branch, and the branch's part is added to it.",
  ],
  as: "myAttentionBackward",
  changes: ["dStream", "g"],
  randomCases: draw(4, (random, c) => {
    const sizes = sizesOf(random, c);
    const { batchSize, length, dModel, nHeads } = sizes;
    const shape = [batchSize, length, dModel];
    const x = noise(random, shape, 0.5);
    const weights = blockTensors(random, sizes);
    return [
      blockForward(x, weights, nHeads),
      noise(random, shape),
      blockTensors(random, sizes), // gradients of an earlier batch
    ];
  }),
  witness: centralDifferences(nudged, 1e-6),
  mistakes: [
    mistake(
      "the direct path is lost",
      "x reaches x1 past the branch too. Let the LayerNorm add its part to dStream: `dx: dStream`.",
      (saved, dStream, g) => {
        const dOut = copyOf(dStream);
        attentionBranchBackward(saved, dStream, g);
        addTo(dStream, dOut, -1);
      },
    ),
    mistake(
      "the direct path counted twice",
      "dStream already holds what came past the branch. Only the branch's part is added to it.",
      (saved, dStream, g) => {
        const dOut = copyOf(dStream);
        attentionBranchBackward(saved, dStream, g);
        addTo(dStream, dOut);
      },
    ),
    mistake(
      "the branch's part does not reach dStream",
      "The LayerNorm's dx is dStream itself, not a new tensor.",
      (saved, dStream, g) => attentionBranchBackward(saved, copyOf(dStream), g),
    ),
    mistake(
      "past the LayerNorm",
      "The gradient for norm1.out is not yet the gradient for x. The last call is layerNormBackward.",
      (saved, dStream, g) => {
        const dNorm1 = zeros64(dStream.shape);
        const dQkv = zeros64(saved.qkv.out.shape);
        const dAttention = zeros64(dStream.shape);
        const { projectionWeight: dWeight } = g;
        const into = { dx: dAttention, dWeight };
        ops.linearBackward(saved.projection, dStream, into);
        ops.attentionBackward(saved.attention, dAttention, { dQkv }, zeros64);
        const { qkvWeight } = g;
        ops.linearBackward(saved.qkv, dQkv, { dx: dNorm1, dWeight: qkvWeight });
        addTo(dStream, dNorm1);
      },
    ),
    mistake(
      "past the projection",
      "The heads were mixed by the projection, so the gradient goes through it first: linearBackward with saved.projection.",
      pastProjection,
    ),
    mistake(
      "the weights get no gradients",
      "Pass the tensors of g, not new ones: `dWeight: g.qkvWeight`. Training changes the weights by them.",
      (saved, dStream, g) =>
        attentionBranchBackward(saved, dStream, zerosLike(g)),
    ),
    mistake(
      "the gradients of the weights are overwritten",
      "g may already hold gradients. Pass its tensors on, and each call adds to them.",
      (saved, dStream, g) => {
        const { norm1Gain, norm1Bias, qkvWeight, projectionWeight } = g;
        for (const { data } of [norm1Gain, norm1Bias, qkvWeight, projectionWeight]) data.fill(0); // prettier-ignore
        attentionBranchBackward(saved, dStream, g);
      },
    ),
    mistake(
      "nothing passes the branch",
      "That is the direct path alone: dStream stays as it came. The branch adds its part.",
      () => undefined,
    ),
  ],
  alsoRight: ({ norm1, qkv, attention, projection }, dStream, g) => {
    const [dMixed, dNorm1] = [zeros64(dStream.shape), zeros64(dStream.shape)];
    const dQkv = zeros64(qkv.out.shape);
    const { projectionWeight, qkvWeight, norm1Gain, norm1Bias } = g;
    const into = { dx: dMixed, dWeight: projectionWeight };
    ops.linearBackward(projection, dStream, into); // dStream is only read
    ops.attentionBackward(attention, dMixed, { dQkv }, zeros64);
    ops.linearBackward(qkv, dQkv, { dx: dNorm1, dWeight: qkvWeight });
    const last = { dx: dStream, dGain: norm1Gain, dBias: norm1Bias };
    ops.layerNormBackward(norm1, dNorm1, last);
  },
});
