import { after, between, draw, exercise, mistake, times } from "../../author";

/** A power law: size ** -exponent times a factor. */
export interface PowerLaw {
  factor: number;
  exponent: number;
}

/** The power law through (size, loss - floor), by least squares of logarithms. */
export function powerLaw(
  sizes: number[],
  losses: number[],
  floor: number,
): PowerLaw {
  const x = sizes.map(Math.log);
  const y = losses.map((loss) => Math.log(loss - floor));
  const mean = (list: number[]) => list.reduce((s, v) => s + v) / list.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xy, xx] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    xy += (x[i] - meanX) * y[i];
    xx += (x[i] - meanX) ** 2;
  }
  const slope = xy / xx;
  return { factor: Math.exp(meanY - slope * meanX), exponent: -slope };
}

/** The fit of other heights than ln(loss - floor). */
export function fitOf(
  heightOf: (loss: number, floor: number) => number,
): typeof powerLaw {
  return (sizes, losses, floor) =>
    powerLaw(
      sizes,
      losses.map((loss) => Math.exp(heightOf(loss, floor))),
      0,
    );
}

export default exercise(powerLaw, {
  title: "Find the bug: a line through logarithms",
  task: "Fit loss - floor = factor * size^-exponent: a straight line by least squares through the logarithms of size and of loss - floor.",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "A power law becomes a straight line if both sides are logarithms. Which number falls as a power: the loss, or what is above the floor?",
    "ln(loss - floor) = ln(factor) - exponent * ln(size). Of which number does the function take the logarithm?",
    "Subtract the floor before the logarithm: Math.log(loss - floor).",
  ],
  as: "myPowerLaw",
  firstCase: [[100, 400, 1600], [2.5, 1.5, 1], 0.5],
  randomCases: draw(7, (random, c) => {
    const sizes = times(3 + (c % 3), (i) => Math.round(1000 * 2.2 ** i));
    const exponent = between(random, 0.2, 0.8);
    const floor = between(random, 0.3, 0.9);
    return [
      sizes,
      sizes.map((size) => {
        const noise = between(random, 0.95, 1.05);
        return floor + 60 * noise * size ** -exponent;
      }),
      floor,
    ];
  }),
  given: (sizes, losses, floor) => {
    const x = sizes.map(Math.log);
    const y = losses.map((loss) => Math.log(loss) - floor);
    const mean = (list: number[]) => list.reduce((s, v) => s + v) / list.length;
    const [meanX, meanY] = [mean(x), mean(y)];
    let [xy, xx] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * y[i];
      xx += (x[i] - meanX) ** 2;
    }
    const slope = xy / xx;
    return { factor: Math.exp(meanY - slope * meanX), exponent: -slope };
  },
  mistakes: [
    mistake(
      "the floor left out",
      "That fits the whole loss. The law is about what is above the floor: ln(loss - floor).",
      fitOf((loss) => Math.log(loss)),
    ),
    mistake(
      "divided by the floor",
      "The logarithm of the loss minus the logarithm of the floor is a ratio. The law is about the difference: ln(loss - floor).",
      fitOf((loss, floor) => Math.log(loss / floor)),
    ),
    mistake(
      "the floor added",
      "You added the floor. The law is about what is above it: loss - floor.",
      fitOf((loss, floor) => Math.log(loss + floor)),
    ),
    mistake(
      "the sign of the exponent",
      "The slope is negative, because the loss falls. The law has a minus of its own: the exponent is -slope.",
      after({ exponent: (exponent) => -exponent }),
    ),
    mistake(
      "the factor is still a logarithm",
      "The line gives ln(factor) at ln(size) = 0. Undo the logarithm: `Math.exp`.",
      after({ factor: (factor) => Math.log(factor) }),
    ),
  ],
  alsoRight: (sizes, losses, floor) => {
    const n = sizes.length;
    let [x, y, xy, xx] = [0, 0, 0, 0];
    sizes.forEach((size, i) => {
      const [u, v] = [Math.log2(size), Math.log2(losses[i] - floor)];
      [x, y, xy, xx] = [x + u, y + v, xy + u * v, xx + u * u];
    });
    const slope = (n * xy - x * y) / (n * xx - x * x);
    return { factor: 2 ** ((y - slope * x) / n), exponent: -slope };
  },
});
