import type { EventEmitter } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import {
  HANDLED,
  HEARD,
  IDLE,
  RUNNING,
  STARTING,
  STATE,
  SWALLOWED,
} from "./memory";

/**
 * Notices every Stop (SIGINT), whatever the kernel is doing at that moment.
 *
 * Node has two ways to receive a signal: its event loop, which does not run
 * during a cell, and `breakOnSigint`, which works only during a cell. A signal
 * between the two is lost. So a thread listens all the time, see stop-watch.ts.
 * A running cell receives a Stop first and terminates. Otherwise the thread
 * receives it and passes it on to the cell that begins, or to the event loop.
 */
export interface Stops {
  /**
   * Runs the first, synchronous part of a cell; its first line calls `begin`.
   */
  run<T>(part: () => T): T;
  /**
   * Called by the first line of a cell.
   *
   * @throws the same error as Node for a terminated cell, if there was a Stop
   */
  begin(): void;
  /** Sends the Stop again to a cell that still runs, see {@link isTermination}. */
  repeat(): void;
}

/**
 * Whether native code took the end of a cell for an exception, as zeromq does
 * now and then while a cell prints. It reports V8's mark for a terminated
 * script as an uncaught exception, and the cell goes on.
 *
 * The mark is a value of no type. Nothing else may be asked about it: Node 22
 * aborts when it must name the type, or turn the mark into a string.
 */
export function isTermination(error: unknown): boolean {
  const hasType =
    typeof error === "object" ||
    typeof error === "undefined" ||
    typeof error === "string" ||
    typeof error === "number" ||
    typeof error === "boolean" ||
    typeof error === "symbol" ||
    typeof error === "bigint" ||
    typeof error === "function";
  return !hasType;
}

/** For systems without signals; adds nothing to Node. */
export const NO_STOPS: Stops = {
  run: (part) => part(),
  begin: () => undefined,
  repeat: () => undefined,
};

/**
 * Starts to listen. From then on, a Stop that terminates no cell arrives as the
 * event SIGINT of `process`, sent from here instead of by Node.
 *
 * @returns once the thread listens
 */
export async function hearStops(): Promise<Stops> {
  if (process.platform === "win32") return NO_STOPS;
  const memory = new Int32Array(new SharedArrayBuffer(64));
  // The first listener makes Node handle the signal. If that happened later,
  // the thread would lose it. So we add one now and keep it.
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
        Atomics.store(memory, SWALLOWED, 0);
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
    repeat: () => {
      if (Atomics.load(memory, STATE) !== RUNNING) return;
      // A signal now would end only the function that called this one.
      Atomics.store(memory, SWALLOWED, 1);
      Atomics.notify(memory, SWALLOWED);
    },
  };
}

/**
 * When the last listener is removed, Node returns the signal to the system,
 * which then ends the process. Node removes all listeners while a cell runs, so
 * this disables the function by which Node returns the signal.
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
