import type { EventEmitter } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import { COUNT, IDLE, RUNNING, STARTING, STATE, TAKEN } from "./stop-words";

/**
 * Hears every Stop (SIGINT), whatever the kernel does at that moment.
 *
 * Node has two ways to hear a signal: its event loop, which is deaf while a
 * cell runs, and `breakOnSigint`, which is deaf before and after. What comes
 * between the two is lost. So a thread of its own listens all the time, see
 * stop-watch.ts. A cell that runs hears first, and breaks; else that thread
 * hears, and tells what begins, or what waits.
 */
export interface Stops {
  /** Runs the first, synchronous part of a cell, which begins with `begin`. */
  run<T>(part: () => T): T;
  /**
   * The first line of a cell.
   *
   * @throws as Node does for a cell that is broken off, if there was a Stop
   */
  begin(): void;
}

/** Hears only what Node hears; where signals do not exist. */
export const NO_STOPS: Stops = {
  run: (part) => part(),
  begin: () => undefined,
};

/**
 * Starts to listen. From then on a Stop comes as an event of `process`, for all
 * who listen there; Node's own listener is not used any more.
 *
 * @returns when the thread listens
 */
export async function hearStops(): Promise<Stops> {
  if (process.platform === "win32") return NO_STOPS;
  const words = new Int32Array(new SharedArrayBuffer(64));
  // The first listener opens the signal. A later one would take it from the
  // thread, so there is one now, and the signal is never closed again.
  process.on("SIGINT", () => undefined);
  keepSignalOpen();
  const worker = new Worker(join(__dirname, "stop-watch.js"), {
    workerData: words.buffer,
    execArgv: [],
  });
  await new Promise((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
  });
  worker.on("message", (count: number) => {
    if (count <= Atomics.load(words, TAKEN)) return;
    Atomics.store(words, TAKEN, count);
    process.emit("SIGINT", "SIGINT");
  });
  worker.unref();
  return {
    run: (part) => {
      Atomics.store(words, STATE, STARTING);
      try {
        return part();
      } finally {
        Atomics.store(words, STATE, IDLE);
        Atomics.notify(words, STATE);
      }
    },
    begin: () => {
      const count = Atomics.load(words, COUNT);
      const isStopped = Atomics.exchange(words, TAKEN, count) !== count;
      Atomics.store(words, STATE, RUNNING);
      Atomics.notify(words, STATE);
      if (!isStopped) return;
      throw Object.assign(new Error("Stopped before its first line."), {
        code: "ERR_SCRIPT_EXECUTION_INTERRUPTED",
      });
    },
  };
}

/**
 * Node gives the signal back to the system, which ends the process, when the
 * last listener goes; and it takes all away while a cell runs. It must not.
 */
function keepSignalOpen(): void {
  type Listener = (event: string) => void;
  const events = process as unknown as EventEmitter;
  const all = events.listeners("removeListener") as Listener[];
  const close = all.find(({ name }) => name === "stopListeningIfSignal");
  if (!close) return;
  events.removeListener("removeListener", close);
  events.on("removeListener", (event: string) => {
    if (event !== "SIGINT") close(event);
  });
}
