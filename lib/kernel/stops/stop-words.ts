/** Places in the memory that the kernel and its stop watch share. */

/** what the kernel does: one of the three below */
export const STATE = 0;
/** how many Stops the watch has heard */
export const COUNT = 1;
/** how many of them the kernel knows */
export const TAKEN = 2;
/** nobody ever changes it: to wait for */
export const STILL = 3;

/** Events are heard: no cell runs, or one that awaits something. */
export const IDLE = 0;
/** A cell is about to run. */
export const STARTING = 1;
/** A cell has begun, and hears for itself. */
export const RUNNING = 2;
