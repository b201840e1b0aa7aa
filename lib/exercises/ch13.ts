import { cosineLrSchedule, type CosineSchedule } from "../core/schedule";
import { between, times, whole } from "./cases";
import { clipExercise, type clipAll } from "./ch13-clip";
import {
  dropoutBackExercise,
  dropoutExercise,
  type dropNumbers,
  type dropoutGradient,
} from "./ch13-dropout";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "./exercise";

/** What chapter 13 asks for. */
export interface Answers13 {
  "13.1": typeof cosineLrSchedule;
  "13.2": number;
  "13.3": typeof clipAll;
  "13.4": typeof dropNumbers;
  "13.5": typeof dropoutGradient;
}

/** A complete schedule, as the cases give it. */
type Schedule = Required<CosineSchedule>;

const complete = (schedule: CosineSchedule): Schedule => schedule as Schedule;

const scheduleExercise = functionExercise<Answers13["13.1"]>({
  kind: "write",
  id: "13.1",
  title: "Warm-up and cosine",
  task: "Return the learning rate of a step: a straight rise, then half a cosine down.",
  minutes: 12,
  difficulty: 3,
  points: 5,
  hints: [
    "Two cases. Up to warmupSteps: a straight line that reaches the maximum at step = warmupSteps.",
    "After it: progress = (step - warmupSteps) / (totalSteps - warmupSteps), from 0 to 1.",
    "height = (1 + Math.cos(Math.PI * progress)) / 2 goes from 1 to 0. Stretch it to lie between maximum and minimum.",
  ],
  reference: cosineLrSchedule,
  source: {
    file: "core/schedule.ts",
    name: "cosineLrSchedule",
    as: "mySchedule",
  },
  parameters: ["step", "schedule"],
  cases: (random) => [
    ...[1, 2, 4, 5, 12, 20].map((step): [number, CosineSchedule] => [
      step,
      {
        maxLearningRate: 0.8,
        minLearningRate: 0.1,
        warmupSteps: 4,
        totalSteps: 20,
      },
    ]),
    [
      5,
      {
        maxLearningRate: 0.8,
        minLearningRate: 0.1,
        warmupSteps: 4,
        totalSteps: 5,
      },
    ],
    ...times(6, (): [number, CosineSchedule] => {
      const totalSteps = whole(random, 20, 60);
      return [
        whole(random, 1, totalSteps),
        {
          maxLearningRate: between(random, 0.5, 1),
          minLearningRate: between(random, 0.05, 0.2),
          warmupSteps: whole(random, 3, 9),
          totalSteps,
        },
      ];
    }),
  ],
  mistakes: [
    {
      name: "the first step is wasted",
      code: (step, schedule) => {
        const { maxLearningRate, warmupSteps } = complete(schedule);
        return step <= warmupSteps
          ? (maxLearningRate * (step - 1)) / warmupSteps
          : cosineLrSchedule(step, schedule);
      },
      hint: "Steps count from 1. With (step - 1) the first rate is exactly 0, and a whole step of computing does nothing.",
    },
    {
      name: "the rise begins at the minimum",
      code: (step, schedule) => {
        const { maxLearningRate, minLearningRate, warmupSteps } =
          complete(schedule);
        const height = maxLearningRate - minLearningRate;
        return step <= warmupSteps
          ? minLearningRate + (height * step) / warmupSteps
          : cosineLrSchedule(step, schedule);
      },
      hint: "The minimum is for the end. The rise is a share of the maximum: step 1 of 4 has a quarter of it.",
    },
    {
      name: "the progress counts the warm-up",
      code: (step, schedule) => {
        const { maxLearningRate, minLearningRate, warmupSteps, totalSteps } =
          complete(schedule);
        if (step <= warmupSteps) return cosineLrSchedule(step, schedule);
        const height = (1 + Math.cos((Math.PI * step) / totalSteps)) / 2;
        return minLearningRate + (maxLearningRate - minLearningRate) * height;
      },
      hint: "The curve jumps down when the warm-up ends. The cosine begins there: take warmupSteps off both numbers.",
    },
    {
      name: "the minimum is added on top",
      code: (step, schedule) => {
        const { maxLearningRate, minLearningRate, warmupSteps, totalSteps } =
          complete(schedule);
        if (step <= warmupSteps) return cosineLrSchedule(step, schedule);
        const progress = (step - warmupSteps) / (totalSteps - warmupSteps);
        const height = (1 + Math.cos(Math.PI * progress)) / 2;
        return minLearningRate + maxLearningRate * height;
      },
      hint: "At the top that gives maximum plus minimum. Only the difference of the two is to be scaled.",
    },
    {
      name: "no minimum",
      code: (step, schedule) =>
        cosineLrSchedule(step, { ...schedule, minLearningRate: 0 }),
      hint: "At the last step the rate should be minLearningRate, not 0.",
    },
    {
      name: "the cosine is not lifted",
      code: (step, schedule) => {
        const { maxLearningRate, minLearningRate, warmupSteps, totalSteps } =
          complete(schedule);
        if (step <= warmupSteps) return cosineLrSchedule(step, schedule);
        const progress = (step - warmupSteps) / (totalSteps - warmupSteps);
        const height = Math.cos(Math.PI * progress);
        return minLearningRate + (maxLearningRate - minLearningRate) * height;
      },
      hint: "A cosine goes from 1 to -1, and the rate becomes negative. Use (1 + cos) / 2, which goes from 1 to 0.",
    },
    {
      name: "a straight line instead of a cosine",
      code: (step, schedule) => {
        const { maxLearningRate, minLearningRate, warmupSteps, totalSteps } =
          complete(schedule);
        if (step <= warmupSteps) return cosineLrSchedule(step, schedule);
        const progress = (step - warmupSteps) / (totalSteps - warmupSteps);
        const height = 1 - progress;
        return minLearningRate + (maxLearningRate - minLearningRate) * height;
      },
      hint: "Both ends are right. In between it should follow (1 + cos(pi * progress)) / 2.",
    },
  ],
});

