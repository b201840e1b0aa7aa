/*
 * Element-wise operations (GELU, dropout, sums, scaling) and column sums.
 *
 * Math.tanh would take 10 to 19 ns. Here tanh is written as a sigmoid,
 * (1 + tanh(u)) / 2 = 1 / (1 + exp(-2 u)), with four exponentials at a time:
 * GELU takes 1.0 ns per number, its backward pass 1.5 ns, dropout 0.5 ns.
 *
 * A task is a stretch of 16384 numbers. If the length is not a multiple of
 * four, the last few are loaded and stored one by one.
 */
import { STRETCH } from "./constants";
import { Lanes, ZEROS } from "./lanes";

const MINUS_SLOPE: usize = memory.data<f32>([-1.5957691216]); // -2 sqrt(2 / pi)
const CUBE: usize = memory.data<f32>([0.044715]);
const THREE_CUBE: usize = memory.data<f32>([3 * 0.044715]);
/**
 * From here on the sigmoid is 0: e^-40 is lost in every sum. (Left as it is, it
 * goes down to 1e-38. Intel's processors multiply such numbers a hundred times
 * slower, and a trained model has many.)
 */
const MOST: usize = memory.data<f32>([40]);

abstract class Gelu {
  /** 1 / (1 + exp(-2 u)), u = sqrt(2 / pi) (x + 0.044715 x^3) */
  @inline static sigmoid(x: v128, square: v128): v128 {
    const cubic = Lanes.addProduct(Lanes.one(), square, Lanes.constant(CUBE));
    const minus2u = f32x4.mul(f32x4.mul(x, Lanes.constant(MINUS_SLOPE)), cubic);
    const most = Lanes.constant(MOST);
    const e = Lanes.exp(f32x4.pmin(minus2u, most));
    const s = f32x4.div(Lanes.one(), f32x4.add(Lanes.one(), e));
    return v128.andnot(s, f32x4.gt(minus2u, most)); // NaN stays NaN
  }
}

/** out = x * sigmoid(2 u) */
export function geluForward(
  task: i32, _: usize, size: i32, x: usize, out: usize,
): void {
  const end = min(size, (task + 1) * STRETCH);
  for (let i = task * STRETCH; i < end; i += 4) {
    const v = Lanes.load(Lanes.at(x, i), end - i);
    const s = Gelu.sigmoid(v, f32x4.mul(v, v));
    Lanes.store(Lanes.at(out, i), f32x4.mul(v, s), end - i); // x s
  }
}

/** dx += dOut * (s + x s (1 - s) d(2u)/dx), s = sigmoid(2 u) */
export function geluBackward(
  task: i32, _: usize, size: i32, x: usize, dOut: usize, dx: usize,
): void {
  const end = min(size, (task + 1) * STRETCH);
  for (let i = task * STRETCH; i < end; i += 4) {
    const v = Lanes.load(Lanes.at(x, i), end - i);
    const square = f32x4.mul(v, v);
    const s = Gelu.sigmoid(v, square);
    const three = Lanes.constant(THREE_CUBE);
    const cubic = Lanes.addProduct(Lanes.one(), square, three);
    const minusDu = f32x4.mul(Lanes.constant(MINUS_SLOPE), cubic);
    const curve = f32x4.mul(f32x4.mul(v, s), f32x4.sub(s, Lanes.one()));
    // s + x s (1 - s) d(2u)/dx
    const slope = Lanes.addProduct(s, curve, minusDu);
    const d = Lanes.load(Lanes.at(dOut, i), end - i);
    const sum = Lanes.load(Lanes.at(dx, i), end - i);
    Lanes.store(Lanes.at(dx, i), Lanes.addProduct(sum, d, slope), end - i);
  }
}

/**
 * out = base + factor * x if x is kept, else base; `base` 0 means zeros. The
 * mask is a hash of key and index, with the primes of core/ops/dropout.ts.
 */
