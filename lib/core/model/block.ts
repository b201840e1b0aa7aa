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

/** The operations, memory and dropout masks of a block. */
export interface BlockContext {
  ops: Ops;
  /** allocates memory for results; it may hold old numbers */
  create: CreateTensor;
  /**
   * allocates zeros, to add a gradient to; the memory of the gradient before the
   * last may be used again
   */
  zeros: CreateTensor;
  /** causal attention, from (B, T, 3C) to (B, T, C) */
  attend: (qkv: Tensor, create?: CreateTensor) => AttentionSaved;
  /** masks after the attention and after the feed-forward, in training */
  dropout?: readonly [DropoutMask, DropoutMask];
}

/**
 * The results of a block's forward pass that its backward pass needs, per
 * layer.
 */
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
 * One pre-norm transformer block:
 * x1 = x + attention(norm1(x)), out = x1 + feedForward(norm2(x1)).
 *
 * @param x (B, T, C) the stream
 * @param weights gains and biases (C), matrices (outputs, inputs)
 * @param context operations, memory, and the masks of this step
 * @returns out (B, T, C), with what each layer saved for the backward pass
 * @see notebooks/11-tinyllm.ipynb
 */
export function blockForward(
  x: Tensor,
  weights: BlockTensors,
  context: BlockContext,
): BlockSaved {
  const { ops, create, attend, dropout } = context;
  const w = weights;
  // x1 = x + attention(norm1(x))
  const norm1 = ops.layerNormForward(
    { x, gain: w.norm1Gain, bias: w.norm1Bias },
    create,
  ); // (B, T, C)
  const qkv = ops.linearForward(
    { x: norm1.out, weight: w.qkvWeight, bias: w.qkvBias },
    create,
  ); // (B, T, 3C)
  const attention = attend(qkv.out); // (B, T, 3C) -> (B, T, C)
  const projection = ops.linearForward(
    { x: attention.out, weight: w.projectionWeight, bias: w.projectionBias },
    create,
  ); // (B, T, C)
  const residual1 = ops.residualForward(
    { x, branch: projection.out, dropout: dropout?.[0] },
    create,
  ); // x1 (B, T, C)

  // out = x1 + feedForward(norm2(x1))
  const norm2 = ops.layerNormForward(
    { x: residual1.out, gain: w.norm2Gain, bias: w.norm2Bias },
    create,
  ); // (B, T, C)
  const up = ops.linearForward(
    { x: norm2.out, weight: w.upWeight, bias: w.upBias },
    create,
  ); // (B, T, dFf)
  const gelu = ops.geluForward({ x: up.out }, create); // (B, T, dFf)
  const down = ops.linearForward(
    { x: gelu.out, weight: w.downWeight, bias: w.downBias },
    create,
  ); // (B, T, C)
  const residual2 = ops.residualForward(
    { x: residual1.out, branch: down.out, dropout: dropout?.[1] },
    create,
  ); // out (B, T, C)
  const attentionPart = { norm1, qkv, attention, projection, residual1 };
  const feedForwardPart = { norm2, up, gelu, down, residual2 };
  return { ...attentionPart, ...feedForwardPart, out: residual2.out };
}

/**
 * Backward pass of {@link blockForward}, in reverse order. `dStream` holds the
 * gradient for `out` at the start and the gradient for `x` at the end: a
 * residual connection leaves it unchanged, and its branch adds a part.
 *
 * @param saved the result of the forward pass
 * @param dStream (B, T, C) gradient for `out`; on return, for `x`
 * @param gradients (shapes of the weights): added to
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
  const dDown = zeros(dStream.shape); // (B, T, C)
  ops.residualBackward(saved.residual2, dStream, { dBranch: dDown });
  const dGelu = zeros(saved.gelu.out.shape); // (B, T, dFf)
  ops.linearBackward(saved.down, dDown, {
    dx: dGelu,
    dWeight: g.downWeight,
    dBias: g.downBias,
  });
  const dUp = zeros(saved.up.out.shape); // (B, T, dFf)
  ops.geluBackward(saved.gelu, dGelu, { dx: dUp });
  const dNorm2 = zeros(dStream.shape); // (B, T, C)
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
  const dProjection = zeros(dStream.shape); // (B, T, C)
  ops.residualBackward(saved.residual1, dStream, { dBranch: dProjection });
  const dAttention = zeros(dStream.shape); // (B, T, C)
  ops.linearBackward(saved.projection, dProjection, {
    dx: dAttention,
    dWeight: g.projectionWeight,
    dBias: g.projectionBias,
  });
  const dQkv = zeros(saved.qkv.out.shape); // (B, T, 3C)
  ops.attentionBackward(saved.attention, dAttention, { dQkv }, create);
  const dNorm1 = zeros(dStream.shape); // (B, T, C)
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
