import type { Random } from "../../../core/base/random";
import { exercise, mistake, times, vector, whole } from "../../author";

/** Rows and columns of a product: (rows, depth) times (depth, columns). */
export interface ProductSize {
  rows: number;
  depth: number;
  columns: number;
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

function someProduct(
  random: Random,
  size: ProductSize,
): [number[], number[], ProductSize] {
  const { rows, depth, columns } = size;
  return [vector(random, rows * depth), vector(random, depth * columns), size];
}

/** The product, with other lengths of the rows of a, b and out. */
function productWith(
  lengths: (size: ProductSize) => { a?: number; b?: number; out?: number },
): typeof multiplyFlat {
  return (a, b, size) => {
    const { rows, depth, columns } = size;
    const length = { a: depth, b: columns, out: columns, ...lengths(size) };
    const out = new Array<number>(rows * columns).fill(0);
    for (let i = 0; i < rows; i++)
      for (let k = 0; k < depth; k++)
        for (let j = 0; j < columns; j++)
          out[i * length.out + j] += a[i * length.a + k] * b[k * length.b + j];
    return out;
  };
}

/** Arrays with a length that their rows do not have; b's depth is the bug. */
const WRONG_ROWS = [
  ["a", "rows"],
  ["a", "columns"],
  ["b", "rows"],
  ["out", "rows"],
  ["out", "depth"],
] as const;

export default exercise(multiplyFlat, {
  title: "Find the bug: it works only for squares",
  task: "Return the product of two flat row-major matrices, (rows, depth) times (depth, columns).",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Tested with squares only, all three lengths were the same. Which length belongs to which array?",
    "A row-major place is row * (number of columns of that matrix) + column.",
    "A row of `a` holds `depth` numbers, a row of `b` and of `out` holds `columns`. Which of the three places says otherwise?",
  ],
  parameters: ["a", "b", "size"],
  firstCases: [
    [[1, 2, 3, 4], [1, 0, 2, 0, 1, 3], { rows: 2, depth: 2, columns: 3 }],
    [
      [1, 2, 3, 4, 5, 6],
      [1, 0, 0, 2, 0, 1, 0, 3, 0, 0, 1, 4],
      { rows: 2, depth: 3, columns: 4 },
    ],
  ],
  randomCases: (random) => [
    ...times(6, () => {
      const rows = whole(random, 2, 4);
      const depth = rows + whole(random, 1, 2);
      const columns = depth + whole(random, 1, 2);
      return someProduct(random, { rows, depth, columns });
    }),
    someProduct(random, { rows: 5, depth: 3, columns: 2 }),
    someProduct(random, { rows: 3, depth: 5, columns: 4 }),
    someProduct(random, { rows: 4, depth: 1, columns: 1 }),
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
  otherBugs: [
    [
      ["b[k * depth + j]", "b[k * columns + j]"],
      ["a[i * depth + k]", "a[i * rows + k]"],
    ],
    [
      ["b[k * depth + j]", "b[k * columns + j]"],
      ["out[i * columns + j]", "out[i * rows + j]"],
    ],
  ],
  mistakes: [
    mistake(
      "b is read as its transpose",
      "Row k, column j of b is at k * columns + j. You go along the rows of b, as if it were transposed.",
      (a, b, { rows, depth, columns }) =>
        times(rows * columns, (at) => {
          const i = Math.floor(at / columns);
          const j = at % columns;
          return times(depth, (k) => a[i * depth + k] * b[j * depth + k])
              .reduce((sum, term) => sum + term, 0); // prettier-ignore
        }),
    ),
    mistake(
      "overwritten, not added up",
      "Each element is a sum over k. `=` keeps only the last term: use `+=`.",
      (a, b, { rows, depth, columns }) =>
        times(rows * columns, (at) => {
          const i = Math.floor(at / columns);
          const last = depth - 1;
          return a[i * depth + last] * b[last * columns + (at % columns)];
        }),
    ),
    ...WRONG_ROWS.map(([array, length]) =>
      mistake(
        `a row of ${array} is taken to hold ${length} numbers`,
        "The other two places are right. A row of `a` holds `depth` numbers, a row of `b` and of `out` holds `columns`.",
        productWith((size) => ({ [array]: size[length] })),
      ),
    ),
    mistake(
      "a row of a is taken to hold columns numbers, and b is as it was",
      "The place in `a` was right: its rows hold `depth` numbers. Look at `b`: how many numbers has one of its rows?",
      productWith(({ depth, columns }) => ({ a: columns, b: depth })),
    ),
    mistake(
      "the result is transposed",
      "The numbers are right, but out is laid out column by column. Row i begins at i * columns.",
      (a, b, size) => {
        const right = multiplyFlat(a, b, size);
        return times(right.length, (at) => {
          const i = at % size.rows;
          return right[i * size.columns + Math.floor(at / size.rows)];
        });
      },
    ),
  ],
  alsoRight: (a, b, { rows, depth, columns }) => {
    const out: number[] = [];
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = depth - 1; k >= 0; k--)
          sum += a[i * depth + k] * b[k * columns + j];
        out.push(sum);
      }
    return out;
  },
});
