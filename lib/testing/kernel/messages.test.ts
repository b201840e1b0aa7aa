import assert from "node:assert/strict";
import { test } from "node:test";

import { KernelDriver } from "../drive-kernel";
import { messages } from "./messages";

const IS_LONG = process.env.TINYLLM_PROOFS === "all";
const BATCHES = IS_LONG ? 150 : 4;
const BATCH = 20;

test("after any signed messages, the next cell runs", async (t) => {
  const kernel = await KernelDriver.start();
  t.after(() => kernel.close());
  for (let seed = 0; seed < BATCHES; seed++) {
    await kernel.call("flood", { messages: messages(BATCH, seed) });
    // Cells sent before a failing cell are aborted, so it may take several.
    for (let i = 0; ; i++) {
      const { reply, messages } = await kernel.run("6 * 7");
      if (reply.status === "aborted" && i < BATCH) continue;
      const shown = messages.find(({ type }) => type === "execute_result");
      assert.equal(shown?.data?.["text/plain"], "42", `seed ${seed}`);
      break;
    }
  }
  t.diagnostic(`${BATCHES * BATCH} messages, a cell after each ${BATCH}`);
});
