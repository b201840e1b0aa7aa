import type { ConvertResult } from "tslab/dist/converter";

/**
 * tslab 1.0.22 takes `await (x)` for a call and `await [x]` for an index if a
 * cell has no other `await`, and then runs it as a function that is not async.
 * This makes each such cell async, which is harmless for a real call.
 */
export function withPlainAwait(result: ConvertResult): ConvertResult {
  const isAsync = /\bawait\s*[([]/.test(result.output ?? "");
  return isAsync ? { ...result, hasToplevelAwait: true } : result;
}
