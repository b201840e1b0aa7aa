import { gradient, partialDerivative } from "../../core/by-hand/derivative";
import { tried, type Attempt } from "./attempt";

/** Wrong answers of chapter 02. */
export const ATTEMPTS_02: Attempt[] = [
  tried(
    "02.1",
    "forward difference",
    (f, point, index, epsilon) => {
      const up = [...point];
      up[index] += epsilon;
      return (f(up) - f(point)) / epsilon;
    },
    /one side only/,
  ),
  tried(
    "02.1",
    "divided by epsilon only",
    (f, point, index, epsilon) => {
      const [up, down] = [[...point], [...point]];
      up[index] += epsilon;
      down[index] -= epsilon;
      return (f(up) - f(down)) / epsilon;
    },
    /divided by epsilon, not by 2 epsilon/,
  ),
  tried(
    "02.1",
    "/ 2 * epsilon",
    (f, point, index, epsilon) => {
      const [up, down] = [[...point], [...point]];
      up[index] += epsilon;
      down[index] -= epsilon;
      return ((f(up) - f(down)) / 2) * epsilon;
    },
    /divided by 2, then multiplied/,
  ),
  tried(
    "02.1",
    "moves the point",
    (f, point, index, epsilon) => {
      point[index] += epsilon;
      const above = f(point);
      point[index] -= 2 * epsilon;
      return (above - f(point)) / (2 * epsilon);
    },
    /changed the input point/,
  ),
  tried(
    "02.1",
    "const up = point",
    (f, point, index, epsilon) => {
      const up = point;
      up[index] += epsilon;
      const down = point;
      down[index] -= epsilon;
      return (f(up) - f(down)) / (2 * epsilon);
    },
    /in one list|second name/,
  ),
  tried(
    "02.1",
    "all are nudged",
    (f, point, _, epsilon) =>
      (f(point.map((v) => v + epsilon)) - f(point.map((v) => v - epsilon))) /
      (2 * epsilon),
    /nudged together/,
  ),
  tried(
    "02.1",
    "below minus above",
    (f, point, index, epsilon) => {
      const [up, down] = [[...point], [...point]];
      up[index] += epsilon;
      down[index] -= epsilon;
      return (f(down) - f(up)) / (2 * epsilon);
    },
    /below minus above/,
  ),
  tried(
    "02.1",
    "an epsilon of its own",
    (f, point, index) => partialDerivative(f, point, index, 1e-5),
    /an epsilon of its own/,
  ),
  tried(
    "02.1",
    "one copy, only one step back",
    (f, point, index, epsilon) => {
      const place = [...point];
      place[index] += epsilon;
      const above = f(place);
      place[index] -= epsilon;
      const below = f(place);
      return (above - below) / (2 * epsilon);
    },
    /below is measured at the point itself/,
  ),
  tried("02.2", "12", 12, /the true slope/),
  tried("02.2", "12.61", 12.61, /one side only/),
  tried("02.2", "11.99", 11.99, /the wrong sign/),
  tried("02.2", "12.1", 12.1, /epsilon is not squared/),
  tried("02.2", "0.01, the error", 0.01, /the error/),
  tried("02.2", "12.001", 12.001, /the third derivative is left out/),
  tried("02.2", "24.02", 24.02, /divided by epsilon/),
  tried(
    "02.3",
    "+= 2 epsilon at the end",
    (f, point, epsilon) => {
      const place = [...point];
      return place.map((_, i) => {
        place[i] += epsilon;
        const above = f([...place]);
        place[i] -= 2 * epsilon;
        const below = f([...place]);
        place[i] += 2 * epsilon;
        return (above - below) / (2 * epsilon);
      });
    },
    /the nudge upward stays/,
  ),
  tried(
    "02.3",
    "only -= epsilon",
    (f, point, epsilon) => {
      const place = [...point];
      return place.map((_, i) => {
        place[i] += epsilon;
        const above = f([...place]);
        place[i] -= epsilon;
        const below = f([...place]);
        return (above - below) / (2 * epsilon);
      });
    },
    /no further than the start/,
  ),
  tried(
    "02.3",
    "place = point",
    (f, point, epsilon) => {
      const place = point;
      return place.map((_, i) => {
        place[i] += epsilon;
        const above = f([...place]);
        place[i] -= 2 * epsilon;
        const below = f([...place]);
        return (above - below) / (2 * epsilon);
      });
    },
    /makes no difference.*changed the input point|second name/,
  ),
  tried(
    "02.3",
    "a smaller epsilon",
    (f, point) => {
      const epsilon = 1e-7;
      const place = [...point];
      return place.map((_, i) => {
        place[i] += epsilon;
        const above = f([...place]);
        place[i] -= 2 * epsilon;
        const below = f([...place]);
        return (above - below) / (2 * epsilon);
      });
    },
    /an epsilon of its own/,
  ),
  tried(
    "02.4",
    "plus",
    (f, weights, rate) => {
      const slopes = gradient(f, weights);
      return weights.map((w, i) => w + rate * slopes[i]);
    },
    /uphill/,
  ),
  tried(
    "02.4",
    "in sequence",
    (f, weights, rate) => {
      const next = [...weights];
      for (let i = 0; i < next.length; i++)
        next[i] -= rate * partialDerivative(f, next, i, 1e-5);
      return next;
    },
    /one weight after the other/,
  ),
  tried(
    "02.4",
    "in place",
    (f, weights, rate) => {
      const slopes = gradient(f, weights);
      for (let i = 0; i < weights.length; i++) weights[i] -= rate * slopes[i];
      return weights;
    },
    /changed in place|changed the input weights/,
  ),
  tried(
    "02.4",
    "only the change",
    (f, weights, rate) => gradient(f, weights).map((s) => -rate * s),
    /the steps without the weights/,
  ),
  tried(
    "02.4",
    "only the first weight",
    (f, weights, rate) => {
      const next = [...weights];
      next[0] -= rate * gradient(f, weights)[0];
      return next;
    },
    /only the first weight/,
  ),
  tried(
    "02.4",
    "one slope for all",
    (f, weights, rate) => {
      const [slope] = gradient(f, weights);
      return weights.map((w) => w - rate * slope);
    },
    /the same slope for all/,
  ),
  tried(
    "02.4",
    "the loss instead of the slope",
    (f, weights, rate) => weights.map((w) => w - rate * f(weights)),
    /the loss/,
  ),
];
