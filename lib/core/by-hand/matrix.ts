/**
 * Weighted sum of two lists: a[0] * b[0] + a[1] * b[1] + ...
 *
 * @param a (n) numbers
 * @param b (n) numbers
 * @see notebooks/05-linear-layer.ipynb
 */
export function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
