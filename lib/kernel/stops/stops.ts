import type { EventEmitter } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import { HANDLED, HEARD, IDLE, RUNNING, STARTING, STATE } from "./memory";

/**
 * Hears every Stop (SIGINT), whatever the kernel does at that moment.
 *
 * Node has two ways to hear a signal: its event loop, which is deaf while a
 * cell runs, and `breakOnSigint`, which is deaf before and after. A signal
 * between the two is lost. So a thread listens all the time, see stop-watch.ts.
 * A running cell hears a Stop first and breaks. Otherwise the thread hears it
 * and passes it on to the cell that begins, or to the event loop.
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

/** For systems without signals: hears only what Node hears. */
export const NO_STOPS: Stops = {
  run: (part) => part(),
  begin: () => undefined,
};

/**
 * Starts to listen. From then on a Stop that breaks no cell comes as the event
 * SIGINT of `process`, sent from here instead of Node.
 *
 * @returns once the thread listens
 */
export async function hearStops(): Promise<Stops> {
  if (process.platform === "win32") return NO_STOPS;
  const memory = new Int32Array(new SharedArrayBuffer(64));
  // The first listener opens the signal. Opened later, it would be taken from
  // the thread. So it is opened now, and never closed again.
  process.on("SIGINT", () => undefined);
  keepSignalOpen();
  const worker = new Worker(join(__dirname, "stop-watch.js"), {
    workerData: memory.buffer,
    execArgv: [],
  });
  await new Promise((resolve, reject) => {
    worker.once("message", resolve).once("error", reject);
  });
  worker.on("message", (heard: number) => {
    if (heard <= Atomics.load(memory, HANDLED)) return;
    Atomics.store(memory, HANDLED, heard);
    process.emit("SIGINT", "SIGINT");
  });
  worker.unref();
  return {
    run: (part) => {
      Atomics.store(memory, STATE, STARTING);
      try {
        return part();
      } finally {
        Atomics.store(memory, STATE, IDLE);
        Atomics.notify(memory, STATE);
      }
    },
    begin: () => {
      const heard = Atomics.load(memory, HEARD);
      const isStopped = Atomics.exchange(memory, HANDLED, heard) !== heard;
      Atomics.store(memory, STATE, RUNNING);
      Atomics.notify(memory, STATE);
      if (!isStopped) return;
      throw Object.assign(new Error("Stopped before its first line."), {
        code: "ERR_SCRIPT_EXECUTION_INTERRUPTED",
      });
    },
  };
}

/**
 * Node gives the signal back to the system, which then ends the process, when
 * the last listener goes. It removes all listeners while a cell runs, so this
 * takes away the function by which Node does that.
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
