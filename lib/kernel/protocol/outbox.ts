type Frames = (string | Buffer)[];

/** The part of a zeromq socket that sends. It throws EBUSY while it writes. */
export interface Sender {
  send(frames: Frames): Promise<void>;
}

/**
 * Passes messages to a socket in order. A socket writes at once while its
 * receiver keeps up. Otherwise zeromq rejects a second message until the first
 * is written, and the message waits here.
 *
 * An interrupt may end a cell between any two instructions, even in here while
 * the cell prints, and then not even `finally` runs. So nothing is marked as
 * begun: a message that is being sent is not in any list.
 */
export class Outbox {
  private readonly waiting: Frames[] = [];
  private written: Promise<void> = Promise.resolve();
  /** whether another attempt is scheduled */
  private retrying = false;

  /** @param socket nothing else may send on it */
  constructor(private readonly socket: Sender) {}

  /** Sends the message, or keeps it until those before it are written. */
  send(frames: Frames): void {
    this.waiting.push(frames);
    if (!this.retrying) this.empty();
  }

  /** Sends waiting messages until the socket rejects one. */
  private empty(): void {
    for (;;) {
      const frames = this.waiting.shift();
      if (frames === undefined) return;
      if (this.offer(frames)) continue;
      this.waiting.unshift(frames);
      void this.written.then(() => setImmediate(() => this.retry()));
      this.retrying = true; // after the promise, never before
      return;
    }
  }

  private retry(): void {
    this.retrying = false;
    this.empty();
  }

  /** Whether the socket accepted the message. */
  private offer(frames: Frames): boolean {
    try {
      this.written = this.socket.send(frames).catch(() => {
        // The socket was closed, so no client is left.
      });
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EBUSY" && code !== "EBADF") throw error;
      return code === "EBADF"; // closed: no client is left
    }
  }
}
