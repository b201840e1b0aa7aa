import { matrix, times, vector, whole } from "../../author";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 00 asks for. */
export interface Answers00 {
  "00.1": (numbers: number[]) => number;
  "00.2": number;
  "00.3": (numbers: number[]) => number;
}

/** Mean of a list: the sum, divided by how many there are. */
export function mean(numbers: number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum / numbers.length;
}

/** The largest of a list of at least one number. */
export function largest(numbers: number[]): number {
  let best = -Infinity;
  for (const number of numbers) {
    if (number > best) best = number;
  }
  return best;
}

/** Numbers that a search is often begun with, and that lists can stay below. */
const LOW_STARTS = [
  ...[-1, -2, -5, -10, -99, -100, -999, -1000, -9999, -10_000, -1e5, -999_999],
  ...[-1e6, -1e9, -1e12, -(2 ** 31), Number.MIN_SAFE_INTEGER],
];

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Exercises of notebooks/00-welcome.ipynb. */
export const chapter00: ChapterExercises<Answers00> = {
  "00.1": functionExercise<Answers00["00.1"]>({
    kind: "write",
    id: "00.1",
    title: "The mean of a list",
    task: "Return the sum of the numbers divided by how many there are.",
    minutes: 3,
    difficulty: 1,
    points: 1,
    hints: [
      "Two steps: add all numbers up, then divide by how many there are.",
      "`numbers.length` says how many. `for (const n of numbers)` visits each.",
      "Start with `let sum = 0;`, add every `n` to it, and return `sum / numbers.length`.",
    ],
    reference: mean,
    source: {
      file: "exercises/chapters/00-welcome/index.ts",
      name: "mean",
      as: "mean",
    },
    parameters: ["numbers"],
    cases: (random) => [
      [[1, 2, 6]],
      [[5]],
      ...times(8, (): [number[]] => [vector(random, whole(random, 2, 9))]),
    ],
    mistakes: [
      {
        name: "the sum, not the mean",
        code: sum,
        hint: "You added everything up; now divide by how many numbers there are.",
      },
      {
        name: "divided inside the loop",
        code: (numbers) =>
          numbers.reduce((a, b) => (a + b) / numbers.length, 0),
        hint: "The division happens once for every number. Finish the sum first, then divide once, after the loop.",
      },
      {
        name: "the first number left out",
        code: (numbers) => sum(numbers.slice(1)) / numbers.length,
        hint: "Positions count from 0, so a loop that starts at 1 misses `numbers[0]`.",
      },
      {
        name: "divided by one less",
        code: (numbers) => sum(numbers) / (numbers.length - 1),
        hint: "`numbers.length` is already the number of numbers; take nothing away from it.",
      },
    ],
  }),
  "00.2": numberExercise({
    kind: "predict",
    id: "00.2",
    title: "Predict: tokens in one training step",
    task: "A training step of this course reads a batch of 32 pieces of text, 128 tokens each. How many tokens is that?",
    minutes: 2,
    difficulty: 1,
    points: 1,
    hints: [
      "A batch is 32 pieces of text side by side, and each piece is 128 tokens long.",
      "It is the area of a rectangle: 32 rows, 128 columns.",
    ],
    reference: 32 * 128,
    unit: "tokens",
    tolerance: 0,
    mistakes: [
      {
        name: "added instead of multiplied",
        value: 32 + 128,
        hint: "Each of the 32 pieces has 128 tokens of its own: 128 + 128 + ... , 32 times.",
      },
      {
        name: "the last token left out",
        value: 32 * 127,
        hint: "It is true that the last token of a piece needs a successor to be guessed. The course cuts one token more for that, so all 128 count.",
      },
      {
        name: "a single piece",
        value: 128,
        hint: "That is one piece of text. The batch has 32 of them.",
      },
    ],
    explanation:
      "One step reads a batch of 32 pieces of 128 tokens: 32 × 128 = **4096** tokens. " +
      "At each of them the model guesses the next one, so one step is 4096 guesses.",
  }),
  "00.3": functionExercise<Answers00["00.3"]>({
    kind: "repair",
    id: "00.3",
    title: "Find the bug: the largest number",
    task: "Return the largest number of a list. The function works for some lists and not for others.",
    minutes: 4,
    difficulty: 1,
    points: 2,
    hints: [
      "Try the broken function on `[-3, -1, -2]` and on `[2, 7]`. When is it right?",
      "With which number does the search begin, and can every list beat it?",
      "Begin with something that every number beats: `-Infinity`, or the first number of the list.",
    ],
    reference: largest,
    source: {
      file: "exercises/chapters/00-welcome/index.ts",
      name: "largest",
      as: "largest",
    },
    parameters: ["numbers"],
    cases: (random) => [
      [[2, 7, 1]],
      [[-3, -1, -2]],
      [[4]],
      [[9, 100, 23]],
      [[-3000, -2000]],
      [[-1.7e308, -1.5e308]],
      ...matrix(random, 6, 5).map((row): [number[]] => [row]),
      ...matrix(random, 3, 4).map((row): [number[]] => [
        row.map((value) => -Math.abs(value)),
      ]),
      ...matrix(random, 2, 6).map((row): [number[]] => [
        row.sort((a, b) => a - b),
      ]),
    ],
    given: (numbers) => {
      let best = 0;
      for (const number of numbers) {
        if (number > best) best = number;
      }
      return best;
    },
    mistakes: [
      {
        name: "Number.MIN_VALUE is not the lowest number",
        code: (numbers) => Math.max(Number.MIN_VALUE, ...numbers),
        hint: "`Number.MIN_VALUE` is the smallest number above zero, about 5e-324. The lowest of all is `-Infinity`.",
      },
      ...LOW_STARTS.map((start) => ({
        name: `the search begins at ${start}`,
        code: (numbers: number[]): number => Math.max(start, ...numbers),
        hint: "A list may hold nothing but numbers below that: then the start is returned, which is not in the list. Begin with `-Infinity`, or with the first number of the list.",
      })),
      {
        name: "the smallest instead of the largest",
        code: (numbers) => Math.min(...numbers),
        hint: "The comparison points the other way: keep a number when it is larger than the best so far.",
      },
      {
        name: "where it stands, not what it is",
        code: (numbers) => numbers.indexOf(Math.max(...numbers)),
        hint: "You return the position of the largest number. Asked for is the number itself: `numbers[position]`.",
      },
      {
        name: "compared as texts",
        code: (numbers) => [...numbers].sort()[numbers.length - 1],
        hint: "`sort()` without a rule compares texts: as a text, 23 comes after 100. Give it `(a, b) => a - b`, or go through the numbers and keep the largest.",
      },
      {
        name: "the last number left out",
        code: (numbers) =>
          Math.max(numbers[0], ...numbers.slice(0, numbers.length - 1)),
        hint: "The loop ends one number too early: `i < numbers.length` reaches the last one.",
      },
    ],
  }),
};
