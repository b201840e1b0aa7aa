import { mistake, type MistakeOf } from "../../../author";
import type { cosineLrSchedule } from "../../../../core/training/schedule";
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
];
