import { draw, exercise, mistake, vector, whole } from "../../author";

export const sum = (numbers: number[]): number =>
  numbers.reduce((a, b) => a + b, 0);

/** Mean of a list: the sum, divided by how many there are. */
export function mean(numbers: number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum / numbers.length;
}

export default exercise(mean, {
  title: "The mean of a list",
  task: "Return the sum of the numbers divided by how many there are.",
  effort: { minutes: 3, difficulty: 1, points: 1 },
  hints: [
    "Two steps: add all numbers up, then divide by how many there are.",
    "`numbers.length` says how many. `for (const n of numbers)` visits each.",
    "Start with `let sum = 0;`, add every `n` to it, and return `sum / numbers.length`.",
  ],
  as: "mean",
  firstCases: [[[1, 2, 6]], [[5]]],
  randomCases: draw(8, (random) => [vector(random, whole(random, 2, 9))]),
  mistakes: [
    mistake(
      "the sum, not the mean",
      "You added everything up; now divide by how many numbers there are.",
      sum,
    ),
    mistake(
      "divided inside the loop",
      "The division happens once for every number. Finish the sum first, then divide once, after the loop.",
      (numbers) => numbers.reduce((a, b) => (a + b) / numbers.length, 0),
    ),
    mistake(
      "the first number left out",
      "Positions count from 0, so a loop that starts at 1 misses `numbers[0]`.",
      (numbers) => sum(numbers.slice(1)) / numbers.length,
    ),
    mistake(
      "divided by one less",
      "`numbers.length` is already the number of numbers; take nothing away from it.",
      (numbers) => sum(numbers) / (numbers.length - 1),
    ),
  ],
  alsoRight: (numbers) => {
    let mean = 0;
    numbers.forEach((x, i) => (mean += (x - mean) / (i + 1)));
    return mean;
  },
});
