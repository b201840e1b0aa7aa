import assert from "node:assert/strict";
import { test } from "node:test";

import { temporaryFolder } from "../temporary-folder";
import { killRuns } from "./kills";

const { TINYLLM_KILLS, TINYLLM_PROOFS } = process.env;
const KILLS = Number(TINYLLM_KILLS ?? (TINYLLM_PROOFS === "all" ? 40 : 3));

test("killed at any moment, chapter 15 repeats only the steps since its last checkpoint and ends with the same bits", async (t) => {
  const counts = await killRuns({
    kills: KILLS,
    folder: temporaryFolder(t),
    report: (text) => {
      if (KILLS > 3) t.diagnostic(text);
    },
  });
  t.diagnostic(counts.summary());
  assert.deepEqual(counts.problems, []);
  assert.ok(counts.kills >= KILLS);
});
