import {
  after,
  args,
  draw,
  exercise,
  mistake,
  times,
  whole,
} from "../../author";

/** Where the element at these indices stands in row-major data. */
export function offsetOf(shape: number[], indices: number[]): number {
  let offset = 0;
  for (let axis = 0; axis < shape.length; axis++)
    offset = offset * shape[axis] + indices[axis];
  return offset;
}

export default exercise(offsetOf, {
  title: "The place of an element",
  task: "Return the place of an element in flat row-major data. It must work for any number of axes.",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "Two axes first: row i begins at i * columns, so (i, j) is at i * columns + j.",
    "Three axes: (i * T + j) * C + k. Each further axis multiplies what is there and adds its index.",
    "offset = 0, then for each axis: offset = offset * shape[axis] + indices[axis].",
  ],
  firstCases: [
    args([2, 3, 4], [1, 2, 3]),
    [[5], [4]],
    args([3, 2, 5], [2, 0, 0]),
    args([2, 1, 3, 2, 4], [1, 0, 2, 1, 3]),
  ],
  randomCases: draw(8, (random, c) => {
    const shape = times(2 + (c % 3), () => whole(random, 2, 7));
    return [shape, shape.map((length) => whole(random, 1, length - 1))];
  }),
  mistakes: [
    mistake(
      "the first index runs fastest",
      "That is column-major, as Fortran counts. Here the last index runs fastest.",
      (shape, at) => offsetOf([...shape].reverse(), [...at].reverse()),
    ),
    mistake(
      "the indices are added up",
      "A step along an earlier axis jumps over a whole row or more.",
      (_, indices) => indices.reduce((sum, index) => sum + index, 0),
    ),
    mistake(
      "multiplied with the length of its own axis",
      "A step along an axis jumps over the product of the lengths after it, not over its own length.",
      (shape, indices) =>
        indices.reduce(
          (sum, index, axis) =>
            sum + (axis + 1 < shape.length ? index * shape[axis] : index),
          0,
        ),
    ),
    mistake(
      "multiplied with the length of the axis before",
      "`place * shape[k] + index` takes the length of the axis that the index belongs to.",
      (shape, indices) =>
        indices.reduce(
          (place, index, k) => place * shape[Math.max(0, k - 1)] + index,
          0,
        ),
    ),
    mistake(
      "for three axes only",
      "Right for three axes. A list of 1, 2 or 4 axes needs the same pattern in a loop: multiply what is there, add the next index.",
      (shape, indices) =>
        (indices[0] * shape[1] + indices[1]) * shape[2] + indices[2],
    ),
    mistake(
      "strides that are one axis too far",
      "A step along an axis jumps over the lengths of the axes after it; its own length does not belong to the product. Along the last axis a step is 1.",
      (shape, indices) =>
        indices.reduce((sum, index, axis) => {
          const stride = shape.slice(axis).reduce((a, b) => a * b, 1);
          return sum + index * stride;
        }, 0),
    ),
    mistake(
      "counted from 1",
      "The first element is at place 0.",
      after((offset) => offset + 1),
    ),
  ],
  alsoRight: (shape, indices) =>
    indices.reduce(
      (sum, index, axis) =>
        sum + index * shape.slice(axis + 1).reduce((a, b) => a * b, 1),
      0,
    ),
});
