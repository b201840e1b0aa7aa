/**
 * The thread that hears a Stop when no cell does. `breakOnSigint` passes a
 * signal to the script that was started last, in any thread: to a cell while
 * one runs, else to the one that waits here.
 */
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";

import { COUNT, RUNNING, STARTING, STATE, STILL, TAKEN } from "./stop-words";

const words = new Int32Array(workerData as SharedArrayBuffer);

/** Says it to whom it concerns: a cell that just began, or the event loop. */
function tell(): void {
  const count = Atomics.add(words, COUNT, 1) + 1;
  // A cell that starts looks at the count itself, in its first line.
  while (Atomics.load(words, STATE) === STARTING)
    Atomics.wait(words, STATE, STARTING, 10);
  if (Atomics.load(words, STATE) !== RUNNING) parentPort?.postMessage(count);
  else if (Atomics.exchange(words, TAKEN, count) !== count) {
    process.kill(process.pid, "SIGINT");
    // Not to be the last one started before the signal has found the cell.
    Atomics.wait(words, STILL, 0, 5);
  }
}

/** Runs a script until a signal breaks it off, again and again. */
function listen(script: Script): never {
  for (;;) {
    try {
      script.runInThisContext({ breakOnSigint: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
      tell();
    }
  }
}

// One script inside another: while the inner one starts again, the outer hears.
const inner = new Script("stopWatch.wait()");
const outer = new Script("stopWatch.again()");
let isReady = false;
Object.assign(globalThis, {
  stopWatch: {
    again: () => listen(inner),
    wait: () => {
      if (!isReady) parentPort?.postMessage(0);
      isReady = true;
      Atomics.wait(words, STILL, 0);
    },
  },
});
listen(outer);
