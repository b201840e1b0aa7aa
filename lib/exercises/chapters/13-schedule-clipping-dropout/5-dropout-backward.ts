import { centralDifferences, exercise, mistake, vector } from "../../author";
import { cases } from "./shared";
import { dropNumbers } from "./4-dropout";

/** A gradient that arrives behind dropout. */
export interface DroppedGradient {
  dOut: number[];
  /** the mask of the forward */
  kept: boolean[];
  rate: number;
  /** what other uses of x have sent already; added to */
  dx: number[];
}

/** Dropout backward: dx += dOut / (1 - rate) where x was kept. */
export function dropoutGradient(gradient: DroppedGradient): void {
  const { dOut, kept, rate, dx } = gradient;
  for (let i = 0; i < dOut.length; i++) {
    if (kept[i]) dx[i] += dOut[i] / (1 - rate);
  }
}

/** Dropout backward with another slope of each number. */
function slopeWith(
  slopeOf: (kept: boolean, rate: number) => number,
): typeof dropoutGradient {
  return ({ dOut, kept, rate, dx }) => {
    dOut.forEach((d, i) => (dx[i] += d * slopeOf(kept[i], rate)));
  };
}

export default exercise(dropoutGradient, {
  title: "Backward through dropout",
  task: "Add the gradient for x to dx, in place.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Each output is x times a constant. What is its slope: where it was kept, and where it was dropped?",
    "The slope is 1 / (1 - rate) where kept, 0 where dropped. Use the mask of the forward pass.",
    "Accumulate: dx[i] += dOut[i] / (1 - rate).",
  ],
  as: "myDropBack",
  changes: ["gradient"],
  firstCase: [{ dOut: [1, 1], kept: [true, false], rate: 0.5, dx: [10, 10] }],
  randomCases: (random) => [
    ...cases(random).map(([{ x, kept, rate }]): [DroppedGradient] => [
      { dOut: x, kept, rate, dx: vector(random, x.length) },
    ]),
  ],
  witness: centralDifferences(({ dOut, kept, rate, dx }) => {
    const loss = (x: number[]): number =>
      dropNumbers({ x, kept, rate }).reduce((s, y, i) => s + y * dOut[i], 0);
    const slope = (i: number): number => {
      const at = (nudge: number): number =>
        loss(dOut.map((value, j) => (j === i ? value + nudge : value)));
      return (at(1e-3) - at(-1e-3)) / 2e-3;
    };
    return { dOut, kept, rate, dx: dx.map((d, i) => d + slope(i)) };
  }),
  mistakes: [
    mistake(
      "the scale is forgotten",
      "The forward pass divided by 1 - rate; the slope has the same factor.",
      slopeWith((kept) => Number(kept)),
    ),
    mistake(
      "the mask is forgotten",
      "What was dropped had no influence on the loss: its gradient is 0.",
      slopeWith((_, rate) => 1 / (1 - rate)),
    ),
    mistake(
      "the mask the wrong way around, backward",
      "What was kept passes its gradient on; what was dropped had no influence on the loss.",
      slopeWith((kept, rate) => (kept ? 0 : 1 / (1 - rate))),
    ),
    mistake(
      "dx is left as it was",
      "What is returned, or added to a copy, is lost. Write into dx itself: dx[i] += ...",
      ({ dOut, kept, rate }) =>
        dOut.map((d, i) => (kept[i] ? d / (1 - rate) : 0)) as never,
    ),
    mistake(
      "overwritten, not accumulated",
      "dx may hold gradients of other uses of x. Add with `+=`.",
      ({ dOut, kept, rate, dx }) => {
        dOut.forEach((d, i) => (dx[i] = kept[i] ? d / (1 - rate) : 0));
      },
    ),
    mistake(
      "multiplied by the share that is kept",
      "The forward pass divides by 1 - rate, and so does the slope.",
      slopeWith((kept, rate) => (kept ? 1 - rate : 0)),
    ),
  ],
  alsoRight: (gradient) => {
    const { dOut, kept, rate } = gradient;
    gradient.dx = gradient.dx.map(
      (d, i) => d + (Number(kept[i]) * dOut[i]) / (1 - rate),
    );
  },
});
