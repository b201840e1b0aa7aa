import type { System } from "typescript";

type Timers = Pick<System, "setTimeout" | "clearTimeout">;

/**
 * tslab 1.0.22 allows its compiler one timer, the one that rebuilds the
 * program, and throws at a second one. The compiler sets others when a file
 * appears or changes beside the notebook. Here one timer of tslab runs all
 * timers of the compiler.
 *
 * @param system tslab's timers; tslab runs its timer before it uses the
 *   compiler
 */
export function patientTimers(system: Timers): Timers {
  const waiting = new Set<() => void>();
  let isSet = false;
  const runAll = (): void => {
    for (const timer of waiting) {
      waiting.delete(timer);
      timer(); // may add timers, which this loop then also runs
    }
    isSet = false;
  };
  return {
    setTimeout: (callback: (...args: unknown[]) => void, _, ...args) => {
      const timer = (): void => callback(...(args as unknown[]));
      waiting.add(timer);
      if (!isSet) {
        isSet = true;
        system.setTimeout?.(runAll, 0);
      }
      return timer;
    },
    clearTimeout: (timer: () => void) => {
      waiting.delete(timer);
    },
  };
}
