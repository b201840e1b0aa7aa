import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { assertClose } from "../../testing/close";
import { referenceBackend } from "../model/backend";
import { createParameters, vectorSpec } from "../model/parameters";
import { clipGradNorm, gradientNorm } from "./clip";

test("clipping shortens any gradient to maxNorm and keeps its direction", () => {
  const numbers = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
    minLength: 1,
    maxLength: 20,
  });
  const limits = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
  fc.assert(
    fc.property(numbers, limits, (list, maxNorm) => {
      const table = new Map([["w", vectorSpec(list.length, 0)]]);
      const parameters = createParameters(table, referenceBackend(64), () => 0);
      const { data } = parameters.gradients;
      data.set(list);
      const before = gradientNorm(parameters);
      assert.equal(clipGradNorm(parameters, maxNorm), before);
      const share = before > maxNorm ? maxNorm / before : 1;
      const expected = list.map((value) => value * share);
      assertClose(data, expected, { tolerance: 1e-9 });
      assert.ok(gradientNorm(parameters) <= maxNorm * (1 + 1e-12));
    }),
    { seed: 1, numRuns: 300 },
  );
});
