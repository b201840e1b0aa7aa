import { mistake, type MistakeOf } from "../../../author";
import { cosineLrSchedule } from "../../../../core/training/schedule";
import { fallWith, lifted } from "../1-schedule";

/** What else learners answer to exercise 13.1. */
export const slips: MistakeOf<typeof cosineLrSchedule>[] = [
  mistake(
    "the height is not halved",
    "1 + cos goes from 2 to 0. Half of it goes from 1 to 0.",
    fallWith(({ progress }) => 1 + Math.cos(Math.PI * progress)),
  ),
  mistake(
    "1 - cos rises",
    "1 - cos goes from 0 up. The rate falls: use 1 + cos.",
    fallWith(({ progress }) => 1 - lifted(progress)),
  ),
  mistake(
    "only the cosine is halved",
    "The half belongs to the whole bracket: (1 + cos) / 2.",
    fallWith(({ progress }) => 1 + Math.cos(Math.PI * progress) / 2),
  ),
  mistake(
    "a sine instead of a cosine",
    "A sine begins and ends at 0. The cosine goes from 1 to -1: lift it by 1 and halve it.",
    fallWith(({ progress }) => Math.sin(Math.PI * progress)),
  ),
  mistake(
    "a whole turn",
    "Half a turn takes the cosine from 1 to -1: Math.PI * progress, without a 2.",
    fallWith(({ progress }) => lifted(2 * progress)),
  ),
  mistake(
    "degrees for radians",
    "`Math.cos` takes radians: half a turn is Math.PI, not 180.",
    fallWith(({ progress }) => (1 + Math.cos(180 * progress)) / 2),
  ),
  mistake(
    "warm-up steps only below the line",
    "The progress of the fall is (step - warmupSteps) / (totalSteps - warmupSteps): take them off both.",
    fallWith(({ step, totalSteps, warmupSteps }) =>
      lifted(step / (totalSteps - warmupSteps)),
    ),
  ),
  mistake(
    "constant after the warm-up",
    "After the warm-up the rate falls, along half a cosine.",
    fallWith(() => 1),
  ),
  mistake(
    "the cosine runs over the whole run",
    "It begins where the warm-up ends, at the maximum: the progress is (step - warmupSteps) / (totalSteps - warmupSteps).",
    (step, schedule) => {
      const { maxLearningRate: max = 0, minLearningRate: min = 0 } = schedule;
      const { warmupSteps = 0, totalSteps } = schedule;
      return step < warmupSteps
        ? cosineLrSchedule(step, schedule)
        : min + (max - min) * lifted(step / totalSteps);
    },
  ),
];
