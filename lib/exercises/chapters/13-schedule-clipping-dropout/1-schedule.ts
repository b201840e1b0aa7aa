import {
  cosineLrSchedule,
  type CosineSchedule,
} from "../../../core/training/schedule";
import { after, between, exercise, mistake, times, whole } from "../../author";

/** A complete schedule, as the cases give it. */
type Schedule = Required<CosineSchedule>;

const complete = (schedule: CosineSchedule): Schedule => schedule as Schedule;

/** Half a cosine, from 1 to 0. */
export const lifted = (progress: number): number =>
  (1 + Math.cos(Math.PI * progress)) / 2;

type Fall = Schedule & { step: number; progress: number };

const cosine = ({ progress }: Fall): number => lifted(progress);

/** The schedule with another fall after the warm-up. */
export function fallWith(
  heightOf: (at: Fall) => number,
  rateOf: (height: number, at: Fall) => number = (height, at) =>
    at.minLearningRate + (at.maxLearningRate - at.minLearningRate) * height,
): typeof cosineLrSchedule {
  return (step, schedule) => {
    const { warmupSteps, totalSteps } = complete(schedule);
    if (step <= warmupSteps) return cosineLrSchedule(step, schedule);
    const progress = (step - warmupSteps) / (totalSteps - warmupSteps);
    const at = { ...complete(schedule), step, progress };
    return rateOf(heightOf(at), at);
  };
}

export default exercise(cosineLrSchedule, {
  title: "Warm-up and cosine",
  task: "Return the learning rate of a step: a straight rise, then half a cosine down.",
  effort: { minutes: 12, difficulty: 3, points: 5 },
  hints: [
    "Two cases. Up to warmupSteps: a straight line that reaches the maximum at step = warmupSteps.",
    "After it: progress = (step - warmupSteps) / (totalSteps - warmupSteps), from 0 to 1.",
    "height = (1 + Math.cos(Math.PI * progress)) / 2 goes from 1 to 0. Stretch it to lie between maximum and minimum.",
  ],
  randomCases: (random): Parameters<typeof cosineLrSchedule>[] => [
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
    mistake(
      "the first step is wasted",
      "Steps count from 1. With (step - 1) the first rate is exactly 0, and a whole step is wasted.",
      after((rate, step, { warmupSteps = 0 }) =>
        step <= warmupSteps ? (rate * (step - 1)) / step : rate,
      ),
    ),
    mistake(
      "the rise begins at the minimum",
      "The minimum is for the end. The rise is a share of the maximum: step 1 of 4 has a quarter of it.",
      (step, schedule) => {
        const { maxLearningRate, minLearningRate, warmupSteps } =
          complete(schedule);
        const height = maxLearningRate - minLearningRate;
        return step <= warmupSteps
          ? minLearningRate + (height * step) / warmupSteps
          : cosineLrSchedule(step, schedule);
      },
    ),
    mistake(
      "the progress counts the warm-up",
      "The curve jumps down when the warm-up ends. The cosine begins there: take warmupSteps off both numbers.",
      fallWith(({ step, totalSteps }) => lifted(step / totalSteps)),
    ),
    mistake(
      "the minimum is added on top",
      "At the top that gives maximum plus minimum. Only the difference of the two is to be scaled.",
      fallWith(
        cosine,
        (height, at) => at.minLearningRate + at.maxLearningRate * height,
      ),
    ),
    mistake(
      "no minimum",
      "At the last step the rate should be minLearningRate, not 0.",
      fallWith(cosine, (height, at) => at.maxLearningRate * height),
    ),
    mistake(
      "the cosine is not lifted",
      "A cosine goes from 1 to -1, and the rate becomes negative. Use (1 + cos) / 2, which goes from 1 to 0.",
      fallWith(({ progress }) => Math.cos(Math.PI * progress)),
    ),
    mistake(
      "the progress is divided by all steps",
      "Then the last step is not at the minimum. The cosine has totalSteps - warmupSteps steps.",
      fallWith((at) => lifted((at.step - at.warmupSteps) / at.totalSteps)),
    ),
    mistake(
      "pi is missing in the cosine",
      "`Math.cos` takes radians: half a turn is pi. Use Math.cos(Math.PI * progress).",
      fallWith(({ progress }) => (1 + Math.cos(progress)) / 2),
    ),
    mistake(
      "a straight line instead of a cosine",
      "Both ends are right. In between it should follow (1 + cos(pi * progress)) / 2.",
      fallWith(({ progress }) => 1 - progress),
    ),
  ],
  alsoRight: (step, schedule) => {
    const { maxLearningRate: max = 0, minLearningRate: min = 0 } = schedule;
    const { warmupSteps = 0, totalSteps } = schedule;
    if (step < warmupSteps) return (step / warmupSteps) * max;
    const angle = ((step - warmupSteps) / (totalSteps - warmupSteps)) * Math.PI;
    return (max + min) / 2 + ((max - min) / 2) * Math.cos(angle);
  },
});
