/** The controller of the current signal, until an interrupt aborts it. */
let present: AbortController | undefined;

/**
 * Returns a signal that aborts when the running cell is interrupted (by the
 * stop button, or by Ctrl+C outside a notebook).
 *
 * Call this in the cell that starts the work: after an interrupt, the next call
 * returns a new signal. If the work returns within two seconds after the
 * signal, its cell ends normally, with its value and its variables.
 *
 * JavaScript cannot stop an asynchronous function from outside. If a cell
 * awaits something that ignores the signal, the cell is reported as
 * interrupted, but the work continues in the background until it ends by itself
 * or the kernel is restarted. A loop can see the signal only if it yields to
 * the event loop, as `train` does between its steps. A loop that never awaits
 * is stopped without any signal, unless an `await` came before it in the same
 * cell. Then only a restart of the kernel helps.
 *
 * @returns the signal; pass it on as `train({ signal })`
 */
export function interruptSignal(): AbortSignal {
  if (present === undefined || present.signal.aborted) {
    present = new AbortController();
    listenOnce(present);
  }
  return present.signal;
}

/**
 * Starts to listen in the next turn of the event loop. While the synchronous
 * part of a cell runs, Node itself handles the interrupt, and it would lose a
 * listener that is added then.
 */
function listenOnce(controller: AbortController): void {
  setImmediate(() => {
    const abort = (): void => {
      process.off("SIGINT", abort);
      const reason = new Error("The cell was interrupted.");
      reason.name = "Interrupted";
      controller.abort(reason);
    };
    process.on("SIGINT", abort);
  });
}
