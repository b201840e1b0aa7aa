import { ensure, shapeText } from "../base/expect";
import { type CreateTensor, rowsOf, Tensor, zeros } from "../base/tensor";
import { checkTokenIds } from "./embedding";
import { addProduct, matrixView, transposed } from "./matrix-product";

/** The mean loss, and its gradient for the logits. */
export interface CrossEntropy {
  /** mean nats per position */
  loss: number;
  /** (B, T, V) */
  dLogits: Tensor;
}

/**
 * Mean cross-entropy of logits against the tokens that came, and its gradient:
 * loss = mean of (log of the sum of exp(logits) - logit of the target),
 * dLogits = (softmax(logits) - onehot(target)) / number of positions.
 *
 * The largest logit is taken off first, so nothing overflows, and no
 * probability is ever clipped.
 *
 * @param logits (B, T, V), or any leading axes
 * @param targets one token id for each row of logits
 * @param create where the gradient is kept
 * @returns the loss in nats and dLogits, in the shape of logits
 * @throws if there is not one valid target for each row
 * @see notebooks/04-softmax-and-cross-entropy.ipynb, 08-tensors.ipynb
 */
export function crossEntropyLoss(
  logits: Tensor,
  targets: Int32Array,
  create: CreateTensor = zeros,
): CrossEntropy {
  const { rows, width } = rowsOf(logits);
  ensure(
    targets.length === rows,
    () =>
      `crossEntropyLoss: logits ${shapeText(logits.shape)} need ${rows} ` +
      `targets, one a position; got ${targets.length}.`,
  );
  checkTokenIds("crossEntropyLoss", targets, width);
  const dLogits = create(logits.shape); // (B, T, V)
  dLogits.data.set(logits.data);
  const loss = softmaxLossInPlace(dLogits, targets, 1 / rows) / rows;
  return { loss, dLogits };
}

/**
 * Replaces each row of logits by scale * (softmax - onehot) and returns the
 * sum of the rows' losses.
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
    for (let v = at; v < at + width; v++) max = Math.max(max, x[v]);
    const targetLogit = x[target] - max;
    let sum = 0;
    for (let v = at; v < at + width; v++) {
      x[v] = Math.exp(x[v] - max);
      sum += x[v];
    }
    loss += Math.log(sum) - targetLogit;
    for (let v = at; v < at + width; v++) x[v] *= scale / sum;
    x[target] -= scale;
  }
  return loss;
}

/** What the loss of the output layer computes from. */
export interface OutputLossInputs {
  /** (B, T, C): the model's last hidden states */
  x: Tensor;
  /** (V, C): one row for each token */
  weight: Tensor;
  /** B * T token ids */
  targets: Int32Array;
}

/** Where the loss of the output layer adds its gradients. */
export interface OutputLossGradients {
  /** (B, T, C) */
  dx: Tensor;
  /** (V, C) */
  dWeight: Tensor;
}

/** How many rows of logits exist at a time. */
const CHUNK_ROWS = 256;

/**
 * Output projection and cross-entropy in one: logits = x weight^T, and the
 * mean loss of the logits against the targets.
 *
 * All logits of a batch would be by far the largest tensor of the model
 * (32 * 128 * 5000 numbers, 82 MB). A few rows at a time do: project, take
 * loss and gradient, send it back to `x` and `weight`, and forget them.
 *
 * @param inputs x (B, T, C), weight (V, C), targets (B * T)
 * @param into dx (B, T, C), dWeight (V, C): added to; nothing if left out
 * @param create where a few rows of logits are kept meanwhile
 * @returns the mean loss in nats per position
 * @throws if there is not one valid target for each row
 * @see notebooks/11-tinyllm.ipynb
 */
export function outputLoss(
  { x, weight, targets }: OutputLossInputs,
  into?: OutputLossGradients,
  create: CreateTensor = zeros,
): number {
  const { rows, width } = rowsOf(x);
  const vocabSize = weight.shape[0];
  checkOutputLoss({ x, weight, targets });
  const buffer = create([Math.min(CHUNK_ROWS, rows), vocabSize]).data;
  let loss = 0;
  for (let row = 0; row < rows; row += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, rows - row);
    const at = { offset: row * width, rowStride: width, columnStride: 1 };
    const chunk = buffer.subarray(0, count * vocabSize).fill(0);
    const logits = matrixView(chunk, vocabSize); // (count, V)
    addProduct({
      rows: count,
      columns: vocabSize,
      depth: width,
      a: { data: x.data, ...at },
      b: transposed(matrixView(weight.data, width)),
      out: logits,
    });
    loss += softmaxLossInPlace(
      new Tensor(chunk, [count, vocabSize]),
      targets.subarray(row, row + count),
      1 / rows,
    );
    if (!into) continue;
    addProduct({
      rows: count,
      columns: width,
      depth: vocabSize,
      a: logits,
      b: matrixView(weight.data, width),
      out: { data: into.dx.data, ...at },
    });
    addProduct({
      rows: vocabSize,
      columns: width,
      depth: count,
      a: transposed(logits),
      b: { data: x.data, ...at },
      out: matrixView(into.dWeight.data, width),
    });
  }
  return loss / rows;
}

/** There must be one valid target for each row of `x`. */
export function checkOutputLoss({
  x,
  weight,
  targets,
}: OutputLossInputs): void {
  const { rows } = rowsOf(x);
  ensure(
    targets.length === rows,
    () =>
      `outputLoss: x ${shapeText(x.shape)} needs ${rows} targets, one a ` +
      `position; got ${targets.length}.`,
  );
  checkTokenIds("outputLoss", targets, weight.shape[0]);
}
