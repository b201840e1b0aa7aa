import type { Header, Request } from "./wire";

/** Compares when requests were sent, although each sender has its own clock. */
export interface Clocks {
  /** Learns the sender's time from a request, as soon as it comes. */
  note(request: Request): void;
  /**
   * Makes a moment, which is set later by `now()`.
   *
   * @param margin ms; a request sent less than this before counts as after
   */
  moment(margin?: number): Moment;
}

/** A moment, such as when a cell failed or when the user pressed Stop. */
export interface Moment {
  /** Sets the moment, also again. */
  now(): void;
  /** Whether `request` was sent before it. */
  includes(request: Request): boolean;
}

/** A request that came later than this after the moment was sent after it. */
const LATEST_MS = 5000;

/** A clock that differs from ours by less than this is ours. */
const SAME_CLOCK_MS = 20;

/** When a request was sent, in ms. Clients write more digits than `Date` reads. */
function sentAt({ date }: Header): number {
  const fraction = /\.\d{3}(\d+)/.exec(date)?.[1] ?? "";
  return Date.parse(date) + Number(`0.${fraction}0`);
}

/**
 * "Run all" sends every cell at once. Through a slow network they come one by
 * one, some after the first has failed. So what counts is when a request was
 * sent, by its sender's clock. Each request gives a lower bound of how far that
 * clock is ahead of ours, because none can come before it was sent.
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
