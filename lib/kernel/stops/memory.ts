/** The words of memory that the kernel and its stop watch share. */

/** what the kernel does: one of the three below */
export const STATE = 0;
/** how many Stops the watch has heard */
export const HEARD = 1;
/** how many of them have reached a cell or the event loop */
export const HANDLED = 2;
/** never changes, so waiting for it is sleeping */
export const NEVER = 3;

/** The event loop runs: there is no cell, or it awaits something. */
export const IDLE = 0;
/** A cell is about to run. */
export const STARTING = 1;
/** A cell runs, and Node breaks it at a Stop. */
export const RUNNING = 2;
