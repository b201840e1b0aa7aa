/** Indices into the memory that the kernel and its stop watch share. */

/** the kernel's state: one of the three below */
export const STATE = 0;
/** number of Stops that the watch has noticed */
export const HEARD = 1;
/** number of Stops that have reached a cell or the event loop */
export const HANDLED = 2;
/** never changes, so waiting for it means sleeping */
export const NEVER = 3;
/** 1 from when a cell has outlived its Stop, see `isTermination`, to its end */
export const SWALLOWED = 4;

/** The event loop runs: no cell is running, or the cell awaits something. */
export const IDLE = 0;
/** A cell is about to run. */
export const STARTING = 1;
/** A cell runs, and Node terminates it at a Stop. */
export const RUNNING = 2;
