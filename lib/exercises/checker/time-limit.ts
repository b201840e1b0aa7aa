import { runInNewContext } from "node:vm";

/** Thrown when a learner's function runs on and on. */
export class TooSlow extends Error {
  override readonly name: string = "TooSlow";
}

/**
 * Runs something and stops it when it takes too long, endless loops included.
 *
 * @param limitMs how long it may take
 * @param run must be synchronous
 * @throws {TooSlow} when the time is up; else whatever `run` throws
 */
export function withTimeLimit<T>(limitMs: number, run: () => T): T {
  try {
    // Node's vm is the one place that can end a loop from outside
    return runInNewContext("run()", { run }, { timeout: limitMs }) as T;
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    if (code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    throw new TooSlow(`stopped after ${limitMs / 1000} s`);
  }
}
