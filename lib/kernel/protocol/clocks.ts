import type { Header, Request } from "./wire";

/** Knows by which clock each sender tells when it sent a request. */
export interface Clocks {
  /** Learns from every request, when it comes, what time its sender has. */
  note(request: Request): void;
  /**
   * A moment that is yet to come.
   *
   * @param margin what was sent so many ms before it counts as sent later
   */
  moment(margin?: number): Moment;
}

/** A moment, such as when a cell failed or when the user pressed Stop. */
export interface Moment {
  /** It is now; an earlier one is forgotten. */
  now(): void;
  /** Whether `request` was sent before it. */
  includes(request: Request): boolean;
}

/** How much later than the moment a request may still be found earlier. */
const LATEST_MS = 5000;

const SAME_CLOCK_MS = 20;

/** When a request was sent, in ms; clients write more digits than `Date` has. */
function sentAt({ date }: Header): number {
  const fraction = /\.\d{3}(\d+)/.exec(date)?.[1] ?? "";
  return Date.parse(date) + Number(`0.${fraction}0`);
}

/**
 * "Run all" sends every cell at once, but through a slow network they come one
 * by one, some when the first has already failed. So it counts when a request
 * was sent, by its sender's clock. How far that clock is ahead of ours is
 * known from below: no request can come before it was sent.
 */
export function createClocks(): Clocks {
  const aheadBySession = new Map<string, number>();
  return {
    note: ({ header, receivedAt }) => {
      const ahead = sentAt(header) - receivedAt;
      const known = aheadBySession.get(header.session) ?? -Infinity;
      // So close to the clock of this computer, it is that clock.
      const isOurs = Math.abs(ahead - performance.timeOrigin) < SAME_CLOCK_MS;
      const present = isOurs ? performance.timeOrigin : ahead;
      if (present > known) aheadBySession.set(header.session, present);
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
