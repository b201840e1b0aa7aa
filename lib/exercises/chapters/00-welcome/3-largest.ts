import { exercise, matrix, mistake } from "../../author";

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
  ...[
    -1, -2, -5, -10, -99, -100, -999, -1000, -9999, -10_000, -1e5,
    -999_999,
  ],
  ...[-1e6, -1e9, -1e12, -(2 ** 31), Number.MIN_SAFE_INTEGER],
];

export default exercise(largest, {
  title: "Find the bug: the largest number",
  task: "Return the largest number of a list. The function works for some lists and not for others.",
  effort: { minutes: 4, difficulty: 1, points: 2 },
  hints: [
    "Try the broken function on `[-3, -1, -2]` and on `[2, 7]`. When is it right?",
    "With which number does the search begin, and can every list beat it?",
    "Begin with something that every number beats: `-Infinity`, or the first number of the list.",
  ],
  as: "largest",
  firstCases: [
    [[2, 7, 1]],
    [[-3, -1, -2]],
    [[4]],
    [[9, 100, 23]],
    [[-3000, -2000]],
    [[-1.7e308, -1.5e308]],
  ],
  randomCases: (random) => [
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
  otherBugs: [
    [
      ["let best = 0;", "let best = numbers[0];"],
      ["if (number > best)", "if (number > numbers[0])"],
    ],
  ],
  mistakes: [
    mistake(
      "neither 0 nor Number.MIN_VALUE is the lowest number",
      "A list may hold nothing but numbers below the one where the search begins: then the start is returned, which is not in the list. (`Number.MIN_VALUE` is the smallest number *above* zero.) Begin with `-Infinity`, or with the first number of the list.",
      (numbers) => Math.max(Number.MIN_VALUE, ...numbers),
    ),
    ...LOW_STARTS.map((start) =>
      mistake(
        `the search begins at ${start}`,
        "A list may hold nothing but numbers below that: then the start is returned, which is not in the list. Begin with `-Infinity`, or with the first number of the list.",
        (numbers: number[]): number => Math.max(start, ...numbers),
      ),
    ),
    mistake(
      "the smallest instead of the largest",
      "The comparison points the other way: keep a number when it is larger than the best so far.",
      (numbers) => Math.min(...numbers),
    ),
    mistake(
      "where it stands, not what it is",
      "You return the position of the largest number. The number itself is asked for: `numbers[position]`.",
      (numbers) => numbers.indexOf(Math.max(...numbers)),
    ),
    mistake(
      "compared as texts",
      "`sort()` without a rule compares texts: as a text, 23 comes after 100. Give it `(a, b) => a - b`, or go through the numbers and keep the largest.",
      (numbers) => [...numbers].sort()[numbers.length - 1],
    ),
    mistake(
      "the last number left out",
      "The loop ends one number too early: `i < numbers.length` reaches the last one.",
      (numbers) =>
        Math.max(numbers[0], ...numbers.slice(0, numbers.length - 1)),
    ),
  ],
  alsoRight: (numbers) => [...numbers].sort((a, b) => b - a)[0],
});
