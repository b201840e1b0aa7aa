import type { Request } from "./wire";

/** Knows which requests must not run any more because a cell has failed. */
export interface Aborted {
  /** Learns from every request, when it comes, what time its sender has. */
  note(request: Request): void;
  /** A cell has failed: what was sent before now must not run. */
  failed(request: Request): void;
  /** Whether `request` was sent before the last cell that failed. */
  includes(request: Request): boolean;
}

interface Failure {
  at: number;
  session: string;
  senderTime: number;
}

/** How much later than the failure a request may still be found aborted. */
const LATEST_MS = 5000;
const TOLERANCE_MS = 2;

/**
 * "Run all" sends every cell at once, but through a slow network they come one
 * by one, some when the first has already failed. So it counts when a request
 * was sent, by its sender's clock. How far that clock is ahead of ours is
 * known from below: no request can come before it was sent.
 */
export function createAborted(): Aborted {
  const aheadBySession = new Map<string, number>();
  let last: Failure | undefined;
  return {
    note: ({ header, receivedAt }) => {
      const ahead = Date.parse(header.date) - receivedAt;
      const known = aheadBySession.get(header.session) ?? -Infinity;
      if (ahead > known) aheadBySession.set(header.session, ahead);
    },
    failed: ({ header: { session } }) => {
      const at = performance.now();
      const ahead = aheadBySession.get(session) ?? -Infinity;
      last = { at, session, senderTime: at + ahead - TOLERANCE_MS };
    },
    includes: ({ header, receivedAt }) => {
      if (!last) return false;
      if (receivedAt <= last.at) return true;
      return (
        header.session === last.session &&
        receivedAt - last.at < LATEST_MS &&
        Date.parse(header.date) < last.senderTime
      );
    },
  };
}
