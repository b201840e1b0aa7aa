/*
 * Four numbers at a time.
 *
 * A v128 is one register of the processor that holds four 32-bit floats, its
 * lanes. One instruction works on all four: that is SIMD. Almost everything
 * here is inlined into the loops that use it.
 *
 * Most of this file is the exponential. Math.exp takes 7 to 11 ns per number.
 * `exp` takes 2.5 ns for four: it splits x = n ln 2 + r with an integer n,
 * computes e^r for the small rest r with a polynomial, and writes n straight
 * into the exponent bits of the result. Two changes made it twice as fast. It
 * computes the powers of r side by side, instead of in Horner's single chain,
 * where each step waits for the last. And it loads constants from memory,
 * because the compilers of Node would otherwise rebuild a constant in each
 * iteration of a loop.
 */

/** eight zeros: the base if there is nothing to add */
export const ZEROS: usize = memory.data(32, 16);

const ONE: usize = memory.data<f32>([1]);
const LEAST: usize = memory.data<f32>([-87]);
const LOG2_E: usize = memory.data<f32>([1.44269504]);
/** ln 2 in two parts; the first has few bits, so that n times it is exact */
const LN2_HIGH: usize = memory.data<f32>([0.693359375]);
const LN2_LOW: usize = memory.data<f32>([-2.1219444e-4]);
/** 1.5 * 2^23: adding it rounds x / ln 2 and leaves n in the lowest bits */
const ROUND: usize = memory.data<f32>([12582912]);
/** e^r = 1 + r + r^2 (E2 + E3 r + ... + E7 r^5) for |r| <= ln 2 / 2 */
const E2: usize = memory.data<f32>([0.5]);
const E3: usize = memory.data<f32>([1.6666665459e-1]);
const E4: usize = memory.data<f32>([4.1665795894e-2]);
const E5: usize = memory.data<f32>([8.3334519073e-3]);
const E6: usize = memory.data<f32>([1.3981999507e-3]);
const E7: usize = memory.data<f32>([1.98756915e-4]);

/** 1 + 2^-12; its square needs one bit more than 32-bit numbers have */
const LONG_SQUARE: usize = memory.data<f32>([1.000244140625]);
/** -(1 + 2^-11), the rounded square */
const ROUNDED_SQUARE: usize = memory.data<f32>([-1.00048828125]);

/**
 * Whether `addProduct` rounds once. A processor without such an instruction
 * multiplies, rounds, adds and rounds again, even if the kernels are fused.
 */
export function isFused(): bool {
  const a = Lanes.constant(LONG_SQUARE);
  const rest = Lanes.addProduct(Lanes.constant(ROUNDED_SQUARE), a, a);
  return f32x4.extract_lane(rest, 0) != 0;
}

export abstract class Lanes {
  /** The address of element `i` of the 32-bit numbers at `p`. */
  @inline static at(p: usize, i: i32): usize {
    return p + ((<usize>i) << 2);
  }

  /** sum + a * b; the fused kernels round it once, in one instruction */
  @inline static addProduct(sum: v128, a: v128, b: v128): v128 {
    if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, sum);
    return f32x4.add(sum, f32x4.mul(a, b));
  }

  /** Four numbers, or zeros in the lanes from `count` on. */
  @inline static load(p: usize, count: i32): v128 {
    return count >= 4 ? v128.load(p) : Lanes.loadFew(p, count);
  }

  static loadFew(p: usize, count: i32): v128 {
    let v = f32x4.replace_lane(f32x4.splat(0), 0, load<f32>(p));
    if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(p, 4));
    if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(p, 8));
    return v;
  }

  /** Stores the first `count` lanes; `count` may be above four. */
  @inline static store(p: usize, v: v128, count: i32): void {
    if (count >= 4) v128.store(p, v);
    else Lanes.storeFew(p, v, count);
  }

  static storeFew(p: usize, v: v128, count: i32): void {
    store<f32>(p, f32x4.extract_lane(v, 0));
    if (count > 1) store<f32>(p, f32x4.extract_lane(v, 1), 4);
    if (count > 2) store<f32>(p, f32x4.extract_lane(v, 2), 8);
  }

  /** Writes `count` zeros. */
  static clear(p: usize, count: i32): void {
    for (let i = 0; i < count; i += 4) {
      Lanes.store(Lanes.at(p, i), f32x4.splat(0), count - i);
    }
  }

  /** The first `count` lanes, then zeros. */
  static first(v: v128, count: i32): v128 {
    const inside = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
    return v128.and(v, inside);
  }

  @inline static sum(v: v128): f32 {
    const low = f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
    return low + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
  }

  @inline static max(v: v128): f32 {
    const low = max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
    return max(low, max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
  }

  /** Four copies of the constant at `p`. */
  @inline static constant(p: usize): v128 {
    return v128.load_splat<f32>(p);
  }

  @inline static one(): v128 {
    return Lanes.constant(ONE);
  }

  /** e^x for x <= 88; below -87 it stays at e^-87. */
  @inline static exp(x: v128): v128 {
    x = f32x4.pmax(x, Lanes.constant(LEAST));
    const round = Lanes.constant(ROUND);
    const shifted = Lanes.addProduct(round, x, Lanes.constant(LOG2_E));
    const n = f32x4.sub(shifted, round);
    let r = f32x4.sub(x, f32x4.mul(n, Lanes.constant(LN2_HIGH)));
    r = f32x4.sub(r, f32x4.mul(n, Lanes.constant(LN2_LOW)));
    const r2 = f32x4.mul(r, r);
    const low = Lanes.addProduct(Lanes.constant(E2), Lanes.constant(E3), r);
    const mid = Lanes.addProduct(Lanes.constant(E4), Lanes.constant(E5), r);
    const high = Lanes.addProduct(Lanes.constant(E6), Lanes.constant(E7), r);
    const rest = Lanes.addProduct(low, Lanes.addProduct(mid, high, r2), r2);
    const e = Lanes.addProduct(f32x4.add(r, Lanes.one()), rest, r2);
    return i32x4.add(e, i32x4.shl(shifted, 23)); // times 2^n
  }

  /** The dot product of `size` numbers at `x` and at `y`. */
  @inline static dot(x: usize, y: usize, size: i32): f32 {
    let sum = f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= size; i += 4) {
      const a = v128.load(Lanes.at(x, i));
      sum = Lanes.addProduct(sum, a, v128.load(Lanes.at(y, i))); // x . y
    }
    if (i < size) {
      const a = Lanes.loadFew(Lanes.at(x, i), size - i);
      const b = Lanes.loadFew(Lanes.at(y, i), size - i);
      sum = Lanes.addProduct(sum, a, b);
    }
    return Lanes.sum(sum);
  }
}
