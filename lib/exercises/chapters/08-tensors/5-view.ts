import { args, draw, exercise, mistake, times, whole } from "../../author";

/** The numbers of a view with two axes, row by row. */
export function readView(
  data: number[],
  shape: number[],
  strides: number[],
  offset: number,
): number[] {
  const out: number[] = [];
  for (let i = 0; i < shape[0]; i++)
    for (let j = 0; j < shape[1]; j++)
      out.push(data[offset + i * strides[0] + j * strides[1]]);
  return out;
}

export default exercise(readView, {
  title: "Read a view",
  task: "Return the numbers of a view with two axes as one flat list, row by row. Element (i, j) is in data at offset + i * strides[0] + j * strides[1].",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Two loops: i below shape[0], and inside it j below shape[1].",
    "A step of i moves by strides[0] places, a step of j by strides[1]. Begin at offset.",
    "out.push(data[offset + i * strides[0] + j * strides[1]])",
  ],
  firstCases: [
    args([10, 11, 12, 20, 21, 22], [3, 2], [1, 3], 0),
    args([10, 11, 12, 20, 21, 22], [2, 2], [3, 1], 1),
    args([1, 2, 3, 4, 5, 6], [2, 3], [0, 1], 0),
  ],
  randomCases: draw(8, (random, n) => {
    const [rows, columns] = [whole(random, 2, 4), whole(random, 2, 4)];
    const strides = [
      [columns + 2, 1],
      [1, rows + 1],
      [2 * columns, 2],
      [1, 0],
    ][n % 4];
    const data = times(50, (at) => 100 + at);
    return [data, [rows, columns], strides, whole(random, 1, 5)];
  }),
  mistakes: [
    mistake(
      "the offset is missing",
      "A view may begin in the middle of the data: add offset to every place.",
      (data, shape, strides) => readView(data, shape, strides, 0),
    ),
    mistake(
      "the strides are ignored",
      "You read the data one after the other. A step of i moves by strides[0] places, a step of j by strides[1].",
      (data, [rows, columns], _, offset) =>
        times(rows * columns, (n) => data[offset + n]),
    ),
    mistake(
      "the strides of the axes are swapped",
      "strides[0] belongs to i, strides[1] to j.",
      (data, shape, [down, right], offset) =>
        readView(data, shape, [right, down], offset),
    ),
    mistake(
      "column by column",
      "The numbers are right, in another order. Row by row means: i in the outer loop, j in the inner one.",
      (data, [rows, columns], [down, right], offset) =>
        readView(data, [columns, rows], [right, down], offset),
    ),
    mistake(
      "rows as lists",
      "The numbers are right, each row in a list of its own. Return one flat list.",
      (data, [rows, columns], strides, offset) => {
        const flat = readView(data, [rows, columns], strides, offset);
        const lists = Array.from({ length: rows }, (_, i) =>
          flat.slice(i * columns, (i + 1) * columns),
        );
        return lists as unknown as number[];
      },
    ),
    mistake(
      "a step of j moves by one place",
      "In a transposed view the neighbors in a row are far apart. Multiply j by strides[1].",
      (data, shape, [down], offset) => readView(data, shape, [down, 1], offset),
    ),
    mistake(
      "counted from 1",
      "The first element of the view is at offset itself.",
      (data, shape, strides, offset) =>
        readView(data, shape, strides, offset + 1),
    ),
  ],
  alsoRight: (data, [rows, columns], [down, right], offset) =>
    times(rows * columns, (n) => {
      const [i, j] = [Math.floor(n / columns), n % columns];
      return data[offset + i * down + j * right];
    }),
});
