import { draw, exercise, matrix, mistake, vector } from "../../author";

/** Backward of one branch: gradient of its output to gradient of its input. */
type BranchBackward = (gradient: number[]) => number[];

export function add(a: number[], b: number[]): number[] {
  return a.map((value, i) => value + b[i]);
}

/** Gradient for x of x1 = x + A(x), out = x1 + F(x1). */
export function throughBlock(
  dOut: number[],
  backwardA: BranchBackward,
  backwardF: BranchBackward,
): number[] {
  const throughF = backwardF(dOut);
  const dX1 = dOut.map((d, i) => d + throughF[i]);
  const throughA = backwardA(dX1);
  return dX1.map((d, i) => d + throughA[i]);
}

export default exercise(throughBlock, {
  title: "Backward through a block",
  task: "Return the gradient for x of a block: x1 = x + A(x), out = x1 + F(x1).",
  effort: { minutes: 10, difficulty: 3, points: 5 },
  hints: [
    "Begin at the end: out = x1 + F(x1). The gradient for x1 has two parts, one for each path from x1 to out.",
    "dX1 = dOut + backwardF(dOut). Then the same once more for x1 = x + A(x).",
    "The second time it is dX1, not dOut, that goes into backwardA and past it.",
  ],
  as: "myWayBack",
  firstCase: [[1], ([d]) => [2 * d], ([d]) => [3 * d]],
  randomCases: draw(6, (random, c) => {
    const n = [2, 3, 5][c % 3];
    const [a, f] = [matrix(random, n, n), matrix(random, n, n)];
    const through =
      (m: number[][]): BranchBackward =>
      (d) =>
        m.map((row) => row.reduce((sum, w, i) => sum + w * d[i], 0));
    return [vector(random, n), through(a), through(f)];
  }),
  mistakes: [
    mistake(
      "the direct way is forgotten",
      "x also reaches the output past the branch. Add the gradient that comes in to what the branch gives.",
      (dOut, a, f) => a(f(dOut)),
    ),
    mistake(
      "the branches in the order of the forward",
      "The backward pass is mirrored: F came last in the forward pass, so it comes first.",
      (dOut, a, f) => throughBlock(dOut, f, a),
    ),
    mistake(
      "half way: the gradient for x1",
      "That is dX1, and right. From there the same once more, through x1 = x + A(x).",
      (dOut, _, f) => add(dOut, f(dOut)),
    ),
    mistake(
      "both branches get dOut",
      "A feeds x1, and x1 feeds out both directly and through F. What goes into backwardA is dX1, with F's part in it.",
      (dOut, a, f) => add(add(dOut, f(dOut)), a(dOut)),
    ),
    mistake(
      "the direct way only around F",
      "dX1 is right. Then x1 = x + A(x): dX1 itself goes to x too, past A.",
      (dOut, a, f) => a(add(dOut, f(dOut))),
    ),
    mistake(
      "past A goes dOut, not dX1",
      "What goes into A's backward is right. But x1 = x + A(x): the direct way carries the same dX1.",
      (dOut, a, f) => add(dOut, a(add(dOut, f(dOut)))),
    ),
    mistake(
      "the direct way only around A",
      "In out = x1 + F(x1) the stream goes past F too: dX1 begins with dOut.",
      (dOut, a, f) => add(f(dOut), a(f(dOut))),
    ),
  ],
  alsoRight: (dOut, backwardA, backwardF) => {
    const stream = [...dOut];
    for (const backward of [backwardF, backwardA])
      backward([...stream]).forEach((d, i) => (stream[i] += d));
    return stream;
  },
});