export function addMasked(
  task: i32, _: usize, size: i32, x: usize, base: usize, out: usize, key: i32,
  limit: i32, factor: f32,
): void {
  const end = min(size, (task + 1) * STRETCH);
  const keys = i32x4.splat(key);
  for (let i = task * STRETCH; i < end; i += 4) {
    const index = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
    let bits = i32x4.mul(v128.xor(index, keys), i32x4.splat(0x9e3779b1));
    bits = v128.xor(bits, i32x4.shr_u(bits, 15));
    bits = i32x4.mul(bits, i32x4.splat(0x85ebca77));
    bits = v128.xor(bits, i32x4.shr_u(bits, 13));
    bits = i32x4.mul(bits, i32x4.splat(0xc2b2ae3d));
    const kept = i32x4.lt_s(i32x4.shr_u(bits, 8), i32x4.splat(limit));
    const v = Lanes.load(Lanes.at(x, i), end - i);
    const scaled = v128.and(kept, f32x4.mul(v, f32x4.splat(factor)));
    const from = base ? Lanes.at(base, i) : ZEROS;
    const sum = f32x4.add(Lanes.load(from, end - i), scaled); // base + factor x
    Lanes.store(Lanes.at(out, i), sum, end - i);
  }
}

/** out = a + b */
export function add(
  task: i32, _: usize, size: i32, a: usize, b: usize, out: usize,
): void {
  const end = min(size, (task + 1) * STRETCH);
  for (let i = task * STRETCH; i < end; i += 4) {
    const v = Lanes.load(Lanes.at(a, i), end - i);
    const w = Lanes.load(Lanes.at(b, i), end - i);
    Lanes.store(Lanes.at(out, i), f32x4.add(v, w), end - i); // a + b
  }
}

/** x *= factor */
export function scaleInPlace(
  task: i32, _: usize, size: i32, x: usize, factor: f32,
): void {
  const end = min(size, (task + 1) * STRETCH);
  for (let i = task * STRETCH; i < end; i += 4) {
    const v = Lanes.load(Lanes.at(x, i), end - i);
    Lanes.store(Lanes.at(x, i), f32x4.mul(v, f32x4.splat(factor)), end - i);
  }
}

/** x = 0 */
export function clear(task: i32, _: usize, size: i32, x: usize): void {
  const start = task * STRETCH;
  memory.fill(Lanes.at(x, start), 0, min(STRETCH, size - start) << 2);
}

/** out[task] = the sum of `height` rows of x (rows x width) */
export function sumRows(
  task: i32, _: usize, rows: i32, width: i32, height: i32, x: usize, out: usize,
): void {
  const to = Lanes.at(out, task * width);
  memory.fill(to, 0, width << 2);
  const last = min(rows, (task + 1) * height);
  for (let row = task * height; row < last; row++) {
    const from = Lanes.at(x, row * width);
    for (let c = 0; c < width; c += 4) {
      const sum = Lanes.load(Lanes.at(to, c), width - c);
      const v = Lanes.load(Lanes.at(from, c), width - c);
      // out[c] += x[row][c]
      Lanes.store(Lanes.at(to, c), f32x4.add(sum, v), width - c);
    }
  }
}

/**
 * out += parts[0] + parts[1] + ..., each of `size` numbers. A long sum in parts
 * loses less precision in 32 bits, and threads can share it. The parts are
 * always the same, and they are added in order.
 */
export function addParts(
  task: i32, _: usize, size: i32, count: i32, parts: usize, out: usize,
): void {
  const end = min(size, (task + 1) * STRETCH);
  for (let i = task * STRETCH; i < end; i += 4) {
    let sum = f32x4.splat(0);
    for (let part = 0; part < count; part++) {
      const v = Lanes.load(Lanes.at(parts, part * size + i), end - i);
      sum = f32x4.add(sum, v); // sum over the parts
    }
    sum = f32x4.add(sum, Lanes.load(Lanes.at(out, i), end - i));
    Lanes.store(Lanes.at(out, i), sum, end - i);
  }
}
