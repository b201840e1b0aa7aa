import type { Ops } from "./backend";
import type {
  AttentionSaved,
  DropoutMask,
  GeluSaved,
  LayerNormSaved,
  LinearSaved,
  ResidualSaved,
} from "../ops";
import type { CreateTensor, Tensor } from "../base/tensor";
import type { BlockTensors } from "./config";

/** How a block computes: with which operations, memory and dropout. */
export interface BlockContext {
  ops: Ops;
  /** memory for results; may hold old numbers */
  create: CreateTensor;
  /** memory full of zeros, to add gradients to */
  zeros: CreateTensor;
  /** causal attention over the packed (B, T, 3C) */
  attend: (qkv: Tensor) => AttentionSaved;
  /** masks after attention and after the feed-forward, in training */
  dropout?: readonly [DropoutMask, DropoutMask];
}

/** What a block's backward needs of its forward, layer by layer. */
export interface BlockSaved {
  norm1: LayerNormSaved;
  qkv: LinearSaved;
  attention: AttentionSaved;
  projection: LinearSaved;
  residual1: ResidualSaved;
  norm2: LayerNormSaved;
  up: LinearSaved;
  gelu: GeluSaved;
  down: LinearSaved;
  residual2: ResidualSaved;
  /** (B, T, C) */
  out: Tensor;
}

/**
 * One pre-LayerNorm transformer block:
 * x1 = x + attention(norm1(x)), out = x1 + feedForward(norm2(x1)).
 *
 * @param x (B, T, C) the stream
 * @param weights of this block
 * @param context operations and memory
 * @returns out (B, T, C), with what each layer saved
 * @see notebooks/11-tinyllm.ipynb
 */
export function blockForward(
  x: Tensor,
  weights: BlockTensors,
  context: BlockContext,
): BlockSaved {
  const { ops, create, attend, dropout } = context;
  const w = weights;
  const norm1 = ops.layerNormForward(
    { x, gain: w.norm1Gain, bias: w.norm1Bias },
    create,
  );
  const qkv = ops.linearForward(
    { x: norm1.out, weight: w.qkvWeight, bias: w.qkvBias },
    create,
  ); // (B, T, 3C)
  const attention = attend(qkv.out);
  const projection = ops.linearForward(
    { x: attention.out, weight: w.projectionWeight, bias: w.projectionBias },
    create,
  ); // (B, T, C)
  const residual1 = ops.residualForward(
    { x, branch: projection.out, dropout: dropout?.[0] },
    create,
  );
  const norm2 = ops.layerNormForward(
    { x: residual1.out, gain: w.norm2Gain, bias: w.norm2Bias },
    create,
  );
  const up = ops.linearForward(
    { x: norm2.out, weight: w.upWeight, bias: w.upBias },
    create,
  ); // (B, T, dFf)
  const gelu = ops.geluForward({ x: up.out }, create);
  const down = ops.linearForward(
    { x: gelu.out, weight: w.downWeight, bias: w.downBias },
    create,
  ); // (B, T, C)
  const residual2 = ops.residualForward(
    { x: residual1.out, branch: down.out, dropout: dropout?.[1] },
    create,
  );
  const attentionPart = { norm1, qkv, attention, projection, residual1 };
  const feedForwardPart = { norm2, up, gelu, down, residual2 };
  return { ...attentionPart, ...feedForwardPart, out: residual2.out };
}

/**
 * Backward of {@link blockForward}, in mirrored order. The gradient of the
 * stream comes in as `dStream` and leaves in the same tensor: each residual
 * passes it on as it is, and each branch adds its own part.
 *
 * @param saved what the forward returned
 * @param dStream (B, T, C) gradient for `out`; on return, for `x`
 * @param gradients of this block's weights: added to
 * @param context operations and memory
 */
export function blockBackward(
  saved: BlockSaved,
  dStream: Tensor,
  gradients: BlockTensors,
  context: BlockContext,
): void {
  const { ops, zeros, create } = context;
  const g = gradients;

  // out = x1 + dropout(down(gelu(up(norm2(x1)))))
  const dDown = zeros(dStream.shape);
  ops.residualBackward(saved.residual2, dStream, { dBranch: dDown });
  const dGelu = zeros(saved.gelu.out.shape);
  ops.linearBackward(saved.down, dDown, {
    dx: dGelu,
    dWeight: g.downWeight,
    dBias: g.downBias,
  });
  const dUp = zeros(saved.up.out.shape);
  ops.geluBackward(saved.gelu, dGelu, { dx: dUp });
  const dNorm2 = zeros(dStream.shape);
  ops.linearBackward(saved.up, dUp, {
    dx: dNorm2,
    dWeight: g.upWeight,
    dBias: g.upBias,
  });
  ops.layerNormBackward(saved.norm2, dNorm2, {
    dx: dStream,
    dGain: g.norm2Gain,
    dBias: g.norm2Bias,
  });

  // x1 = x + dropout(projection(attention(qkv(norm1(x)))))
  const dProjection = zeros(dStream.shape);
  ops.residualBackward(saved.residual1, dStream, { dBranch: dProjection });
  const dAttention = zeros(dStream.shape);
  ops.linearBackward(saved.projection, dProjection, {
    dx: dAttention,
    dWeight: g.projectionWeight,
    dBias: g.projectionBias,
  });
  const dQkv = zeros(saved.qkv.out.shape);
  ops.attentionBackward(saved.attention, dAttention, { dQkv }, create);
  const dNorm1 = zeros(dStream.shape);
  ops.linearBackward(saved.qkv, dQkv, {
    dx: dNorm1,
    dWeight: g.qkvWeight,
    dBias: g.qkvBias,
  });
  ops.layerNormBackward(saved.norm1, dNorm1, {
    dx: dStream,
    dGain: g.norm1Gain,
    dBias: g.norm1Bias,
  });
}
