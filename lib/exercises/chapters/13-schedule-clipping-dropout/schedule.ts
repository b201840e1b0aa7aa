import {
  cosineLrSchedule,
  type CosineSchedule,
} from "../../../core/training/schedule";
import { between, times, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** A complete schedule, as the cases give it. */
type Schedule = Required<CosineSchedule>;

const complete = (schedule: CosineSchedule): Schedule => schedule as Schedule;

/** Half a cosine, from 1 to 0. */
const lifted = (progress: number): number =>
  (1 + Math.cos(Math.PI * progress)) / 2;

/** The schedule with another fall after the warm-up. */
function fallWith(
  heightOf: (at: {
    step: number;
    warmupSteps: number;
    totalSteps: number;
    progress: number;
  }) => number,
): typeof cosineLrSchedule {
  return (step, schedule) => {
    const { maxLearningRate, minLearningRate, warmupSteps, totalSteps } =
      complete(schedule);
    if (step <= warmupSteps) return cosineLrSchedule(step, schedule);
    const progress = (step - warmupSteps) / (totalSteps - warmupSteps);
    const height = heightOf({ step, warmupSteps, totalSteps, progress });
    return minLearningRate + (maxLearningRate - minLearningRate) * height;
  };
}

/** Exercise 13.1. */
export const scheduleExercise: ExerciseFor<typeof cosineLrSchedule> =
  functionExercise<typeof cosineLrSchedule>({
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
      file: "core/training/schedule.ts",
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
        code: fallWith(({ step, totalSteps }) => lifted(step / totalSteps)),
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
        code: fallWith(({ progress }) => Math.cos(Math.PI * progress)),
        hint: "A cosine goes from 1 to -1, and the rate becomes negative. Use (1 + cos) / 2, which goes from 1 to 0.",
      },
      {
        name: "the progress is divided by all steps",
        code: fallWith(({ step, warmupSteps, totalSteps }) =>
          lifted((step - warmupSteps) / totalSteps),
        ),
        hint: "Then the last step is not at the minimum. The cosine has totalSteps - warmupSteps steps.",
      },
      {
        name: "pi is missing in the cosine",
        code: fallWith(({ progress }) => (1 + Math.cos(progress)) / 2),
        hint: "`Math.cos` takes radians: half a turn is pi. Use Math.cos(Math.PI * progress).",
      },
      {
        name: "a straight line instead of a cosine",
        code: fallWith(({ progress }) => 1 - progress),
        hint: "Both ends are right. In between it should follow (1 + cos(pi * progress)) / 2.",
      },
    ],
  });
