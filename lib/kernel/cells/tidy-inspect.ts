/**
 * Hides properties that the kernel and Node add to values when they are shown,
 * in a result or by `console.log`.
 */
import { inspect } from "node:util";

/** Properties in which Node stores what started a promise or a timer. */
const TRACKING = [
  "kResourceStore", // up to Node 22
  "kAsyncContextFrame", // from Node 24
  "async_id_symbol",
  "trigger_async_id_symbol",
  "asyncId",
  "triggerId",
];

/**
 * Shows promises and timers without these properties, and the stack of an error
 * without the kernel's own calls.
 *
 * @param stackOf returns the stack of an error as it should be shown
 */
export function tidyInspect(stackOf: (error: Error) => string): void {
  const immediate = setImmediate(() => undefined);
  const timer = setTimeout(() => undefined);
  clearImmediate(immediate);
  clearTimeout(timer);
  for (const tracked of [Promise.resolve(), immediate, timer]) {
    beforeInspect(Object.getPrototypeOf(tracked) as object, hideTracking);
  }
  beforeInspect(Error.prototype, (error) => {
    Reflect.set(error, "stack", stackOf(error as Error));
  });
}

/** Calls `prepare` with each value of this kind before it is shown. */
function beforeInspect(
  prototype: object,
  prepare: (value: object) => void,
): void {
  const before = (prototype as Record<symbol, unknown>)[inspect.custom];
  Object.defineProperty(prototype, inspect.custom, {
    configurable: true,
    writable: true,
    value(this: object, ...options: unknown[]): unknown {
      try {
        prepare(this);
      } catch {
        // A frozen value, or one with a failing getter, is shown as it is.
      }
      return typeof before === "function"
        ? (before.apply(this, options) as unknown)
        : this;
    },
  });
}

function hideTracking(value: object): void {
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    if (!TRACKING.includes(symbol.description ?? "")) continue;
    Object.defineProperty(value, symbol, { enumerable: false });
  }
}
