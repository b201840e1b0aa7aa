import { type CreateTensor, ops, type Tensor, zeros64 } from "../../../core";
import { blockForward as libraryForward } from "../../../core/model/block";
import type { BlockSaved } from "../../../core/model/block";
import type { BlockTensors } from "../../../core/model/config";
import { draw, exercise, mistake } from "../../author";
import { blockTensors, noise, sizesOf } from "./shared";

/** One block: x1 = x + attention(norm1(x)), out = x1 + feedForward(norm2(x1)). */
export function blockForward(
  x: Tensor,
  w: BlockTensors,
  nHeads: number,
): BlockSaved {
  const norm1 = ops.layerNormForward(
    { x, gain: w.norm1Gain, bias: w.norm1Bias },
    zeros64,
  ); // (B, T, C)
  const qkv = ops.linearForward({ x: norm1.out, weight: w.qkvWeight }, zeros64); // (B, T, 3C)
  const attention = ops.attentionForward({ qkv: qkv.out, nHeads }, zeros64);
  const projection = ops.linearForward(
    { x: attention.out, weight: w.projectionWeight },
    zeros64,
  ); // (B, T, C)
  const residual1 = ops.residualForward({ x, branch: projection.out }, zeros64);
  const x1 = residual1.out; // (B, T, C)
  const norm2 = ops.layerNormForward(
    { x: x1, gain: w.norm2Gain, bias: w.norm2Bias },
    zeros64,
  ); // (B, T, C)
  const up = ops.linearForward(
    { x: norm2.out, weight: w.upWeight, bias: w.upBias },
    zeros64,
  ); // (B, T, dFf)
  const gelu = ops.geluForward({ x: up.out }, zeros64); // (B, T, dFf)
  const down = ops.linearForward(
    { x: gelu.out, weight: w.downWeight, bias: w.downBias },
    zeros64,
  ); // (B, T, C)
  const residual2 = ops.residualForward({ x: x1, branch: down.out }, zeros64);
  const attentionPart = { norm1, qkv, attention, projection, residual1 };
  const feedForwardPart = { norm2, up, gelu, down, residual2 };
  return { ...attentionPart, ...feedForwardPart, out: residual2.out };
}

/** What has been computed so far, and the input of the block. */
type SoFar = BlockSaved & { x: Tensor };

/** What a step of the block reads, if not what it should. */
type Wires = Partial<
  Record<
    | "norm1"
    | "qkv"
    | "projection"
    | "stream1"
    | "branch1"
    | "norm2"
    | "up"
    | "gelu"
    | "down"
    | "stream2"
    | "branch2",
    (soFar: SoFar) => Tensor
  >
>;

/** The block, with some of its steps reading something else. */
export function blockWired(
  wires: Wires,
  weightsOf: (w: BlockTensors) => Partial<BlockTensors> = () => ({}),
): typeof blockForward {
  return (x, weights, nHeads) => {
    const w = { ...weights, ...weightsOf(weights) };
    const s = { x } as SoFar;
    const from = (name: keyof Wires, right: Tensor): Tensor =>
      wires[name]?.(s) ?? right;
    const norm1 = { x: from("norm1", x), gain: w.norm1Gain, bias: w.norm1Bias };
    s.norm1 = ops.layerNormForward(norm1, zeros64);
    const qkv = { x: from("qkv", s.norm1.out), weight: w.qkvWeight };
    s.qkv = ops.linearForward(qkv, zeros64);
    s.attention = ops.attentionForward({ qkv: s.qkv.out, nHeads }, zeros64);
    const mixed = from("projection", s.attention.out);
    const weight = w.projectionWeight;
    s.projection = ops.linearForward({ x: mixed, weight }, zeros64);
    s.residual1 = ops.residualForward(
      { x: from("stream1", x), branch: from("branch1", s.projection.out) },
      zeros64,
    );
    const { norm2Gain: gain, norm2Bias: bias } = w;
    const x1 = from("norm2", s.residual1.out);
    s.norm2 = ops.layerNormForward({ x: x1, gain, bias }, zeros64);
    const up = from("up", s.norm2.out);
    s.up = ops.linearForward(
      { x: up, weight: w.upWeight, bias: w.upBias },
      zeros64,
    );
    s.gelu = ops.geluForward({ x: from("gelu", s.up.out) }, zeros64);
    const down = from("down", s.gelu.out);
    s.down = ops.linearForward(
      { x: down, weight: w.downWeight, bias: w.downBias },
      zeros64,
    );
    const stream2 = from("stream2", s.residual1.out);
    const branch2 = from("branch2", s.down.out);
    s.residual2 = ops.residualForward({ x: stream2, branch: branch2 }, zeros64);
    const { x: _, ...saved } = s;
    return { ...saved, out: s.residual2.out };
  };
}

