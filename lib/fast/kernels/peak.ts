/*
 * The peaks of this processor with four lanes; the other kernels are measured
 * against them.
 *
 * Arithmetic: fourteen sums in registers, which do not wait for each other. Each
 * waits for its own product and sum, about six cycles, and processors start two
 * of each per cycle. So twelve sums are the fewest that keep one busy, and
 * fourteen are the most for which the compilers of Node have registers.
 */
import { STRETCH } from "./constants";
import { Lanes } from "./lanes";

/**
 * `rounds` times 14 multiplications and additions of four lanes.
 *
 * @param numbers a factor, a place for the result, and 14 sums, four lanes each
 */
export function peak(task: i32, _: usize, rounds: i32, numbers: usize): void {
  const b = v128.load(numbers);
  let s0 = v128.load(numbers, 32);
  let s1 = v128.load(numbers, 48);
  let s2 = v128.load(numbers, 64);
  let s3 = v128.load(numbers, 80);
  let s4 = v128.load(numbers, 96);
  let s5 = v128.load(numbers, 112);
  let s6 = v128.load(numbers, 128);
  let s7 = v128.load(numbers, 144);
  let s8 = v128.load(numbers, 160);
  let s9 = v128.load(numbers, 176);
  let s10 = v128.load(numbers, 192);
  let s11 = v128.load(numbers, 208);
  let s12 = v128.load(numbers, 224);
  let s13 = v128.load(numbers, 240);
  for (let round = 0; round < rounds; round++) {
    s0 = Lanes.addProduct(b, s0, b);
    s1 = Lanes.addProduct(b, s1, b);
    s2 = Lanes.addProduct(b, s2, b);
    s3 = Lanes.addProduct(b, s3, b);
    s4 = Lanes.addProduct(b, s4, b);
    s5 = Lanes.addProduct(b, s5, b);
    s6 = Lanes.addProduct(b, s6, b);
    s7 = Lanes.addProduct(b, s7, b);
    s8 = Lanes.addProduct(b, s8, b);
    s9 = Lanes.addProduct(b, s9, b);
    s10 = Lanes.addProduct(b, s10, b);
    s11 = Lanes.addProduct(b, s11, b);
    s12 = Lanes.addProduct(b, s12, b);
    s13 = Lanes.addProduct(b, s13, b);
  }
  s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  s4 = f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7));
  s8 = f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11));
  s12 = f32x4.add(s12, s13);
  const sum = f32x4.add(f32x4.add(s0, s4), f32x4.add(s8, s12));
  v128.store(numbers, sum, 16);
}

/** Reads 16384 numbers and combines them to four: the peak of reading. */
export function readNumbers(task: i32, _: usize, x: usize, out: usize): void {
  const start = Lanes.at(x, task * STRETCH);
  const end = start + 4 * STRETCH;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let p = start; p < end; p += 128) {
    s0 = v128.xor(s0, v128.xor(v128.load(p), v128.load(p, 16)));
    s1 = v128.xor(s1, v128.xor(v128.load(p, 32), v128.load(p, 48)));
    s2 = v128.xor(s2, v128.xor(v128.load(p, 64), v128.load(p, 80)));
    s3 = v128.xor(s3, v128.xor(v128.load(p, 96), v128.load(p, 112)));
  }
  const all = v128.xor(v128.xor(s0, s1), v128.xor(s2, s3));
  v128.store(Lanes.at(out, 4 * task), all);
}
