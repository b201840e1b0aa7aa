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

// Memory that is still used after a full garbage collection does not depend on
// when V8 chose to collect; what the process holds of the system does, by 15 %.
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
    const measured = () => {
      gc();
      const { heapUsed, external, rss } = process.memoryUsage();
      return { usedKB: (heapUsed + external) / 1024, heldKB: rss / 1024 };
    };
    const rows = [];
    (async () => {
      for (let step = 1; step <= ${steps}; step++) {
        model.lossAndGradients(batch, step);
        adam.update(0.001);
        if (step % 10 === 0) await new Promise(setImmediate);
        if (step === 500 || step === ${steps}) rows.push(measured());
      }
      console.log(JSON.stringify(rows));
    })();
  `;
  const shown = execFileSync(process.execPath, ["--expose-gc", "-e", script], {
    cwd: __dirname,
    encoding: "utf8",
  });
  const [early, late] = JSON.parse(shown) as Record<string, number>[];
  t.diagnostic(`after 500 and ${steps} steps: ${shown}`);
  // V8's code and caches take 150 to 340 KB after step 500 (Node 20 to 26), once.
  // An array of 64 numbers kept per step makes it 700 KB within 1500 steps.
  assert.ok(late.usedKB < early.usedKB + 500, shown);
  assert.ok(late.heldKB < 1.5 * early.heldKB, shown);
});
