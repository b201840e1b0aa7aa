import { ids, times, whole } from "./cases";
import {
  nucleusExercise,
  temperatureExercise,
  type nucleus,
  type withTemperature,
} from "./ch16-sampling";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "./exercise";

/** What chapter 16 asks for. */
export interface Answers16 {
  "16.1": number;
  "16.2": typeof longestCopy;
  "16.3": typeof withTemperature;
  "16.4": typeof nucleus;
  "16.5": number;
}

/** Length of the longest run of tokens that stands in both texts. */
export function longestCopy(written: number[], read: number[]): number {
  let longest = 0;
  let above = new Array<number>(read.length + 1).fill(0);
  for (const token of written) {
    const runs = [0];
    for (let j = 0; j < read.length; j++) {
      const run = token === read[j] ? above[j] + 1 : 0;
      runs.push(run);
      longest = Math.max(longest, run);
    }
    above = runs;
  }
  return longest;
}

const uniformExercise = numberExercise({
  kind: "predict",
  id: "16.1",
  title: "Predict: the worst honest guess",
  task: "A model gives each of 512 tokens the same probability. A token has 2.25 bytes on average. How many bits per byte is that?",
  minutes: 4,
  difficulty: 2,
  points: 3,
  hints: [
    "The surprise of one token is -log2(1/512) bits.",
    "2 to the power of 9 is 512: so 9 bits a token.",
    "Each token pays for 2.25 bytes: divide.",
  ],
  reference: 4,
  unit: "bits per byte",
  tolerance: 0.01,
  mistakes: [
    {
      name: "bits per token",
      value: 9,
      hint: "That is the price of a token. It covers 2.25 bytes.",
    },
    {
      name: "nats instead of bits",
      value: Math.log(512) / 2.25,
      hint: "You took the natural logarithm: those are nats per byte. Take log2, or divide by ln 2.",
    },
    {
      name: "multiplied by the bytes",
      value: 20.25,
      hint: "More bytes in a token make each byte cheaper: divide by 2.25.",
    },
    {
      name: "every byte by itself",
      value: 8,
      hint: "8 bits would be an even guess among 256 bytes. This model guesses among 512 tokens.",
    },
  ],
  explanation:
    "One token costs log2(512) = 9 bits and pays for 2.25 bytes: 9 / 2.25 = **4** bits per byte. " +
    "A model that has learned anything must be below that.",
});

/** All common subsequences: order kept, gaps allowed. */
function longestWithGaps(written: number[], read: number[]): number {
  let above = new Array<number>(read.length + 1).fill(0);
  for (const token of written) {
    const row = [0];
    for (let j = 0; j < read.length; j++)
      row.push(
        token === read[j] ? above[j] + 1 : Math.max(above[j + 1], row[j]),
      );
    above = row;
  }
  return above[read.length];
}

function longestStart(written: number[], read: number[]): number {
  const runs = read.map((_, from) => {
    let n = 0;
    while (n < written.length && written[n] === read[from + n]) n++;
    return n;
  });
  return Math.max(0, ...runs);
}

const copyExercise = functionExercise<Answers16["16.2"]>({
  kind: "write",
  id: "16.2",
  title: "The longest copied span",
  task: "Return the length of the longest run of neighbouring tokens of `written` that also stands somewhere in `read`, in the same order and without a gap.",
  minutes: 12,
  difficulty: 3,
  points: 4,
  hints: [
    "Try each pair of a start in `written` and a start in `read`. How far do the two texts agree from there?",
    "Three loops: start i, start j, and a length n that grows while written[i + n] === read[j + n].",
    "Mind the ends: stop when i + n reaches written.length, since undefined === undefined is true.",
  ],
  reference: longestCopy,
  source: { file: "exercises/ch16.ts", name: "longestCopy" },
  parameters: ["written", "read"],
  cases: (random) => [
    [
      [7, 1, 2, 3, 8],
      [1, 2, 4, 1, 2, 3, 9],
    ],
    [[5, 6], []],
    [
      [4, 1, 2],
      [3, 1, 2],
    ],
    ...times(8, (): [number[], number[]] => [
      ids(random, whole(random, 6, 10), 3),
      ids(random, whole(random, 12, 20), 3),
    ]),
  ],
  mistakes: [
    {
      name: "gaps allowed",
      code: longestWithGaps,
      hint: "You skip tokens that differ. A copied span has no gap: one difference ends it.",
    },
    {
      name: "only from the first token on",
      code: longestStart,
      hint: "A copy may begin in the middle of `written` too: try every start.",
    },
    {
      name: "only at the same place",
      code: (written, read) => {
        let longest = 0;
        let run = 0;
        written.forEach((token, i) => {
          run = i < read.length && token === read[i] ? run + 1 : 0;
          longest = Math.max(longest, run);
        });
        return longest;
      },
      hint: "You compare token i with token i. The copied passage may stand anywhere in `read`.",
    },
    {
      name: "how many tokens are known",
      code: (written, read) => written.filter((t) => read.includes(t)).length,
      hint: "You count tokens that occur in `read` at all. The order matters: look for a run.",
    },
    {
      name: "read beyond the end",
      code: (written, read) => {
        const copy = longestCopy(written, read);
        const tail = written.slice(written.length - copy).join(" ");
        const end = read.slice(read.length - copy).join(" ");
        return copy > 0 && tail === end ? copy + 1 : copy;
      },
      hint: "When both texts end together, undefined === undefined counts as agreement. Check the length.",
    },
  ],
});

const cacheExercise = numberExercise({
  kind: "predict",
  id: "16.5",
  title: "Predict: work without a memory",
  task: "From a prompt of one token a model writes 100 more. Without a cache it reads the whole text anew for each. How many positions does it compute in all?",
  minutes: 4,
  difficulty: 2,
  points: 2,
  hints: [
    "For the first new token it reads 1 position, for the second 2.",
    "For the hundredth it reads 100: the prompt and 99 of its own.",
    "1 + 2 + ... + 100: pair the first with the last.",
  ],
  reference: 5050,
  unit: "positions",
  tolerance: 0,
  mistakes: [
    {
      name: "with the cache",
      value: 100,
      hint: "That is the work with a cache, where each position is computed once.",
    },
    {
      name: "always the whole length",
      value: 10000,
      hint: "The text is shorter in the beginning: 1, 2, 3, ... positions.",
    },
    {
      name: "one term too few",
      value: 4950,
      hint: "The last new token needs all 100 before it: the sum ends with 100.",
    },
    {
      name: "one term too many",
      value: 5151,
      hint: "The hundredth new token is written, but nobody reads it any more: the sum ends with 100.",
    },
  ],
  explanation:
    "1 + 2 + … + 100 = 100 · 101 / 2 = **5050**. With the cache it is 100: one position a token.",
});

/** Exercises of notebooks/16-evaluation-and-generation.ipynb. */
export const chapter16: ChapterExercises<Answers16> = {
  "16.1": uniformExercise,
  "16.2": copyExercise,
  "16.3": temperatureExercise,
  "16.4": nucleusExercise,
  "16.5": cacheExercise,
};
