import { tried, triedUntyped, type Attempt } from "./attempt";

/** A path whose steps are made by `next`. */
const walk =
  (next: (weight: number, rate: number, start: number, n: number) => number) =>
  (start: number, learningRate: number, steps: number): number[] => {
    const path = [start];
    let weight = start;
    for (let n = 0; n < steps; n++) {
      weight = next(weight, learningRate, start, n);
      path.push(weight);
    }
    return path;
  };

/** Wrong answers of chapter 01. */
export const ATTEMPTS_01: Attempt[] = [
  tried("01.1", "plus", (w, g, rate) => w + rate * g, /uphill/),
  tried(
    "01.1",
    "no learning rate",
    (w, g) => w - g,
    /the learning rate is missing/,
  ),
  tried(
    "01.1",
    "returns the step",
    (_, g, rate) => rate * g,
    /the step without the weight/,
  ),
  tried(
    "01.1",
    "a factor 1 - rate * gradient",
    (w, g, rate) => w * (1 - rate * g),
    /the old weight is scaled/,
  ),
  tried(
    "01.1",
    "the slope of (w - 3)² again",
    (w, _, rate) => w - rate * 2 * (w - 3),
    /the gradient is not used/,
  ),
  tried(
    "01.1",
    "the sign of the gradient only",
    (w, g, rate) => w - rate * Math.sign(g),
    /sign of the gradient/,
  ),
  tried(
    "01.1",
    "divides",
    (w, g, rate) => w - g / rate,
    /divided by the learning rate/,
  ),
  triedUntyped(
    "01.1",
    "changes the parameter, returns nothing",
    (weight: number, g: number, rate: number): void => {
      weight -= rate * g;
      void weight;
    },
    /is a return missing/,
  ),
  tried(
    "01.2",
    "the slope at the start, in the loop",
    walk((w, rate, start) => w - rate * 2 * (start - 3)),
    /makes no difference/,
  ),
  tried(
    "01.2",
    "the factor 2 forgotten",
    walk((w, rate) => w - rate * (w - 3)),
    /the slope without its 2/,
  ),
  tried(
    "01.2",
    "push before the update",
    (start, rate, steps) => {
      const path = [start];
      let weight = start;
      for (let n = 0; n < steps; n++) {
        path.push(weight);
        weight -= rate * 2 * (weight - 3);
      }
      return path;
    },
    /noted before its step/,
  ),
  tried(
    "01.2",
    "a new gradient after the update, never used",
    (start, rate, steps) => {
      const path = [start];
      let weight = start;
      const gradient = 2 * (weight - 3);
      for (let n = 0; n < steps; n++) {
        weight -= rate * gradient;
        path.push(weight);
        const next = 2 * (weight - 3);
        void next;
      }
      return path;
    },
    /makes no difference/,
  ),
  tried(
    "01.2",
    "without the start",
    (start, rate, steps) =>
      walk((w, r) => w - r * 2 * (w - 3))(start, rate, steps).slice(1),
    /the start is not part of the path/,
  ),
  tried(
    "01.2",
    "halves the rate in each step",
    walk((w, rate, start, n) => w - (rate / 2 ** n) * 2 * (start - 3)),
    /the learning rate shrinks/,
  ),
  tried("01.3", "27", 27, /rounded down/),
  tried("01.3", "27.85", 27.85, /not a whole number/),
  tried("01.3", "21, the 5 forgotten", 21, /distance/),
  tried("01.3", "59, the factor 0.9", 59, /the slope without its 2/),
  tried("01.3", "29, the length of the path", 29, /one too many/),
  tried("01.3", "499", 499, /steps of a hundredth/),
  tried("01.4", "1, as before", 1, /the limit of the plain parabola/),
  tried("01.4", "1/6", 1 / 6, /the best learning rate/),
  tried("01.4", "3", 3, /upside down/),
  tried("01.4", "2/3", 2 / 3, /the square's own 2/),
  tried("01.4", "0.3", 0.3, /round/),
  tried(
    "01.2",
    "the slope of w²",
    walk((w, rate) => w - rate * 2 * w),
    /the slope of w²/,
  ),
  tried("01.3", "18, the loss below 0.01", 18, /the loss instead/),
];
