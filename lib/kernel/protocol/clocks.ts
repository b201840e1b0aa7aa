import type { Header, Request } from "./wire";

/** Compares when requests were sent, although each sender has its own clock. */
export interface Clocks {
  /** Learns the sender's time from a request; call it when one arrives. */
  note(request: Request): void;
  /**
   * Creates a moment; its `now()` sets it.
   *
   * @param margin ms; a request sent less than this before counts as after
   */
  moment(margin?: number): Moment;
}

/** A moment, such as when a cell failed or when the user pressed Stop. */
export interface Moment {
  /** Sets the moment, or resets it. */
  now(): void;
  /** Whether `request` was sent before it. */
  includes(request: Request): boolean;
}

/**
 * A request that arrives more than this many ms after a moment counts as sent
 * after it.
 */
const LATEST_MS = 5000;

/** A clock that differs from ours by less than this many ms is ours. */
const SAME_CLOCK_MS = 20;

/** When a request was sent, in ms. Clients write more digits than `Date` reads. */
function sentAt({ date }: Header): number {
  const fraction = /\.\d{3}(\d+)/.exec(date)?.[1] ?? "";
  return Date.parse(date) + Number(`0.${fraction}0`);
}

/**
 * "Run all" sends every cell at once. Over a slow network they arrive one by
 * one, some after the first has failed. So we compare the times when requests
 * were sent, by the sender's clock. Each request gives a lower bound on how far
 * that clock is ahead of ours, because none can arrive before it was sent.
 */
export function createClocks(): Clocks {
  const aheadBySession = new Map<string, number>();
  return {
    note: ({ header, receivedAt }) => {
      const ahead = sentAt(header) - receivedAt;
      const known = aheadBySession.get(header.session) ?? -Infinity;
      // `receivedAt` counts from `timeOrigin`, by the clock of this computer.
      const isOurs = Math.abs(ahead - performance.timeOrigin) < SAME_CLOCK_MS;
      const bound = isOurs ? performance.timeOrigin : ahead;
      if (bound > known) aheadBySession.set(header.session, bound);
    },
    moment: (margin = 0) => {
      let at = -Infinity;
      return {
        now: () => {
          at = performance.now();
        },
        includes: ({ header, receivedAt }) => {
          if (receivedAt <= at) return true;
          const ahead = aheadBySession.get(header.session) ?? -Infinity;
          return (
            receivedAt - at < LATEST_MS && sentAt(header) < at + ahead - margin
          );
        },
      };
    },
  };
}
