import {
  after,
  between,
  draw,
  exercise,
  matrix,
  mistake,
  whole,
} from "../../author";

/** Shortens a gradient of several tensors in place; its length before. */
export function clipAll(gradients: number[][], maxNorm: number): number {
  let sum = 0;
  for (const row of gradients) for (const g of row) sum += g * g;
  const norm = Math.sqrt(sum);
  if (norm > maxNorm) {
    for (const row of gradients) {
      for (let i = 0; i < row.length; i++) row[i] *= maxNorm / norm;
    }
  }
  return norm;
}

/** Clipping with a rule of its own for each number. */
export function clipEach(
  change: (g: number, row: number[], maxNorm: number) => number,
): typeof clipAll {
  return (gradients, maxNorm) => {
    const norm = Math.hypot(...gradients.flat());
    gradients.forEach((row) => {
      const changed = row.map((g) => change(g, row, maxNorm));
      changed.forEach((g, i) => (row[i] = g));
    });
    return norm;
  };
}

export default exercise(clipAll, {
  title: "Clip the whole gradient",
  task: "Shorten the gradient of all tensors together to maxNorm, in place; return its length before.",
  effort: { minutes: 10, difficulty: 2, points: 4 },
  hints: [
    "First one sum over all numbers of all tensors: their squares. Its root is the length.",
    "Only if the length is above maxNorm, multiply every number by maxNorm / length.",
    "Return the length that you measured before.",
  ],
  changes: ["gradients"],
  firstCases: [
    [[[3], [4]], 1],
    [[[0.3], [0.4]], 1],
    [[[3], [4, -12]], 6.5],
    [[[-8, 4], [0], [1]], 0.5],
    [[[0, 0], [0]], 1],
  ],
  randomCases: draw(6, (random, c) => {
    const gradients = matrix(random, whole(random, 2, 3), 3);
    return [gradients, c % 3 === 2 ? 50 : between(random, 0.5, 1)];
  }),
  mistakes: [
    mistake(
      "each tensor clipped on its own",
      "That changes the direction of the whole. One length for all tensors, one factor for all.",
      clipEach((g, row, maxNorm) => {
        const norm = Math.hypot(...row);
        return norm > maxNorm ? (g * maxNorm) / norm : g;
      }),
    ),
    mistake(
      "each number clipped on its own",
      "That cuts numbers off and changes the direction. Multiply all of them by one factor.",
      clipEach((g, _, maxNorm) => Math.max(-maxNorm, Math.min(maxNorm, g))),
    ),
    mistake(
      "short gradients are stretched",
      "A gradient shorter than maxNorm stays as it is: ask `if (norm > maxNorm)` first.",
      (gradients, maxNorm) => {
        const norm = Math.hypot(...gradients.flat());
        clipEach((g) => (g * maxNorm) / norm)(gradients, maxNorm);
        return norm;
      },
    ),
    mistake(
      "the length after clipping",
      "Return the length before clipping: it warns you when something is wrong.",
      after((_, gradients) => Math.hypot(...gradients.flat())),
    ),
    mistake(
      "the lengths of the tensors added",
      "Lengths do not add up, their squares do: 3 and 4 make 5.",
      (gradients, maxNorm) => {
        const sum = gradients.reduce((s, row) => s + Math.hypot(...row), 0);
        if (sum > maxNorm) clipEach((g) => (g * maxNorm) / sum)(gradients, 1);
        return sum;
      },
    ),
    mistake(
      "the gradients are left as they were",
      "The length is right, but nothing was shortened: new lists and copies of numbers are lost when the function ends. Write into the lists that came in: row[i] *= ...",
      (gradients) => Math.hypot(...gradients.flat()),
    ),
    mistake(
      "the root is missing",
      "The sum of the squares is the square of the length. Take its root.",
      (gradients, maxNorm) => {
        const sum = Math.hypot(...gradients.flat()) ** 2;
        if (sum > maxNorm) clipEach((g) => (g * maxNorm) / sum)(gradients, 1);
        return sum;
      },
    ),
  ],
  alsoRight: (gradients, maxNorm) => {
    const norm = Math.hypot(...gradients.flat());
    const factor = Math.min(1, maxNorm / norm);
    gradients.forEach((row, r) => {
      gradients[r] = row.map((g) => g * factor);
    });
    return norm;
  },
});
