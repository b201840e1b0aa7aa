import { expectIds, expectShape, expectLike, shapeText } from "../base/expect";
import { type CreateTensor, rowsOf, Tensor, zeros } from "../base/tensor";
import { addProduct, matrixOf, rowsFrom, transposed } from "./matrix-product";

/** The mean loss, and its gradient for the logits. */
export interface CrossEntropy {
  /** mean nats per position */
  loss: number;
  /** (B, T, V) */
  dLogits: Tensor;
}

/**
 * Mean cross-entropy of logits against the true tokens, and its gradient:
 * loss = mean of (log of the sum of exp(logits) - logit of the target),
 * dLogits = (softmax(logits) - onehot(target)) / number of positions.
 *
 * The largest logit is subtracted first, so nothing overflows, and no
 * probability is ever clipped.
 *
 * @param logits (B, T, V), or any leading axes
 * @param targets (B * T) token ids
 * @param create allocates the gradient
 * @returns the loss in nats per position, and dLogits (B, T, V)
 * @throws if there is not one valid target per row
 * @see notebooks/04-softmax-and-cross-entropy.ipynb, 08-tensors.ipynb
 */
export function crossEntropyLoss(
  logits: Tensor,
  targets: Int32Array,
  create: CreateTensor = zeros,
): CrossEntropy {
  const { rows, width } = rowsOf(logits);
  checkTargets("crossEntropyLoss: targets", targets, logits, width);
  const dLogits = create(logits.shape); // (B, T, V)
  dLogits.data.set(logits.data); // replaced by its gradient
  const loss = softmaxLossInPlace(dLogits, targets, 1 / rows) / rows;
  return { loss, dLogits };
}

/**
 * Replaces each row of logits with scale * (softmax - onehot), its gradient.
 *
 * @param logits (..., V)
 * @returns the sum over rows of log(sum of exp(logits)) - target's logit
 */
function softmaxLossInPlace(
  logits: Tensor,
  targets: Int32Array,
  scale: number,
): number {
  const { rows, width } = rowsOf(logits);
  const x = logits.data;
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    const target = at + targets[row];
    let max = -Infinity;
    // max over V
    for (let v = at; v < at + width; v++) max = Math.max(max, x[v]);
    const targetLogit = x[target] - max;
    let sum = 0;
    for (let v = at; v < at + width; v++) {
      x[v] = Math.exp(x[v] - max); // at most 1: nothing overflows
      sum += x[v];
    }
    loss += Math.log(sum) - targetLogit; // -log of the target's softmax
    for (let v = at; v < at + width; v++) x[v] *= scale / sum; // softmax
    x[target] -= scale; // - onehot
  }
  return loss;
}

/** The inputs of the output layer's loss. */
export interface OutputLossInputs {
  /** (B, T, C): the model's last hidden states */
  x: Tensor;
  /** (V, C): one row per token */
  weight: Tensor;
  /** (B * T) token ids */
  targets: Int32Array;
}

/** The gradients that the output layer's loss adds to. */
export interface OutputLossGradients {
  /** (B, T, C) */
  dx: Tensor;
  /** (V, C) */
  dWeight: Tensor;
}

/** Rows of logits held at a time: 256 x 5000 numbers are 5 MB. */
const CHUNK_ROWS = 256;

/**
 * Output projection and cross-entropy in one: logits = x weight^T, and the
 * mean loss of the logits against the targets.
 *
 * All logits of a batch would be by far the largest tensor of the model
 * (32 * 128 * 5000 numbers, 82 MB). So this computes a few rows at a time,
 * passes their gradient on to `x` and `weight`, and then reuses their memory
 * for the next rows.
 *
 * @param inputs x (B, T, C), weight (V, C), targets (B * T)
 * @param into dx (B, T, C), dWeight (V, C): added to; omit it for the loss alone
 * @param create allocates the few rows of logits
 * @returns the mean loss in nats per position
 * @throws if there is not one valid target per row
 * @see notebooks/11-tinyllm.ipynb
 */
export function outputLoss(
  { x, weight, targets }: OutputLossInputs,
  into?: OutputLossGradients,
  create: CreateTensor = zeros,
): number {
  checkOutputLoss({ x, weight, targets });
  expectLike("outputLoss", x.shape, { dx: into?.dx });
  expectLike("outputLoss", weight.shape, { dWeight: into?.dWeight });
  const { rows } = rowsOf(x);
  const V = weight.shape[0];
  const w = matrixOf(weight); // (V, C)
  const buffer = create([Math.min(CHUNK_ROWS, rows), V]).data;
  let loss = 0;
  for (let row = 0; row < rows; row += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - row);
    const xRows = rowsFrom(matrixOf(x), row, count); // (count, C)
    const chunk = new Tensor(buffer.subarray(0, count * V), [count, V]);
    const logits = matrixOf(chunk); // (count, V)
    chunk.data.fill(0);
    addProduct(xRows, transposed(w), logits); // logits = x weight^T
    const chunkTargets = targets.subarray(row, row + count);
    loss += softmaxLossInPlace(chunk, chunkTargets, 1 / rows);
    if (!into) continue;
    const dxRows = rowsFrom(matrixOf(into.dx), row, count); // (count, C)
    addProduct(logits, w, dxRows); // dx += dLogits weight
    const dWeight = matrixOf(into.dWeight);
    addProduct(transposed(logits), xRows, dWeight); // += dLogits^T x
  }
  return loss / rows;
}

/** Checks that `weight` fits `x`, which has one valid target per row. */
export function checkOutputLoss({
  x,
  weight,
  targets,
}: OutputLossInputs): void {
  expectShape("outputLoss: weight", weight, ["V", rowsOf(x).width], {
    because: `because x is ${shapeText(x.shape)}`,
  });
  checkTargets("outputLoss: targets", targets, x, weight.shape[0]);
}

function checkTargets(
  what: string,
  targets: Int32Array,
  x: Tensor,
  vocabSize: number,
): void {
  const because = `because there is one per position of ${shapeText(x.shape)}`;
  expectShape(what, targets, [rowsOf(x).rows], { because });
  expectIds(what, targets, vocabSize);
}
