import { setImmediate as nextTurn } from "node:timers/promises";

import { answer } from "./answers";
import { Cells } from "./cells/cells";
import { executeCell, type Session } from "./cells/execute";
import { tidyInspect } from "./cells/tidy-inspect";
import { shownStack } from "./errors/stack";
import { describeThrown } from "./errors/thrown";
import { createClocks } from "./protocol/clocks";
import { Outbox, type Sender } from "./protocol/outbox";
import { captureOutputs } from "./protocol/outputs";
import { readRequest, type Request, sendMessage } from "./protocol/wire";
import type { Stops } from "./stops/stops";
import { jupyter } from "./tslab-fixes/tslab";

const { JupyterHandlerImpl, ZmqServer } = jupyter;

/**
 * A cell sent less than this many ms before an error still runs. Running one
 * too many is better than aborting one that the user sent after the error.
 */
const ABORT_MARGIN_MS = 2;

/** A client without requests for this many ms has no more for now. */
const PAUSE_MS = 500;

type Content = Record<string, unknown>;

/**
 * tslab's server, with the messages of Jupyter's protocol that tslab leaves out.
 *
 * Cells run one after the other, in the order of arrival. All other requests
 * are answered at once, even while a cell awaits something.
 */
export class KernelServer extends ZmqServer {
  private readonly session: Session;
  private queue: Promise<void> = Promise.resolve();
  private running: Request | undefined;
  private readonly clocks = createClocks();
  /** When a cell failed; cells sent before are aborted. */
  private readonly aborted = this.clocks.moment(ABORT_MARGIN_MS);
  /** When the user pressed Stop and no cell ran; cells sent before stop. */
  private readonly stopped = this.clocks.moment();
  private pause: NodeJS.Timeout | undefined;
  private readonly outboxes = new WeakMap<Sender, Outbox>();

  /**
   * @param connectionFile the path of the file with ports and key
   * @param folder the notebook's folder, where imports are resolved from
   * @param stops notices a Stop while a cell begins
   */
  constructor(connectionFile: string, folder: string, stops: Stops) {
    const cells = new Cells(folder, stops);
    super(new JupyterHandlerImpl(cells.executor, false), connectionFile);
    const publish = this.publish.bind(this);
    const outputs = captureOutputs(publish);
    this.session = { cells, outputs, publish, count: 0, history: [] };
    tidyInspect((error) => shownStack(error, { find: cells.find }));
  }

  /** Stops the running cell, or one that is about to arrive. */
  interrupt(): void {
    if (this.running) this.session.cells.interrupt();
    else this.stopped.now();
  }

  /** Prints an error that no cell awaited; the kernel keeps running. */
  reportStray(title: string, error: unknown): void {
    const { find } = this.session.cells;
    const { traceback } = describeThrown(error, { find });
    process.stderr.write([`${title}:`, ...traceback, ""].join("\n"));
  }

  /** tslab's server calls this with the frames of each message. */
  override async handleShellMessage(
    socket: Sender,
    ...frames: Buffer[]
  ): Promise<void> {
    const request = readRequest(this.connInfo.key, frames);
    if (!request) return;
    this.clocks.note(request);
    if (request.header.msg_type === "execute_request") {
      // The cells behind this one must run even if the kernel fails here.
      this.queue = this.queue
        .then(() => this.handleCell(socket, request))
        .catch((error: unknown) => {
          this.reportStray("The kernel failed", error);
        });
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
   * Builds the compiler after the first requests are answered. By then Jupyter
   * shows the kernel as ready, and the learner is still reading. A cell that
   * arrives sooner builds it.
   */
  private prepareInPause(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.session.cells.prepare(), PAUSE_MS);
  }

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
    const stopsOnError = request.content.stop_on_error !== false;
    if (reply.status === "error" && stopsOnError) await this.abort();
    return reply;
  }

  /** Aborts all cells that were sent before the failing cell's reply. */
  private async abort(): Promise<void> {
    // First read the messages that have arrived, so that they are queued and
    // aborted.
    do await nextTurn();
    while (this.shell.readable);
    this.aborted.now();
  }

  /** Sends a message to all clients, under its type as the topic. */
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

  /** Ends the process, even if timers of a cell are still waiting. */
  private shutDown(): void {
    this.close();
    setTimeout(() => process.exit(0), 50); // time to write the reply
  }
}
