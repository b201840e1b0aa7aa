import { chapter00 } from "./chapters/00-welcome";
import { chapter01 } from "./chapters/01-one-weight";
import { chapter02 } from "./chapters/02-partial-derivatives";
import { chapter03 } from "./chapters/03-chain-rule";
import { chapter04 } from "./chapters/04-softmax-and-cross-entropy";
import { chapter05 } from "./chapters/05-linear-layer";
import { chapter06 } from "./chapters/06-one-training-step";
import { chapter07 } from "./chapters/07-text-to-tokens";
import { chapter08 } from "./chapters/08-tensors";
import { chapter09 } from "./chapters/09-layers";
import { chapter10 } from "./chapters/10-attention";
import { chapter11 } from "./chapters/11-tinyllm";
import { chapter12 } from "./chapters/12-optimizers";
import { chapter13 } from "./chapters/13-schedule-clipping-dropout";
import { chapter14 } from "./chapters/14-training-loop";
import { chapter15 } from "./chapters/15-train-tinyllm";
import { chapter16 } from "./chapters/16-evaluation-and-generation";
import { chapter17 } from "./chapters/17-beyond";
import { chapter18 } from "./chapters/18-one-page";
import type { Chapter, Exercise } from "./checker/exercise";

const CHAPTERS = [
  chapter00,
  chapter01,
  chapter02,
  chapter03,
  chapter04,
  chapter05,
  chapter06,
  chapter07,
  chapter08,
  chapter09,
  chapter10,
  chapter11,
  chapter12,
  chapter13,
  chapter14,
  chapter15,
  chapter16,
  chapter17,
  chapter18,
] as const;

/** The chapters, in the order of the course. */
export const COURSE: readonly Chapter[] = CHAPTERS;

/** `A & B` for `A | B`. */
type Together<Union> = (
  Union extends unknown ? (each: Union) => void : never
) extends (all: infer All) => void
  ? All
  : never;

type AnswersIn<C> = C extends Chapter<infer Answers> ? Answers : never;

/** Id of an exercise that a teacher has added, such as `"05.90"`. */
export type ClassExerciseId = `${number}.9${number}`;

/** The type of the answer to each exercise, by id. */
export type Answers = Together<AnswersIn<(typeof CHAPTERS)[number]>> &
  Record<ClassExerciseId, number | ((...args: never[]) => unknown)>;

/** Id of an exercise: chapter, point, number. */
export type ExerciseId = keyof Answers;

const kept = new Map<string, Exercise>();

/** Makes an exercise of a class known, in place of the course's or an older one. */
export function keepExercise(exercise: Exercise): void {
  kept.set(exercise.id, exercise);
}

/**
 * The exercise with this id: that of the class if it has one of its own.
 *
 * @throws if there is none
 */
export function findExercise(id: string): Exercise {
  const all = COURSE.flatMap((chapter) => chapter.exercises);
  const found = kept.get(id) ?? all.find((exercise) => exercise.id === id);
  if (found) return found;
  const known = [...new Set([...all.map((one) => one.id), ...kept.keys()])];
  throw new RangeError(
    `there must be an exercise with this id; got ${String(id)}. ` +
      `The ids are ${known.join(", ")}.`,
  );
}
