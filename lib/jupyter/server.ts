import { setImmediate as nextTurn } from "node:timers/promises";

import { createAborted } from "./aborted";
import { createCells } from "./cells";
import { Outbox, type Sender } from "./outbox";
import { captureOutputs } from "./outputs";
import { executeCell, type Session } from "./execute";
import { describeThrown } from "./thrown";
import { jupyter } from "./tslab";
import { ts } from "./typescript";
import { readRequest, type Request, sendMessage } from "./wire";

const { JupyterHandlerImpl, ZmqServer } = jupyter;

type Handler = jupyter.ZmqServer["handler"];
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
  private readonly aborted = createAborted();
  private readonly outboxes = new WeakMap<Sender, Outbox>();

  /**
   * @param connectionFile the path of the file with ports and key
   * @param folder the notebook's folder, where imports are resolved from
   */
  constructor(connectionFile: string, folder: string) {
    const cells = createCells(folder);
    super(new JupyterHandlerImpl(cells.executor, false), connectionFile);
    const publish = this.publish.bind(this);
    const outputs = captureOutputs(publish);
    this.session = { cells, outputs, publish, count: 0 };
  }

  /** Stops waiting for the running cell. */
  interrupt(): void {
    this.session.cells.interrupt();
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
    this.aborted.note(request);
    if (request.header.msg_type === "execute_request") {
      this.queue = this.queue.then(() => this.handleCell(socket, request));
      return this.queue;
    }
    this.publishState(request, "busy");
    const reply = answer(this.handler, request);
    if (reply) this.reply(socket, request, reply);
    this.publishState(request, "idle");
    // The notebook shows the latest state, and a cell may still be running.
    if (this.running) this.publishState(this.running, "busy");
    if (request.header.msg_type === "shutdown_request") this.shutDown();
  }

  private async handleCell(socket: Sender, request: Request): Promise<void> {
    this.running = request;
    this.publishState(request, "busy");
    if (this.aborted.includes(request)) {
      this.reply(socket, request, { status: "aborted" });
    } else {
      const reply = await executeCell(this.session, request);
      const isLast = request.content.stop_on_error !== false;
      if (reply.status === "error" && isLast) await this.abort(request);
      this.reply(socket, request, reply);
    }
    this.running = undefined;
    this.publishState(request, "idle");
  }

  /** Lets no cell run that was sent before the failing one is answered. */
  private async abort(request: Request): Promise<void> {
    do await nextTurn();
    while (this.shell.readable);
    this.aborted.failed(request);
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

/** Answers what needs no cell to run. */
function answer(handler: Handler, request: Request): Content | undefined {
  try {
    const content = answerOf(handler, request);
    return content && { status: "ok", ...content };
  } catch (error) {
    return { status: "error", ...describeThrown(error, {}) };
  }
}

function answerOf(
  handler: Handler,
  { header, content }: Request,
): object | undefined {
  switch (header.msg_type) {
    case "kernel_info_request":
      return kernelInfo(handler);
    case "is_complete_request":
      return handler.handleIsComplete(content as { code: string });
    case "complete_request":
      return handler.handleComplete(content as never);
    case "inspect_request":
      return handler.handleInspect(content as never);
    case "comm_info_request":
      return { comms: {} };
    case "history_request":
      return { history: [] };
    case "interrupt_request":
      // Where signals do not exist; as if one had come, for all who listen.
      process.emit("SIGINT", "SIGINT");
      return {};
    case "shutdown_request":
      return { restart: content.restart };
    default:
      return undefined;
  }
}

function kernelInfo(handler: Handler): object {
  const info = handler.handleKernel();
  return {
    ...info,
    language_info: { ...info.language_info, version: ts.version },
  };
}