/** A stream of nothing, so that only the branch is left. */
function nothing({ x }: SoFar): Tensor {
  return zeros64(x.shape);
}

/** The library's block, which has dropout too. */
export function library(
  x: Tensor,
  w: BlockTensors,
  nHeads: number,
  create: CreateTensor,
): BlockSaved {
  const attend = (qkv: Tensor): ops.AttentionSaved =>
    ops.attentionForward({ qkv, nHeads }, create);
  return libraryForward(x, w, { ops, create, zeros: create, attend });
}

export default exercise(blockForward, {
  title: "Write a block",
  task: "Return all that a pre-LayerNorm block computes, step by step, and `out`: x1 = x + attention(norm1(x)), out = x1 + feedForward(norm2(x1)).",
  effort: { minutes: 20, difficulty: 4, points: 6 },
  hints: [
    "Follow the picture of the block from the left to the right: each box is one call, and each reads the `.out` of the box before it.",
    "The attention branch: norm1 reads x, qkv reads norm1.out, attention reads qkv.out, projection reads attention.out. residual1 adds projection.out to x, not to norm1.out.",
    "The feed-forward branch: norm2 reads residual1.out, up reads norm2.out, gelu reads up.out, down reads gelu.out. residual2 adds down.out to residual1.out.",
    "qkv and projection have no bias. up and down have one. Return { norm1, qkv, attention, projection, residual1, norm2, up, gelu, down, residual2, out: residual2.out }.",
  ],
  randomCases: draw(5, (random, c) => {
    const sizes = sizesOf(random, c);
    const { batchSize, length, dModel, nHeads } = sizes;
    const x = noise(random, [batchSize, length, dModel], 0.5);
    return [x, blockTensors(random, sizes), nHeads];
  }),
  mistakes: [
    mistake(
      "no path around the attention",
      "x1 = x + A(x): the first residual adds projection.out to the stream x.",
      blockWired({ stream1: nothing }),
    ),
    mistake(
      "no path around the feed-forward",
      "out = x1 + F(x1): the second residual adds down.out to residual1.out.",
      blockWired({ stream2: nothing }),
    ),
    mistake(
      "the second residual adds to x",
      "Then the attention reaches out only through the feed-forward. The stream goes on from residual1.out.",
      blockWired({ stream2: ({ x }) => x }),
    ),
    mistake(
      "the feed-forward reads x",
      "The second LayerNorm reads the stream after the attention has added to it: residual1.out.",
      blockWired({ norm2: ({ x }) => x }),
    ),
    mistake(
      "both branches beside each other",
      "The feed-forward begins where the attention has ended: norm2 reads residual1.out, and residual2 adds to it.",
      blockWired({ norm2: ({ x }) => x, stream2: ({ x }) => x }),
    ),
    mistake(
      "the stream itself is normalized before the attention",
      "The LayerNorm belongs into the branch. The first residual adds to x, not to norm1.out.",
      blockWired({ stream1: ({ norm1 }) => norm1.out }),
    ),
    mistake(
      "the stream itself is normalized before the feed-forward",
      "The LayerNorm belongs into the branch. The second residual adds to residual1.out, not to norm2.out.",
      blockWired({ stream2: ({ norm2 }) => norm2.out }),
    ),
    mistake(
      "the stream itself is normalized twice",
      "Both LayerNorms belong into the branches. The residuals add to x and to residual1.out.",
      blockWired({
        stream1: ({ norm1 }) => norm1.out,
        stream2: ({ norm2 }) => norm2.out,
      }),
    ),
    mistake(
      "queries, keys and values from x",
      "The attention reads the stream through its LayerNorm: qkv reads norm1.out.",
      blockWired({ qkv: ({ x }) => x }),
    ),
    mistake(
      "the feed-forward without its LayerNorm",
      "up reads norm2.out, not residual1.out.",
      blockWired({ up: ({ residual1 }) => residual1.out }),
    ),
    mistake(
      "the projection is not used",
      "The first residual adds projection.out, in which the heads are mixed, not attention.out.",
      blockWired({ branch1: ({ attention }) => attention.out }),
    ),
    mistake(
      "the GELU is not used",
      "Two linear layers in a row are one linear layer. down reads gelu.out, not up.out.",
      blockWired({ down: ({ up }) => up.out }),
    ),
  ],
  alsoRight: (x, w, nHeads) => library(x, w, nHeads, zeros64),
});
