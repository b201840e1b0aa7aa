import { mistake, type MistakeOf } from "../../../author";
import type { mean } from "../1-mean";
import { sum } from "../1-mean";

const POSITIONS =
  "`for (const i in numbers)` goes through the positions, and each is a string. " +
  "`for (const n of numbers)` goes through the numbers.";

/** What else learners answer to exercise 00.1. */
export const slips: MistakeOf<typeof mean>[] = [
  mistake(
    "the positions are joined, not the numbers added",
    POSITIONS,
    (numbers) =>
      Number(["0", ...Object.keys(numbers)].join("")) / numbers.length,
  ),
  mistake(
    "the positions are added, not the numbers",
    POSITIONS,
    (numbers) => sum(numbers.map((_, i) => i)) / numbers.length,
  ),
  mistake(
    "only the last number",
    "With `sum = n` each number wipes out the one before. Add with `+=`.",
    (numbers) => numbers[numbers.length - 1] / numbers.length,
  ),
  mistake(
    "only the first number",
    "A `return` inside the loop ends it in its first turn. Return after the loop.",
    (numbers) => numbers[0] / numbers.length,
  ),
  mistake(
    "the first number counted twice",
    "The sum begins with `numbers[0]`, and the loop adds it again. Begin with 0.",
    (numbers) => (numbers[0] + sum(numbers)) / numbers.length,
  ),
  mistake(
    "the last number left out",
    "The loop ends one number too early: `i < numbers.length` reaches the last one.",
    (numbers) => sum(numbers.slice(0, -1)) / numbers.length,
  ),
  mistake(
    "the first number is not divided",
    "`a + b / n` divides b alone, and the first number is never a b. Add everything up, then divide.",
    (numbers) => numbers.reduce((a, b) => a + b / numbers.length),
  ),
  mistake(
    "the middle number, not the mean",
    "That is the median. The mean adds all numbers up and divides by how many there are.",
    (numbers) =>
      [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)],
  ),
  mistake(
    "the mean of two, again and again",
    "`(a + b) / 2` gives the last numbers more weight than the first. Add all up, then divide once.",
    (numbers) => numbers.reduce((a, b) => (a + b) / 2),
  ),
];
