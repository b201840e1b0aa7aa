/**
 * The thread that notices a Stop when no cell does. `breakOnSigint` delivers a
 * signal to the script that was started last, in any thread: to a cell while
 * one runs, otherwise to the script that waits here.
 */
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";

import {
  HANDLED,
  HEARD,
  NEVER,
  RUNNING,
  STARTING,
  STATE,
  SWALLOWED,
} from "./memory";

const memory = new Int32Array(workerData as SharedArrayBuffer);

/** Passes a Stop on to a cell that just began, or to the event loop. */
function passOn(): void {
  const heard = Atomics.add(memory, HEARD, 1) + 1;
  // A cell that starts compares the counts itself, in its first line.
  while (Atomics.load(memory, STATE) === STARTING)
    Atomics.wait(memory, STATE, STARTING, 10);
  if (Atomics.load(memory, STATE) !== RUNNING) {
    parentPort?.postMessage(heard);
  } else if (Atomics.exchange(memory, HANDLED, heard) !== heard) {
    process.kill(process.pid, "SIGINT"); // now the cell is the last one started
    // It must still be the last one when the signal arrives, so this thread
    // waits.
    Atomics.wait(memory, NEVER, 0, 5);
  }
}

/** Sends a Stop to the cell again, until it ends. */
function repeat(): void {
  for (;;) {
    Atomics.wait(memory, NEVER, 0, 5);
    if (Atomics.load(memory, SWALLOWED) === 0) return;
    process.kill(process.pid, "SIGINT");
  }
}

/** Runs a script until a signal terminates it, again and again. */
function listen(script: Script): never {
  for (;;) {
    try {
      script.runInThisContext({ breakOnSigint: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
      passOn();
    }
  }
}

// One script inside another: while the inner one restarts, the outer one
// listens.
const inner = new Script("stopWatch.wait()");
const outer = new Script("stopWatch.again()");
let isReady = false;
Object.assign(globalThis, {
  stopWatch: {
    again: () => listen(inner),
    wait: () => {
      if (!isReady) parentPort?.postMessage(0);
      isReady = true;
      for (;;) {
        Atomics.wait(memory, SWALLOWED, 0);
        repeat();
      }
    },
  },
});
listen(outer);
