/** Mean, standard deviation and xHat of a row. */
export function statistics(
  x: number[],
  { epsilon = 1e-5, divisor = x.length } = {},
): { mean: number; deviation: number; xHat: number[] } {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / divisor;
  const deviation = Math.sqrt(variance + epsilon);
  return { mean, deviation, xHat: x.map((v) => (v - mean) / deviation) };
}
