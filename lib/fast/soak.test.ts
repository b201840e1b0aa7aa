import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
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
      assert.ok(last.peakMB < 1.5 * first.peakMB, `${last.peakMB} MB`);
      assert.ok(last.threads <= first.threads + 4, `${last.threads} threads`);
    },
  );
}

test("training does not take more and more memory", (t) => {
  const steps = ALL ? 5000 : 1500;
  const script = `
    const { Adam, fastBackend, TinyLLM } = require("tinyllm");
    const model = new TinyLLM(
      { vocabSize: 200, dModel: 32, nLayers: 1, dFf: 64, maxSeqLen: 32 },
      fastBackend({ threads: 2 }),
    );
    const adam = new Adam(model.parameters);
    const inputs = Int32Array.from({ length: 512 }, (_, i) => i % 199);
    const batch = { inputs, targets: inputs, batchSize: 16, length: 32 };
    const peaks = [];
    (async () => {
      for (let step = 1; step <= ${steps}; step++) {
        model.lossAndGradients(batch, step);
        adam.update(0.001);
        if (step % 10 === 0) await new Promise(setImmediate);
        if (step === 1000 || step === ${steps})
          peaks.push(process.resourceUsage().maxRSS / 1024);
      }
      console.log(JSON.stringify(peaks));
    })();
  `;
  const shown = execFileSync(process.execPath, ["-e", script], {
    cwd: __dirname,
    encoding: "utf8",
  });
  const [early, late] = JSON.parse(shown) as number[];
  t.diagnostic(`${early} MB after 1000 steps, ${late} MB after ${steps}`);
  assert.ok(late < 1.05 * early);
});
