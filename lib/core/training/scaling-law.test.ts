import assert from "node:assert/strict";
import { test } from "node:test";

import { fitScalingLaw, scalingLoss, type ScalingLaw } from "./scaling-law";
import { createRandom, normal } from "../base/random";

/** Nine runs that follow a law, times a factor of their own. */
function runsOf(law: ScalingLaw, factor = (): number => 1) {
  return [6464, 14304, 25216].flatMap((parameters) =>
    [518_400, 1_036_800, 2_073_600].map((tokens) => {
      const excess = scalingLoss(law, parameters, tokens) - law.floor;
      return { parameters, tokens, loss: law.floor + excess * factor() };
    }),
  );
}

const LAW = { floor: 0.36, a: 60, alpha: 0.4, b: 4e4, beta: 0.8 };

test("A law is the floor and two parts, which their exponents shrink", () => {
  const law = { floor: 0.5, a: 40, alpha: 0.5, b: 1000, beta: 1 };
  assert.equal(scalingLoss(law, 10_000, 5000), 0.5 + 0.4 + 0.2);
  assert.equal(scalingLoss(law, 40_000, 5000), 0.5 + 0.2 + 0.2);
});

test("The fit finds the law that made the losses", () => {
  const laws = [
    LAW,
    { ...LAW, alpha: 0.076, a: 2 },
    { ...LAW, beta: 1.7, b: 3e10 },
    { floor: 0, a: 30, alpha: 0.31, b: 9000, beta: 0.65 },
  ];
  for (const law of laws) {
    const found = fitScalingLaw(runsOf(law), law.floor);
    for (const name of ["alpha", "beta"] as const)
      assert.ok(
        Math.abs(found[name] - law[name]) < 1e-5,
        `${name} ${found[name]}`,
      );
    const [next, then] = [found, law].map((l) => scalingLoss(l, 1e5, 4e6));
    assert.ok(Math.abs(next - then) < 1e-6, `${next} ${then}`);
  }
});

test("With noise, no law nearby has a smaller error", () => {
  const random = createRandom(3);
  const runs = runsOf(LAW, () => 1 + 0.03 * normal(random));
  const error = (law: ScalingLaw): number =>
    runs.reduce((sum, { parameters, tokens, loss }) => {
      const excess = scalingLoss(law, parameters, tokens) - law.floor;
      return sum + (excess / (loss - law.floor) - 1) ** 2;
    }, 0);
  const found = fitScalingLaw(runs, LAW.floor);
  for (const name of ["a", "alpha", "b", "beta"] as const)
    for (const by of [0.999, 1.001])
      assert.ok(error({ ...found, [name]: found[name] * by }) > error(found));
});

test("No part is negative, even if more text made the loss higher", () => {
  const runs = runsOf({ ...LAW, b: 0 }).map((run) => ({
    ...run,
    loss: run.loss + 1e-7 * run.tokens,
  }));
  const { a, b } = fitScalingLaw(runs, LAW.floor);
  assert.ok(a > 0 && b >= 0, `${a} ${b}`);
});

test("Too few runs, and losses below the floor, are rejected", () => {
  const runs = runsOf(LAW);
  assert.throws(() => fitScalingLaw(runs.slice(0, 3), 0.36), /1 sizes and 3/);
  assert.throws(() => fitScalingLaw(runs, 9), /loss must be .* above 9.*floor/);
  assert.throws(() => scalingLoss(LAW, 0, 1), /parameters must be .* above 0/);
});
