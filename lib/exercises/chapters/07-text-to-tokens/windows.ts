import { times, whole } from "../../author";
import {
  functionExercise,
  numberExercise,
  type ExerciseFor,
} from "../../checker/exercise";

/** Windows of length + 1 tokens; each begins with the last token of the one before. */
export function cutWindows(ids: number[], length: number): number[][] {
  const windows: number[][] = [];
  for (let start = 0; start + length < ids.length; start += length)
    windows.push(ids.slice(start, start + length + 1));
  return windows;
}

/** Cuts with another stride, another size, another end. */
function cut(
  ids: number[],
  {
    stride,
    size,
    least = size,
  }: { stride: number; size: number; least?: number },
): number[][] {
  const windows: number[][] = [];
  for (let start = 0; start + least <= ids.length; start += stride)
    windows.push(ids.slice(start, start + size));
  return windows;
}

/** Exercise 07.4. */
export const windowsExercise: ExerciseFor<typeof cutWindows> = functionExercise<
  typeof cutWindows
>({
  kind: "write",
  id: "07.4",
  title: "Windows with their targets",
  task: "Cut ids into windows of length + 1 tokens. The next window begins with the last token of the one before; what is left over is dropped.",
  minutes: 10,
  difficulty: 2,
  points: 4,
  hints: [
    "A window has `length` inputs. Its targets are the same tokens, one later: so it needs length + 1.",
    "The next window starts `length` tokens later, not length + 1: the last target is the first input of the next.",
    "Loop while `start + length < ids.length`, and take `ids.slice(start, start + length + 1)`.",
  ],
  reference: cutWindows,
  source: {
    file: "exercises/chapters/07-text-to-tokens/windows.ts",
    name: "cutWindows",
    as: "myWindows",
  },
  parameters: ["ids", "length"],
  cases: (random) => [
    [[10, 11, 12, 13, 14, 15, 16], 3],
    [[10, 11, 12, 13, 14, 15], 3],
    [[10, 11, 12], 1],
    [[10, 11, 12], 3],
    ...times(8, (c): [number[], number] => {
      const length = whole(random, 2, 5);
      const extra = c % 2 === 0 ? 1 : whole(random, 0, length);
      const size = length * whole(random, 2, 6) + extra;
      return [times(size, () => whole(random, 0, 300)), length];
    }),
  ],
  mistakes: [
    {
      name: "one token short",
      code: (ids, length) => cut(ids, { stride: length, size: length }),
      hint: "Your windows hold the inputs, but the last input has no target. Take length + 1 tokens.",
    },
    {
      name: "a token between two windows is never predicted",
      code: (ids, length) => cut(ids, { stride: length + 1, size: length + 1 }),
      hint: "You go on length + 1 tokens later. Then the first token of each window is never a target. Neighbours share one token.",
    },
    {
      name: "a window at every token",
      code: (ids, length) => cut(ids, { stride: 1, size: length + 1 }),
      hint: "Windows that start one token apart show every token `length` times. Let them stand side by side.",
    },
    {
      name: "a last window that is too short",
      code: (ids, length) =>
        cut(ids, { stride: length, size: length + 1, least: 2 }),
      hint: "All windows must be equally long, so that they fit into one batch. Drop what is left over.",
    },
    {
      name: "what is left over becomes a window",
      code: (ids, length) =>
        cut(ids, { stride: length, size: length + 1, least: 1 }),
      hint: "Your loop goes on as long as any token is left. Stop where fewer than length + 1 are left.",
    },
    {
      name: "the last window is missing",
      code: (ids, length) =>
        cut(ids, { stride: length, size: length + 1, least: length + 2 }),
      hint: "When the tokens fit exactly, the last window is whole. Is your comparison one too strict?",
    },
  ],
});

/** Exercise 07.5. */
export const bitsExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "07.5",
  title: "Predict: bits per byte",
  task: "A model has a loss of 4.2 nats per token on a text of 250 tokens and 1000 bytes. How many bits per byte is that, to two digits after the point?",
  minutes: 4,
  difficulty: 2,
  points: 3,
  hints: [
    "How many nats does the model need for the whole text?",
    "4.2 × 250 = 1050 nats in all. One bit is ln 2 = 0.693 nats.",
    "Turn 1050 nats into bits and share them among 1000 bytes.",
  ],
  reference: 1050 / Math.LN2 / 1000,
  unit: "bits per byte",
  tolerance: 0.01,
  mistakes: [
    {
      name: "nats, not bits",
      value: 1.05,
      hint: "That is nats per byte. A nat is 1/ln 2 = 1.44 bits.",
    },
    {
      name: "bits per token",
      value: 4.2 / Math.LN2,
      hint: "That is bits per token. A token here stands for 4 bytes.",
    },
    {
      name: "bytes and tokens swapped",
      value: (4.2 * 4) / Math.LN2,
      hint: "There are fewer tokens than bytes, so a byte costs less than a token. Divide by 4.",
    },
    {
      name: "multiplied by ln 2",
      value: 1.05 * Math.LN2,
      hint: "A bit is smaller than a nat, so there are more of them: divide by ln 2.",
    },
  ],
  explanation:
    "The whole text costs 4.2 · 250 = 1050 nats. A nat is 1 / ln 2 = 1.4427 bits, so that is " +
    "1514.8 bits for 1000 bytes: **1.515** bits per byte.",
});
