/** Numbers scaled to sum 1. */
export function scaled(numbers: number[]): number[] {
  const sum = numbers.reduce((total, x) => total + x, 0);
  return numbers.map((x) => x / sum);
}
