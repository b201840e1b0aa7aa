import type { cosineLrSchedule } from "../../../core/training/schedule";
import { clipExercise, type clipAll } from "./clip";
import {
  dropoutBackExercise,
  dropoutExercise,
  type dropNumbers,
  type dropoutGradient,
} from "./dropout";
import { scheduleExercise } from "./schedule";
import { numberExercise, type ChapterExercises } from "../../checker/exercise";

/** What chapter 13 asks for. */
export interface Answers13 {
  "13.1": typeof cosineLrSchedule;
  "13.2": number;
  "13.3": typeof clipAll;
  "13.4": typeof dropNumbers;
  "13.5": typeof dropoutGradient;
}

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
