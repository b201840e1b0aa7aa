import { completenessOf } from "./cells/completeness";
import type { Session } from "./cells/execute";
import { historyOf } from "./cells/history";
import { describeThrown } from "./errors/thrown";
import { pointsBefore, unitsBefore } from "./protocol/code-points";
import { codeOf, type Request } from "./protocol/wire";
import type { jupyter } from "./tslab-fixes/tslab";
import { ts } from "./typescript";

type Handler = jupyter.ZmqServer["handler"];
type Content = Record<string, unknown>;

/**
 * Answers a request that does not run a cell.
 *
 * @returns the content of the reply; `undefined` for an unknown request
 */
export function answer(
  handler: Handler,
  session: Session,
  request: Request,
): Content | undefined {
  try {
    const content = answerOf(handler, session, request);
    return content && { status: "ok", ...content };
  } catch (error) {
    return { status: "error", ...describeThrown(error, {}) };
  }
}

function answerOf(
  handler: Handler,
  session: Session,
  request: Request,
): object | undefined {
  const { header, content } = request;
  switch (header.msg_type) {
    case "kernel_info_request":
      return kernelInfo(handler);
    case "is_complete_request":
      return completenessOf(codeOf(request));
    case "complete_request":
      return complete(handler, request);
    case "inspect_request":
      return handler.handleInspect(cursorOf(request) as never);
    case "comm_info_request":
      return { comms: {} };
    case "history_request":
      return { history: historyOf(session.history, content) };
    case "interrupt_request":
      // For Windows, which has no signals: this calls every listener of SIGINT.
      process.emit("SIGINT", "SIGINT");
      return {};
    case "shutdown_request":
      return { restart: content.restart === true };
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

function complete(handler: Handler, request: Request): object {
  const asked = cursorOf(request);
  const { cursor_start, cursor_end, ...reply } = handler.handleComplete(asked);
  return {
    ...reply,
    cursor_start: pointsBefore(asked.code, cursor_start),
    cursor_end: pointsBefore(asked.code, cursor_end),
  };
}

/** The code and the cursor, which tslab counts in units of UTF-16. */
function cursorOf(request: Request): { code: string; cursor_pos: number } {
  const { content } = request;
  const code = codeOf(request);
  const cursor_pos = unitsBefore(code, content.cursor_pos);
  return { ...content, code, cursor_pos };
}
