import { setImmediate as nextTurn } from "node:timers/promises";

import { answer } from "./answers";
import { createClocks } from "./protocol/clocks";
import { createCells } from "./cells/cells";
import { Outbox, type Sender } from "./protocol/outbox";
import { captureOutputs } from "./protocol/outputs";
import { executeCell, type Session } from "./cells/execute";
import { tidyLooks } from "./cells/looks";
import { shownStack } from "./errors/stack";
import type { Stops } from "./stops/stops";
import { describeThrown } from "./errors/thrown";
import { jupyter } from "./tslab-fixes/tslab";
import { readRequest, type Request, sendMessage } from "./protocol/wire";

const { JupyterHandlerImpl, ZmqServer } = jupyter;

/** Rather run a cell that was sent late than abort one that was sent next. */
const ABORT_MARGIN_MS = 2;

/** So long after a client's last question it has no more of them, for now. */
const PAUSE_MS = 500;

type Content = Record<string, unknown>;

/**
 * tslab's server with the messages that it leaves out.
 *
 * Cells run one after the other, in the order in which they came. All other
 * requests are answered at once, also while a cell awaits something.
 */
export class KernelServer extends ZmqServer {
  private readonly session: Session;
  private queue: Promise<void> = Promise.resolve();
  private running: Request | undefined;
  private readonly clocks = createClocks();
  private readonly aborted = this.clocks.moment(ABORT_MARGIN_MS);
  private readonly stopped = this.clocks.moment();
  private pause: NodeJS.Timeout | undefined;
  private readonly outboxes = new WeakMap<Sender, Outbox>();

  /**
   * @param connectionFile the path of the file with ports and key
   * @param folder the notebook's folder, where imports are resolved from
   * @param stops what hears a Stop while a cell begins
   */
  constructor(connectionFile: string, folder: string, stops: Stops) {
    const cells = createCells(folder, stops);
    super(new JupyterHandlerImpl(cells.executor, false), connectionFile);
    const publish = this.publish.bind(this);
    const outputs = captureOutputs(publish);
    this.session = { cells, outputs, publish, count: 0, history: [] };
    tidyLooks((error) => shownStack(error, { find: cells.find }));
  }

  /** Stops the running cell, or one that is on its way. */
  interrupt(): void {
    if (this.running) this.session.cells.interrupt();
    else this.stopped.now();
  }

  /** Prints an error that no cell awaited; the kernel goes on. */
  reportStray(title: string, error: unknown): void {
    const { find } = this.session.cells;
    const { traceback } = describeThrown(error, { find });
    process.stderr.write([`${title}:`, ...traceback, ""].join("\n"));
  }

  /** tslab's server hands over each message, as frames, through this. */
  override async handleShellMessage(
    socket: Sender,
    ...frames: Buffer[]
  ): Promise<void> {
    const request = readRequest(this.connInfo.key, frames);
    if (!request) return;
    this.clocks.note(request);
    if (request.header.msg_type === "execute_request") {
      this.queue = this.queue.then(() => this.handleCell(socket, request));
      return this.queue;
    }
    this.publishState(request, "busy");
    const reply = answer(this.handler, this.session, request);
    if (reply) this.reply(socket, request, reply);
    this.publishState(request, "idle");
    // The notebook shows the latest state, and a cell may still be running.
    if (this.running) this.publishState(this.running, "busy");
    if (request.header.msg_type === "shutdown_request") this.shutDown();
    else this.prepareInPause();
  }

  /**
   * Builds the compiler when the first questions are answered: Jupyter shows
   * the kernel as ready, and a learner still reads. A cell that comes sooner
   * builds it.
   */
  private prepareInPause(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.session.cells.prepare(), PAUSE_MS);
  }

  /** Never rejects: the cells behind this one must still run. */
  private async handleCell(socket: Sender, request: Request): Promise<void> {
    this.running = request;
    this.publishState(request, "busy");
    try {
      this.reply(socket, request, await this.cellReply(request));
    } catch (error) {
      this.reply(socket, request, {
        status: "error",
        ...describeThrown(error, {}),
      });
    }
    this.running = undefined;
    this.publishState(request, "idle");
  }

  private async cellReply(request: Request): Promise<Content> {
    if (this.aborted.includes(request)) return { status: "aborted" };
    const isStopped = this.stopped.includes(request);
    const reply = await executeCell(this.session, request, isStopped);
    const isLast = request.content.stop_on_error !== false;
    if (reply.status === "error" && isLast) await this.abort();
    return reply;
  }

  /** Lets no cell run that was sent before the failing one is answered. */
  private async abort(): Promise<void> {
    do await nextTurn();
    while (this.shell.readable);
    this.aborted.now();
  }

  private publish(
    request: Request,
    message: { type: string; content: unknown },
  ): void {
    const topic = { ...request, identities: [Buffer.from(message.type)] };
    sendMessage(this.outboxOf(this.iopub), this.connInfo.key, topic, message);
  }

  private outboxOf(socket: Sender): Outbox {
    const outbox = this.outboxes.get(socket) ?? new Outbox(socket);
    this.outboxes.set(socket, outbox);
    return outbox;
  }

  private publishState(request: Request, state: "busy" | "idle"): void {
    const content = { execution_state: state };
    this.publish(request, { type: "status", content });
  }

  private reply(socket: Sender, request: Request, content: Content): void {
    const type = request.header.msg_type.replace("_request", "_reply");
    const outbox = this.outboxOf(socket);
    sendMessage(outbox, this.connInfo.key, request, { type, content });
  }

  /** Ends the process, though timers of a cell may still be waiting. */
  private shutDown(): void {
    this.close();
    setTimeout(() => process.exit(0), 50);
  }
}