const factorExercise = numberExercise({
  kind: "predict",
  id: "13.2",
  title: "Predict: by how much a gradient is shortened",
  task: "Three tensors have gradients of length 3, 4 and 12. With maxNorm 1: by which factor is each multiplied?",
  minutes: 4,
  difficulty: 2,
  points: 3,
  hints: [
    "There is one length for all together, as if they were one long vector.",
    "Squares add up: 9 + 16 + 144 = 169.",
    "The length is 13. Which factor makes it 1?",
  ],
  reference: 1 / 13,
  unit: "as factor",
  tolerance: 1e-3,
  mistakes: [
    {
      name: "the lengths added",
      value: 1 / 19,
      hint: "The length of the whole is the root of the sum of squares, not the sum of the lengths.",
    },
    {
      name: "the root is missing",
      value: 1 / 169,
      hint: "169 is the square of the length.",
    },
    {
      name: "only the longest counts",
      value: 1 / 12,
      hint: "All three belong to one gradient: 3² + 4² + 12².",
    },
    {
      name: "the length, not the factor",
      value: 13,
      hint: "13 is how long the gradient is. Asked for is the number that makes its length 1.",
    },
  ],
  explanation:
    "One gradient, in three parts: √(9 + 16 + 144) = 13. To make its length 1 every number is multiplied by " +
    "**1/13**, so the direction stays as it was.",
});

/** Exercises of notebooks/13-schedule-clipping-dropout.ipynb. */
export const chapter13: ChapterExercises<Answers13> = {
  "13.1": scheduleExercise,
  "13.2": factorExercise,
  "13.3": clipExercise,
  "13.4": dropoutExercise,
  "13.5": dropoutBackExercise,
};
