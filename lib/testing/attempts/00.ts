import { tried, triedUntyped, type Attempt } from "./attempt";

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Wrong answers of chapter 00. */
export const ATTEMPTS_00: Attempt[] = [
  tried("00.1", "the sum only", sum, /the sum, not the mean/),
  tried(
    "00.1",
    "the loop starts at 1",
    (numbers) => {
      let total = 0;
      for (let i = 1; i < numbers.length; i++) total += numbers[i];
      return total / numbers.length;
    },
    /the first number left out/,
  ),
  tried(
    "00.1",
    "divided by n - 1",
    (numbers) => sum(numbers) / (numbers.length - 1),
    /divided by one less/,
  ),
  tried(
    "00.1",
    "upside down",
    (numbers) => numbers.length / sum(numbers),
    /upside down/,
  ),
  triedUntyped(
    "00.1",
    "no return",
    (numbers: number[]): void => {
      sum(numbers);
    },
    "TypeScript",
  ),
  triedUntyped(
    "00.1",
    "for ... in",
    (numbers: number[]) => {
      // what `total += i` comes to in `for (const i in numbers)`
      const total = ["0", ...Object.keys(numbers)].join("");
      return Number(total) / numbers.length;
    },
    /the positions are joined/,
  ),
  tried(
    "00.1",
    "rounded",
    (numbers) => Math.round(sum(numbers) / numbers.length),
    /rounded/,
  ),
  tried(
    "00.1",
    "throws",
    () => {
      throw new Error("todo");
    },
    /It threw Error: todo/,
  ),
  tried("00.2", "added", 160, /added instead of multiplied/),
  tried("00.2", "divided", 4, /divided/),
  triedUntyped("00.2", "a string", "4096", "TypeScript"),
  tried("00.2", "about 4000", 4000, /round/),
  tried(
    "00.3",
    "best begins at -1",
    (numbers) => {
      let best = -1;
      for (const n of numbers) if (n > best) best = n;
      return best;
    },
    /the search begins at -1/,
  ),
  tried(
    "00.3",
    "best begins at Number.MIN_VALUE",
    (numbers) => {
      let best = Number.MIN_VALUE;
      for (const n of numbers) if (n > best) best = n;
      return best;
    },
    /neither 0 nor Number.MIN_VALUE is the lowest/,
  ),
  tried(
    "00.3",
    ">= instead of >",
    (numbers) => {
      let best = 0;
      for (const n of numbers) if (n >= best) best = n;
      return best;
    },
    /neither 0 nor Number.MIN_VALUE is the lowest/,
  ),
  tried(
    "00.3",
    "< instead of >",
    (numbers) => {
      let best = Infinity;
      for (const n of numbers) if (n < best) best = n;
      return best;
    },
    /the smallest instead of the largest/,
  ),
  tried(
    "00.3",
    "Math.abs in the comparison",
    (numbers) => {
      let best = 0;
      for (const n of numbers) if (Math.abs(n) > best) best = n;
      return best;
    },
    /absolute value/,
  ),
  tried(
    "00.3",
    "sort() without a rule",
    (numbers) => numbers.sort()[numbers.length - 1],
    /compared as (texts|strings)/,
  ),
];
