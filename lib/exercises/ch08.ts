import { times, vector, whole } from "./cases";
import { type batchLoss, lossExercise } from "./ch08-loss";
import { memoryExercise } from "./ch08-memory";
import { functionExercise, type ChapterExercises } from "./exercise";

/** What chapter 08 asks for. */
export interface Answers08 {
  "08.1": typeof offsetOf;
  "08.2": number;
  "08.3": typeof multiplyFlat;
  "08.4": typeof batchLoss;
}

/** Rows and columns of a product: (rows, depth) times (depth, columns). */
export interface ProductSize {
  rows: number;
  depth: number;
  columns: number;
}

/** Where the element at these indices stands in row-major data. */
export function offsetOf(shape: number[], indices: number[]): number {
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++)
    offset = offset * shape[axis] + indices[axis];
  return offset;
}

/** The product of two flat row-major matrices. */
export function multiplyFlat(
  a: number[],
  b: number[],
  { rows, depth, columns }: ProductSize,
): number[] {
  const out = new Array<number>(rows * columns).fill(0);
  for (let i = 0; i < rows; i++)
    for (let k = 0; k < depth; k++)
      for (let j = 0; j < columns; j++)
        out[i * columns + j] += a[i * depth + k] * b[k * columns + j];
  return out;
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
    source: { file: "exercises/ch08.ts", name: "offsetOf", as: "myOffset" },
    parameters: ["shape", "indices"],
    cases: (random) => [
      [
        [2, 3, 4],
        [1, 2, 3],
      ],
      [[5], [4]],
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
  "08.3": functionExercise<Answers08["08.3"]>({
    kind: "repair",
    id: "08.3",
    title: "Find the bug: it works for squares",
    task: "Return the product of two flat row-major matrices, (rows, depth) times (depth, columns).",
    minutes: 8,
    difficulty: 2,
    points: 4,
    hints: [
      "Tested with squares only, all three lengths were the same. Which length belongs to which array?",
      "A row-major place is row * (number of columns of that matrix) + column.",
      "A row of `a` holds `depth` numbers, a row of `b` and of `out` holds `columns`. Which of the three places says otherwise?",
    ],
    reference: multiplyFlat,
    source: {
      file: "exercises/ch08.ts",
      name: "multiplyFlat",
      as: "myProduct",
    },
    parameters: ["a", "b", "size"],
    cases: (random) => [
      [
        [1, 2, 3, 4, 5, 6],
        [1, 0, 2, 0, 1, 3],
        { rows: 2, depth: 3, columns: 2 },
      ],
      ...times(6, (): [number[], number[], ProductSize] => {
        const rows = whole(random, 2, 4);
        const depth = rows + whole(random, 1, 2);
        const columns = depth + whole(random, 1, 2);
        return [
          vector(random, rows * depth),
          vector(random, depth * columns),
          { rows, depth, columns },
        ];
      }),
    ],
    given: (a, b, size) => {
      const { rows, depth, columns } = size;
      const out = new Array<number>(rows * columns).fill(0);
      for (let i = 0; i < rows; i++)
        for (let k = 0; k < depth; k++)
          for (let j = 0; j < columns; j++)
            out[i * columns + j] += a[i * depth + k] * b[k * depth + j];
      return out;
    },
    mistakes: [
      {
        name: "b is read as its transpose",
        code: (a, b, { rows, depth, columns }) =>
          times(rows * columns, (at) => {
            const i = Math.floor(at / columns);
            const j = at % columns;
            return times(depth, (k) => a[i * depth + k] * b[j * depth + k])
              .reduce((sum, term) => sum + term, 0); // prettier-ignore
          }),
        hint: "Row k and column j of b stand at k * columns + j. You go along the rows of b, as if it were transposed.",
      },
      {
        name: "overwritten, not added up",
        code: (a, b, { rows, depth, columns }) =>
          times(rows * columns, (at) => {
            const i = Math.floor(at / columns);
            const last = depth - 1;
            return a[i * depth + last] * b[last * columns + (at % columns)];
          }),
        hint: "Each element is a sum over k. `=` keeps only the last term: use `+=`.",
      },
      {
        name: "the result is transposed",
        code: (a, b, size) => {
          const right = multiplyFlat(a, b, size);
          return times(right.length, (at) => {
            const i = at % size.rows;
            return right[i * size.columns + Math.floor(at / size.rows)];
          });
        },
        hint: "The numbers are right, but out is laid out column by column. Row i begins at i * columns.",
      },
    ],
  }),
  "08.4": lossExercise,
};
