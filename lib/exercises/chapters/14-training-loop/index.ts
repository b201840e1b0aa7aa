import { between, times, whole } from "../../author";
import { clinicExercise } from "./clinic";
import { clearExercise } from "./clear";
import { loopExercise, type trainOneWeight } from "./loop";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What one batch of an evaluation measured. */
export interface BatchLoss {
  /** mean nats per token of the batch */
  loss: number;
  /** how many tokens it has */
  tokens: number;
}

/** Where a run goes on. */
export interface Place {
  /** counts from 0 */
  epoch: number;
  /** batches of that epoch which are done */
  skip: number;
}

/** What chapter 14 asks for. */
export interface Answers14 {
  "14.1": typeof trainOneWeight;
  "14.2": typeof trainOneWeight;
  "14.3": typeof meanLoss;
  "14.4": typeof placeOf;
  "14.5": number;
}

/** Mean nats per token over batches of different sizes. */
export function meanLoss(batches: { loss: number; tokens: number }[]): number {
  let sum = 0;
  let total = 0;
  for (const { loss, tokens } of batches) {
    sum += loss * tokens;
    total += tokens;
  }
  return sum / total;
}

/** Epoch, and batches to skip in it, after `step` steps are done. */
export function placeOf(
  step: number,
  windows: number,
  batchSize: number,
): Place {
  const perEpoch = Math.ceil(windows / batchSize);
  return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
}

const meanExercise = functionExercise<Answers14["14.3"]>({
  kind: "write",
  id: "14.3",
  title: "The loss of all tokens",
  task: "Return the mean loss per token over batches of different sizes.",
  minutes: 5,
  difficulty: 2,
  points: 3,
  hints: [
    "A batch's loss is a mean. How many nats did all its tokens cost together?",
    "Sum up loss × tokens, and sum up tokens.",
    "Divide the first sum by the second.",
  ],
  reference: meanLoss,
  source: {
    file: "exercises/chapters/14-training-loop/index.ts",
    name: "meanLoss",
    as: "myMean",
  },
  parameters: ["batches"],
  cases: (random) => [
    [
      [
        { loss: 2, tokens: 30 },
        { loss: 6, tokens: 10 },
      ],
    ],
    ...times(6, (): [BatchLoss[]] => [
      times(whole(random, 2, 5), (b) => ({
        loss: between(random, 1, 6),
        tokens: 10 * (b + 1) + whole(random, 1, 8),
      })),
    ]),
  ],
  mistakes: [
    {
      name: "the mean of means",
      code: (batches) =>
        batches.reduce((sum, { loss }) => sum + loss, 0) / batches.length,
      hint: "A small last batch counts as much as a full one. Weigh each batch by its tokens.",
    },
    {
      name: "the sum, not the mean",
      code: (batches) =>
        batches.reduce((sum, { loss, tokens }) => sum + loss * tokens, 0),
      hint: "That is what all tokens cost together. Divide by how many there are.",
    },
    {
      name: "divided by the number of batches",
      code: (batches) =>
        batches.reduce((sum, { loss, tokens }) => sum + loss * tokens, 0) /
        batches.length,
      hint: "Nats per batch are not nats per token: divide by all tokens.",
    },
  ],
});

const placeExercise = functionExercise<Answers14["14.4"]>({
  kind: "repair",
  id: "14.4",
  title: "Find the bug: a run that goes on in the wrong place",
  task: "Return the epoch (from 0) and the batches to skip in it, after some steps are done.",
  minutes: 8,
  difficulty: 3,
  points: 4,
  hints: [
    "Try 10 windows in batches of 4. How many batches has an epoch, and how large is the last one?",
    "The last batch of an epoch may be smaller, but it is a step: round up.",
    "perEpoch = Math.ceil(windows / batchSize).",
  ],
  reference: placeOf,
  source: {
    file: "exercises/chapters/14-training-loop/index.ts",
    name: "placeOf",
    as: "myPlace",
  },
  parameters: ["step", "windows", "batchSize"],
  cases: (random) => [
    [3, 10, 4],
    [2, 8, 4],
    [0, 5, 2],
    [2, 3, 8],
    [9, 17, 5],
    ...times(8, (): [number, number, number] => [
      whole(random, 5, 60),
      3 * whole(random, 7, 12) + 1,
      3,
    ]),
  ],
  given: (step, windows, batchSize) => {
    const perEpoch = Math.floor(windows / batchSize);
    return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
  },
  mistakes: [
    {
      name: "every run begins its epoch anew",
      code: (step, windows, batchSize) => ({
        ...placeOf(step, windows, batchSize),
        skip: 0,
      }),
      hint: "Then the resumed run sees the epoch's first batches a second time. Skip those that are done.",
    },
    {
      name: "epochs counted from 1",
      code: (step, windows, batchSize) => {
        const { epoch, skip } = placeOf(step, windows, batchSize);
        return { epoch: epoch + 1, skip };
      },
      hint: "The first epoch is number 0: before any step, epoch and skip are both 0.",
    },
    {
      name: "one batch more in every epoch",
      code: (step, windows, batchSize) => {
        const perEpoch = Math.floor(windows / batchSize) + 1;
        return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
      },
      hint: "8 windows in batches of 4 make two batches, and no third, empty one. Round up; do not add 1.",
    },
    {
      name: "rounded to the nearest",
      code: (step, windows, batchSize) => {
        const perEpoch = Math.round(windows / batchSize);
        return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
      },
      hint: "A small rest, such as one window of three, is a batch too. Round up, always.",
    },
    {
      name: "one batch too many is skipped",
      code: (step, windows, batchSize) => placeOf(step + 1, windows, batchSize),
      hint: "`step` steps are done, so exactly `step` batches were used. The next one must not be skipped.",
    },
    {
      name: "windows instead of batches",
      code: (step, windows, batchSize) => ({
        epoch: Math.floor((step * batchSize) / windows),
        skip: step % Math.ceil(windows / batchSize),
      }),
      hint: "The last batch of an epoch is smaller: steps times batchSize is more than the windows seen. Count in steps.",
    },
  ],
});

/** Exercises of notebooks/14-training-loop.ipynb. */
export const chapter14: ChapterExercises<Answers14> = {
  "14.1": loopExercise,
  "14.2": clearExercise,
  "14.3": meanExercise,
  "14.4": placeExercise,
  "14.5": clinicExercise,
};
