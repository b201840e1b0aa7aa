import { chapter00, type Answers00 } from "./chapters/00-welcome";
import { chapter01, type Answers01 } from "./chapters/01-one-weight";
import { chapter02, type Answers02 } from "./chapters/02-partial-derivatives";
import { chapter03, type Answers03 } from "./chapters/03-chain-rule";
import {
  chapter04,
  type Answers04,
} from "./chapters/04-softmax-and-cross-entropy";
import { chapter05, type Answers05 } from "./chapters/05-linear-layer";
import { chapter06, type Answers06 } from "./chapters/06-one-training-step";
import { chapter07, type Answers07 } from "./chapters/07-text-to-tokens";
import { chapter08, type Answers08 } from "./chapters/08-tensors";
import { chapter09, type Answers09 } from "./chapters/09-layers";
import { chapter10, type Answers10 } from "./chapters/10-attention";
import { chapter11, type Answers11 } from "./chapters/11-tinyllm";
import { chapter12, type Answers12 } from "./chapters/12-optimizers";
import {
  chapter13,
  type Answers13,
} from "./chapters/13-schedule-clipping-dropout";
import { chapter14, type Answers14 } from "./chapters/14-training-loop";
import { chapter15, type Answers15 } from "./chapters/15-train-tinyllm";
import {
  chapter16,
  type Answers16,
} from "./chapters/16-evaluation-and-generation";
import { chapter17, type Answers17 } from "./chapters/17-beyond";
import type { Exercise } from "./checker/exercise";

/** The type of the answer to each exercise, by id. */
export interface Answers
  extends
    Answers00,
    Answers01,
    Answers02,
    Answers03,
    Answers04,
    Answers05,
    Answers06,
    Answers07,
    Answers08,
    Answers09,
    Answers10,
    Answers11,
    Answers12,
    Answers13,
    Answers14,
    Answers15,
    Answers16,
    Answers17 {}

/** Id of an exercise: chapter, point, number. */
export type ExerciseId = keyof Answers;

/** A chapter and its exercises. */
export interface Chapter {
  /** two digits, as in the notebook's file name */
  number: string;
  title: string;
  exercises: readonly Exercise[];
}

/** All exercises, in the order of the course. */
export const COURSE: readonly Chapter[] = [
  { number: "00", title: "Welcome", exercises: Object.values(chapter00) },
  { number: "01", title: "One weight", exercises: Object.values(chapter01) },
  {
    number: "02",
    title: "Partial derivatives",
    exercises: Object.values(chapter02),
  },
  { number: "03", title: "Chain rule", exercises: Object.values(chapter03) },
  {
    number: "04",
    title: "Softmax and cross-entropy",
    exercises: Object.values(chapter04),
  },
  { number: "05", title: "Linear layer", exercises: Object.values(chapter05) },
  {
    number: "06",
    title: "One training step",
    exercises: Object.values(chapter06),
  },
  {
    number: "07",
    title: "Text to tokens",
    exercises: Object.values(chapter07),
  },
  {
    number: "08",
    title: "Tensors",
    exercises: Object.values(chapter08),
  },
  {
    number: "09",
    title: "Layers",
    exercises: Object.values(chapter09),
  },
  {
    number: "10",
    title: "Attention",
    exercises: Object.values(chapter10),
  },
  { number: "11", title: "TinyLLM", exercises: Object.values(chapter11) },
  { number: "12", title: "Optimizers", exercises: Object.values(chapter12) },
  {
    number: "13",
    title: "Schedule, clipping, dropout",
    exercises: Object.values(chapter13),
  },
  { number: "14", title: "Training loop", exercises: Object.values(chapter14) },
  {
    number: "15",
    title: "Train TinyLLM",
    exercises: Object.values(chapter15),
  },
  {
    number: "16",
    title: "Evaluation and generation",
    exercises: Object.values(chapter16),
  },
  { number: "17", title: "Beyond", exercises: Object.values(chapter17) },
];

/**
 * The exercise with this id.
 *
 * @throws if there is none
 */
export function findExercise(id: string): Exercise {
  const all = COURSE.flatMap((chapter) => chapter.exercises);
  const found = all.find((exercise) => exercise.id === id);
  if (found) return found;
  const known = all.map((exercise) => exercise.id).join(", ");
  throw new RangeError(
    `there must be an exercise with this id; got ${String(id)}. ` +
      `The ids are ${known}.`,
  );
}
