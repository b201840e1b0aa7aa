import { softmax } from "../../core/by-hand/softmax";
import { tried, triedUntyped, type Attempt } from "./attempt";

interface Size {
  rows: number;
  depth: number;
  columns: number;
}

/** The product, with other places in a, b and out. */
const product =
  (other: {
    a?: (i: number, k: number, size: Size) => number;
    b?: (k: number, j: number, size: Size) => number;
    out?: (i: number, j: number, size: Size) => number;
  }) =>
  (a: number[], b: number[], size: Size): number[] => {
    const { rows, depth, columns } = size;
    const out = new Array<number>(rows * columns).fill(0);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++)
        for (let k = 0; k < depth; k++) {
          const at = other.out?.(i, j, size) ?? i * columns + j;
          out[at] +=
            a[other.a?.(i, k, size) ?? i * depth + k] *
            b[other.b?.(k, j, size) ?? k * columns + j];
        }
    return out;
  };

/** The loss of a batch, written as one loop, with one thing done otherwise. */
const batch =
  (other: {
    /** what is taken from the logits of a row */
    max?: (scores: number[], logits: number[]) => number;
    /** by what the gradient is divided */
    gradient?: (rows: number, count: number) => number;
    /** by what the loss is divided */
    loss?: (rows: number, count: number) => number;
    /** where the 1 of the target is taken away */
    target?: (row: number, width: number, target: number) => number;
  }) =>
  (
    logits: number[],
    targets: number[],
  ): { loss: number; dLogits: number[] } => {
    const rows = targets.length;
    const width = logits.length / rows;
    const dLogits = logits.map(() => 0);
    let loss = 0;
    targets.forEach((target, row) => {
      const scores = logits.slice(row * width, (row + 1) * width);
      const max = (other.max ?? ((z) => Math.max(...z)))(scores, logits);
      const powers = scores.map((z) => Math.exp(z - max));
      const sum = powers.reduce((a, b) => a + b, 0);
      loss += Math.log(sum) + max - scores[target];
      powers.forEach((power, v) => {
        dLogits[row * width + v] += power / sum;
      });
      dLogits[other.target?.(row, width, target) ?? row * width + target] -= 1;
    });
    const by = other.gradient?.(rows, logits.length) ?? rows;
    return {
      loss: loss / (other.loss?.(rows, logits.length) ?? rows),
      dLogits: dLogits.map((d) => d / by),
    };
  };

