/*
 * Softmax, and the loss of the output layer.
 *
 * One Math.exp per element would take 7 to 11 ns. Here an element takes 1.0 ns
 * in all: for the largest of the row, the exponentials and their sum, and the
 * scaling, each four lanes at a time. A row of 5000 logits stays in the
 * first-level cache.
 */
import { LOSS_ROWS } from "./constants";
import { Lanes } from "./lanes";

/** The largest of `size` numbers. */
function maximum(x: usize, size: i32): f32 {
  let most = v128.load_splat<f32>(x);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    most = f32x4.pmax(most, v128.load(Lanes.at(x, i))); // max x
  }
  let result = Lanes.max(most);
  for (; i < size; i++) result = max(result, load<f32>(Lanes.at(x, i)));
  return result;
}

/** x = exp(scale * (x - largest)) in place, and the sum of the results. */
function exponentials(x: usize, size: i32, largest: f32, scale: f32): f32 {
  const shift = f32x4.splat(largest);
  const factor = f32x4.splat(scale);
  let sum = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const p = Lanes.at(x, i);
    const v = f32x4.mul(f32x4.sub(v128.load(p), shift), factor);
    const e = Lanes.exp(v); // exp(scale (x - max))
    v128.store(p, e);
    sum = f32x4.add(sum, e); // sum of exp
  }
  if (i < size) {
    const p = Lanes.at(x, i);
    const v = f32x4.sub(Lanes.loadFew(p, size - i), shift);
    const e = Lanes.exp(f32x4.mul(v, factor));
    Lanes.storeFew(p, e, size - i);
    sum = f32x4.add(sum, Lanes.first(e, size - i));
  }
  return Lanes.sum(sum);
}

/** x *= factor */
function scale(x: usize, size: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const p = Lanes.at(x, i);
    v128.store(p, f32x4.mul(v128.load(p), f));
  }
  for (; i < size; i++) {
    const p = Lanes.at(x, i);
    store<f32>(p, load<f32>(p) * factor);
  }
}

/** x = softmax(scale * x) in place. */
export function softmaxRow(x: usize, size: i32, factor: f32): void {
  const sum = exponentials(x, size, maximum(x, size), factor);
  scale(x, size, 1 / sum);
}

/**
 * Cross-entropy of eight rows of logits, which become its gradient,
 * factor * (softmax - onehot(target)). For each row it stores the sum of
 * exponentials and (largest - target's) logit: the row's loss is the logarithm
 * of the first plus the second.
 */
export function softmaxLoss(
  task: i32, _: usize, rows: i32, width: i32, logits: usize, targets: usize,
  losses: usize, factor: f32,
): void {
  const last = min(rows, (task + 1) * LOSS_ROWS);
  for (let row = task * LOSS_ROWS; row < last; row++) {
    const x = Lanes.at(logits, row * width);
    const target = Lanes.at(x, load<i32>(Lanes.at(targets, row)));
    const largest = maximum(x, width);
    const distance = largest - load<f32>(target);
    const sum = exponentials(x, width, largest, 1);
    store<f32>(Lanes.at(losses, 2 * row), sum);
    store<f32>(Lanes.at(losses, 2 * row + 1), distance);
    scale(x, width, factor / sum); // factor softmax
    store<f32>(target, load<f32>(target) - factor); // - factor onehot
  }
}

/**
 * Backward of a softmax, in place: d = factor * w (d - sum of w d), for the
 * first `size` numbers of d.
 */
export function softmaxRowBackward(
  d: usize, w: usize, size: i32, factor: f32,
): void {
  const mean = f32x4.splat(Lanes.dot(d, w, size));
  const f = f32x4.splat(factor);
  for (let i = 0; i < size; i += 4) {
    const p = Lanes.at(d, i);
    const weight = f32x4.mul(f, Lanes.load(Lanes.at(w, i), size - i));
    const v = f32x4.sub(Lanes.load(p, size - i), mean);
    Lanes.store(p, f32x4.mul(weight, v), size - i); // factor w (d - mean)
  }
}
