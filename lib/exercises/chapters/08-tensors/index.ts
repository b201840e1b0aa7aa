import { times, whole } from "../../author";
import type { batchLoss } from "./batch";
import { lossExercise } from "./loss";
import { memoryExercise } from "./memory";
import { productExercise, type multiplyFlat } from "./product";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 08 asks for. */
export interface Answers08 {
  "08.1": typeof offsetOf;
  "08.2": number;
  "08.3": typeof multiplyFlat;
  "08.4": typeof batchLoss;
}

/** Where the element at these indices stands in row-major data. */
export function offsetOf(shape: number[], indices: number[]): number {
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++)
    offset = offset * shape[axis] + indices[axis];
  return offset;
}

/** Exercises of notebooks/08-tensors.ipynb. */
export const chapter08: ChapterExercises<Answers08> = {
  "08.1": functionExercise<Answers08["08.1"]>({
    kind: "write",
    id: "08.1",
    title: "Where an element stands",
    task: "Return the place of an element in flat row-major data. It must work for any number of axes.",
    minutes: 8,
    difficulty: 2,
    points: 3,
    hints: [
      "Two axes first: row i begins at i * columns, so (i, j) stands at i * columns + j.",
      "Three axes: (i * T + j) * C + k. Each further axis multiplies what is there and adds its index.",
      "offset = 0, then for each axis: offset = offset * shape[axis] + indices[axis].",
    ],
    reference: offsetOf,
    source: {
      file: "exercises/chapters/08-tensors/index.ts",
      name: "offsetOf",
      as: "myOffset",
    },
    parameters: ["shape", "indices"],
    cases: (random) => [
      [
        [2, 3, 4],
        [1, 2, 3],
      ],
      [[5], [4]],
      [
        [3, 2, 5],
        [2, 0, 0],
      ],
      [
        [2, 1, 3, 2, 4],
        [1, 0, 2, 1, 3],
      ],
      ...times(8, (c): [number[], number[]] => {
        const shape = times(2 + (c % 3), () => whole(random, 2, 7));
        return [shape, shape.map((length) => whole(random, 1, length - 1))];
      }),
    ],
    mistakes: [
      {
        name: "the first index runs fastest",
        code: (shape, indices) =>
          offsetOf([...shape].reverse(), [...indices].reverse()),
        hint: "That is column-major, as Fortran counts. Here the last index runs fastest.",
      },
      {
        name: "the indices are added up",
        code: (_, indices) => indices.reduce((sum, index) => sum + index, 0),
        hint: "A step along an earlier axis jumps over a whole row or more.",
      },
      {
        name: "multiplied with the length of its own axis",
        code: (shape, indices) =>
          indices.reduce(
            (sum, index, axis) =>
              sum + (axis + 1 < shape.length ? index * shape[axis] : index),
            0,
          ),
        hint: "A step along an axis jumps over the product of the lengths after it, not over its own length.",
      },
      {
        name: "for three axes only",
        code: (shape, indices) =>
          (indices[0] * shape[1] + indices[1]) * shape[2] + indices[2],
        hint: "Right for three axes. A list of 1, 2 or 4 axes needs the same pattern in a loop: multiply what is there, add the next index.",
      },
      {
        name: "strides that are one axis too far",
        code: (shape, indices) =>
          indices.reduce((sum, index, axis) => {
            const stride = shape.slice(axis).reduce((a, b) => a * b, 1);
            return sum + index * stride;
          }, 0),
        hint: "A step along an axis jumps over the lengths of the axes after it; its own length does not belong to the product. Along the last axis a step is 1.",
      },
      {
        name: "counted from 1",
        code: (shape, indices) => offsetOf(shape, indices) + 1,
        hint: "The first element stands at place 0.",
      },
    ],
  }),
  "08.2": memoryExercise,
  "08.3": productExercise,
  "08.4": lossExercise,
};