/** Wrong answers of chapter 08. */
export const ATTEMPTS_08: Attempt[] = [
  tried(
    "08.1",
    "the sum of index times length",
    (shape, indices) =>
      indices.reduce((sum, index, axis) => sum + index * shape[axis], 0),
    /times the length of its own axis/,
  ),
  tried(
    "08.1",
    "column-major",
    (shape, indices) => {
      let [offset, stride] = [0, 1];
      shape.forEach((length, axis) => {
        offset += indices[axis] * stride;
        stride *= length;
      });
      return offset;
    },
    /the first index runs fastest/,
  ),
  tried(
    "08.1",
    "three axes only",
    ([, T, C], [i, j, k]) => (i * T + j) * C + k,
    /for three axes only/,
  ),
  tried(
    "08.1",
    "strides one axis too far",
    (shape, indices) =>
      indices.reduce(
        (sum, index, axis) =>
          sum + index * shape.slice(axis).reduce((a, b) => a * b, 1),
        0,
      ),
    /strides that are one axis too far/,
  ),
  tried(
    "08.1",
    "strides one axis too far, in a loop",
    (shape, indices) => {
      let offset = 0;
      for (let axis = 0; axis < shape.length; axis++)
        offset = (offset + indices[axis]) * shape[axis];
      return offset;
    },
    /strides that are one axis too far/,
  ),
  tried("08.2", "20.48", 20.48, /the numbers, not the bytes/),
  tried("08.2", "163.84", 163.84, /64-bit numbers/),
  tried("08.2", "78.125", 78.125, /binary megabytes/),
  tried("08.2", "2.56", 2.56, /one window only/),
  tried("08.2", "81920000, in bytes", 81_920_000, /bytes/),
  tried("08.2", "655.36, in megabits", 655.36, /in megabits/),
  tried(
    "08.3",
    "a[i * columns + k] as well",
    product({
      a: (i, k, { columns }) => i * columns + k,
      b: (k, j, { depth }) => k * depth + j,
    }),
    /a row of a is taken to hold columns numbers/,
  ),
  tried(
    "08.3",
    "b[k * rows + j]",
    product({ b: (k, j, { rows }) => k * rows + j }),
    /a row of b is taken to hold rows numbers/,
  ),
  tried(
    "08.3",
    "b transposed",
    product({ b: (k, j, { depth }) => j * depth + k }),
    /b is read as its transpose/,
  ),
  tried(
    "08.3",
    "out with depth",
    product({ out: (i, j, { depth }) => i * depth + j }),
    /a row of out is taken to hold depth numbers/,
  ),
  tried("08.4", "no max", batch({ max: () => 0 }), /large logits overflow/),
  tried(
    "08.4",
    "the gradient without 1/N",
    batch({ gradient: () => 1 }),
    /the gradient misses the 1\/N/,
  ),
  tried(
    "08.4",
    "the loss without 1/N",
    batch({ loss: () => 1 }),
    /the loss misses the 1\/N/,
  ),
  tried(
    "08.4",
    "through -ln p",
    (logits, targets) => {
      const width = logits.length / targets.length;
      const shares = targets.map((_, row) =>
        softmax(logits.slice(row * width, (row + 1) * width)),
      );
      const losses = targets.map(
        (target, row) => -Math.log(shares[row][target]),
      );
      return {
        loss: losses.reduce((a, b) => a + b, 0) / targets.length,
        dLogits: batch({})(logits, targets).dLogits,
      };
    },
    /the loss goes through the probability/,
  ),
  tried(
    "08.4",
    "plus the one-hot",
    (logits, targets) => {
      const { loss, dLogits } = batch({})(logits, targets);
      const width = logits.length / targets.length;
      targets.forEach((target, row) => {
        dLogits[row * width + target] += 2 / targets.length;
      });
      return { loss, dLogits };
    },
    /the onehot is added/,
  ),
  tried(
    "08.4",
    "one-hot at targets[n]",
    batch({ target: (_, __, target) => target }),
    /the onehot is in the first row only/,
  ),
  tried(
    "08.4",
    "one softmax over the whole batch",
    (logits, targets) => {
      const width = logits.length / targets.length;
      const max = Math.max(...logits);
      const powers = logits.map((z) => Math.exp(z - max));
      const sum = powers.reduce((a, b) => a + b, 0);
      const dLogits = powers.map((power) => power / sum);
      let loss = 0;
      targets.forEach((target, row) => {
        const at = row * width + target;
        loss += Math.log(sum) + max - logits[at];
        dLogits[at] -= 1;
      });
      const rows = targets.length;
      return { loss: loss / rows, dLogits: dLogits.map((d) => d / rows) };
    },
    /one softmax over the whole batch/,
  ),
  tried(
    "08.4",
    "one max for all rows",
    batch({ max: (_, logits) => Math.max(...logits) }),
    /one largest score for all rows/,
  ),
  tried(
    "08.4",
    "divided by logits.length",
    batch({ gradient: (_, count) => count, loss: (_, count) => count }),
    /divided by the number of logits/,
  ),
  tried(
    "08.4",
    "the gradient divided by V",
    batch({ gradient: (rows, count) => count / rows }),
    /the gradient is divided by V/,
  ),
  tried(
    "08.4",
    "the gradient divided by logits.length",
    batch({ gradient: (_, count) => count }),
    /the gradient is divided by the number of logits/,
  ),
  triedUntyped(
    "08.4",
    "a list of lists for dLogits",
    (logits: number[], targets: number[]) => {
      const { loss, dLogits } = batch({})(logits, targets);
      const width = logits.length / targets.length;
      const rows = targets.map((_, n) =>
        dLogits.slice(n * width, (n + 1) * width),
      );
      return { loss, dLogits: rows };
    },
    /^dLogits as lists/,
  ),
  triedUntyped(
    "08.4",
    "a Float64Array for dLogits",
    () => ({ loss: 0, dLogits: new Float64Array(1) }),
    "TypeScript",
  ),
  tried(
    "08.5",
    "slices of the data",
    (data, [rows, columns], _, offset) =>
      data.slice(offset, offset + rows * columns),
    /the strides are ignored/,
  ),
  tried(
    "08.5",
    "i * columns + j",
    (data, [rows, columns], _, offset) => {
      const out: number[] = [];
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          out.push(data[offset + i * columns + j]);
      return out;
    },
    /the strides are ignored/,
  ),
  tried(
    "08.5",
    "no offset",
    (data, [rows, columns], [down, right]) => {
      const out: number[] = [];
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) out.push(data[i * down + j * right]);
      return out;
    },
    /the offset is missing/,
  ),
  tried(
    "08.5",
    "the loops swapped",
    (data, [rows, columns], [down, right], offset) => {
      const out: number[] = [];
      for (let j = 0; j < columns; j++)
        for (let i = 0; i < rows; i++)
          out.push(data[offset + i * down + j * right]);
      return out;
    },
    /column by column/,
  ),
  tried(
    "08.5",
    "(offset + i) * strides[0]",
    (data, [rows, columns], [down, right], offset) => {
      const out: number[] = [];
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          out.push(data[(offset + i) * down + j * right]);
      return out;
    },
    /the offset is multiplied by a stride/,
  ),
  tried(
    "08.5",
    "(offset + j) * strides[1]",
    (data, [rows, columns], [down, right], offset) => {
      const out: number[] = [];
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          out.push(data[i * down + (offset + j) * right]);
      return out;
    },
    /the offset is multiplied by the other stride/,
  ),
  tried(
    "08.6",
    "g[i % (dOut.length / width)]",
    (dOut, width) => {
      const g = new Array<number>(width).fill(0);
      for (let i = 0; i < dOut.length; i++)
        g[i % (dOut.length / width)] += dOut[i];
      return g;
    },
    /the remainder of the number of rows/,
  ),
  tried(
    "08.6",
    "the total in every place",
    (dOut, width) => {
      const sum = dOut.reduce((a, b) => a + b, 0);
      return new Array<number>(width).fill(sum);
    },
    /the total in every place/,
  ),
  tried(
    "08.6",
    "the sum of each row",
    (dOut, width) => {
      const sums = new Array<number>(dOut.length / width).fill(0);
      dOut.forEach((g, at) => (sums[Math.floor(at / width)] += g));
      return sums;
    },
    /summed along the rows/,
  ),
  tried(
    "08.6",
    "floor instead of remainder",
    (dOut, width) => {
      const dRow = new Array<number>(width).fill(0);
      for (let at = 0; at < dOut.length; at++)
        dRow[Math.floor(at / width)] += dOut[at];
      return dRow;
    },
    /row instead of its column/,
  ),
  tried(
    "08.6",
    "= instead of +=",
    (dOut, width) => {
      const dRow = new Array<number>(width).fill(0);
      dOut.forEach((g, at) => (dRow[at % width] = g));
      return dRow;
    },
    /overwritten, not added up/,
  ),
  tried(
    "08.6",
    "the mean",
    (dOut, width) => {
      const dRow = new Array<number>(width).fill(0);
      dOut.forEach((g, at) => (dRow[at % width] += (g * width) / dOut.length));
      return dRow;
    },
    /the mean over the rows/,
  ),
];
