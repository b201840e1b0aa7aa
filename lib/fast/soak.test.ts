import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";

import { soak, SOAKS } from "../testing/fast/soak";

const ALL = process.env.TINYLLM_PROOFS === "all";
const skip = !existsSync("/proc/self/task") && "only Linux counts threads";

for (const scenario of ALL ? SOAKS : SOAKS.slice(-1)) {
  test(
    `a kernel's memory is bounded: ${scenario.what}`,
    { skip },
    async (t) => {
      const times = ALL ? scenario.times : 2;
      const [first, last] = await soak(scenario, times);
      t.diagnostic(`${times} times: ${JSON.stringify({ first, last })}`);
      const { most = 1.5 } = scenario;
      assert.ok(last.peakMB < most * first.peakMB, `${last.peakMB} MB`);
      assert.ok(last.threads <= first.threads + 4, `${last.threads} threads`);
    },
  );
}
