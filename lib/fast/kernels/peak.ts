/*
 * The peak of this processor with four lanes: twelve sums that do not wait for
 * each other, all in registers, without memory access. The other kernels are
 * measured against this.
 */
import { STRETCH } from "./constants";
import { Lanes } from "./lanes";

/** `rounds` times 12 multiplications and additions of four lanes. */
export function peak(task: i32, _: usize, rounds: i32, numbers: usize): void {
  const b = v128.load(numbers);
  const a = v128.load(numbers, 16);
  let s0 = f32x4.splat(<f32>task);
  let s1 = b;
  let s2 = a;
  let s3 = f32x4.add(s0, b);
  let s4 = f32x4.add(s0, a);
  let s5 = f32x4.add(s1, a);
  let s6 = f32x4.sub(s0, b);
  let s7 = f32x4.sub(s0, a);
  let s8 = f32x4.sub(s1, a);
  let s9 = f32x4.sub(s3, a);
  let s10 = f32x4.sub(s4, b);
  let s11 = f32x4.sub(s5, b);
  for (let round = 0; round < rounds; round++) {
    s0 = Lanes.addProduct(a, s0, b);
    s1 = Lanes.addProduct(a, s1, b);
    s2 = Lanes.addProduct(a, s2, b);
    s3 = Lanes.addProduct(a, s3, b);
    s4 = Lanes.addProduct(a, s4, b);
    s5 = Lanes.addProduct(a, s5, b);
    s6 = Lanes.addProduct(a, s6, b);
    s7 = Lanes.addProduct(a, s7, b);
    s8 = Lanes.addProduct(a, s8, b);
    s9 = Lanes.addProduct(a, s9, b);
    s10 = Lanes.addProduct(a, s10, b);
    s11 = Lanes.addProduct(a, s11, b);
  }
  s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  s4 = f32x4.add(f32x4.add(s4, s5), f32x4.add(s6, s7));
  s8 = f32x4.add(f32x4.add(s8, s9), f32x4.add(s10, s11));
  const sum = f32x4.add(f32x4.add(s0, s4), s8);
  v128.store(numbers, sum, 32);
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
