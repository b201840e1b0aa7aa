import { setImmediate as nextTurn } from "node:timers/promises";
import { inspect } from "node:util";

import { JUPYTER_DISPLAY, type MimeBundle } from "../core/display";
import { encodeBytes } from "../notebook/display";
import type { Cells, Outcome } from "./cells";
import type { Outputs, Publish } from "./outputs";
import {
  type Context,
  describeDiagnostics,
  describeInterrupt,
  describeThrown,
  type JupyterError,
} from "./traceback";
import type { Request } from "./wire";

/** What the cells of one kernel share. */
export interface Session {
  cells: Cells;
  outputs: Outputs;
  publish: Publish;
  /** How many cells have run. */
  count: number;
}

/** The content of an `execute_reply`. */
export type Reply = Record<string, unknown> & { status: "ok" | "error" };

/**
 * Runs the cell of an `execute_request` and sends its outputs.
 *
 * @returns the content of the reply, to be sent when all outputs are out
 */
export async function executeCell(
  session: Session,
  request: Request,
): Promise<Reply> {
  const { outputs } = session;
  const code = String(request.content.code);
  const isSilent = request.content.silent === true;
  const isCounted = !isSilent && request.content.store_history !== false;
  if (isCounted) session.count += 1;
  const execution_count = session.count;
  const send = (type: string, content: object): void => {
    outputs.flush();
    if (!isSilent) session.publish(request, { type, content });
  };

  send("execute_input", { code, execution_count });
  const cell = `Cell [${isCounted ? execution_count : " "}]`;
  const end = await outputs.run(request, () => runToEnd(session, code, cell));
  if ("ename" in end) {
    send("error", end);
    return { status: "error", execution_count, ...end };
  }
  if (end.data) {
    send("execute_result", { data: end.data, metadata: {}, execution_count });
  }
  outputs.flush();
  return { status: "ok", execution_count, payload: [], user_expressions: {} };
}

/** Runs a cell to its error, or to the forms of its last value. */
async function runToEnd(
  { cells }: Session,
  code: string,
  cell: string,
): Promise<JupyterError | { data?: MimeBundle }> {
  const context = { cell, find: cells.find };
  try {
    const outcome = await cells.run(code, cell);
    // A rejection that nobody awaits is reported now, in its own cell.
    await nextTurn();
    if (outcome.status !== "ok") return describe(outcome, context, code);
    if (!outcome.shown) return {};
    return { data: await bundleOf(outcome.shown.value) };
  } catch (error) {
    return describeThrown(error, context);
  }
}

function describe(
  outcome: Exclude<Outcome, { status: "ok" }>,
  context: Context,
  code: string,
): JupyterError {
  switch (outcome.status) {
    case "mistyped":
      return describeDiagnostics(outcome.diagnostics, context, code);
    case "interrupted":
      return describeInterrupt(outcome.isInBackground, context);
    case "threw":
      return describeThrown(outcome.error, context);
  }
}

/** The forms of a value: its own, and text in any case. */
async function bundleOf(value: unknown): Promise<MimeBundle> {
  const own = await ownBundle(value);
  return own && "text/plain" in own
    ? own
    : { "text/plain": textOf(value), ...own };
}

async function ownBundle(value: unknown): Promise<MimeBundle | undefined> {
  const display = (value as Partial<Record<symbol, unknown>> | null)?.[
    JUPYTER_DISPLAY
  ];
  if (typeof display !== "function") return undefined;
  const bundle: unknown = await display.call(value);
  return typeof bundle === "object" && bundle !== null
    ? encodeBytes(bundle as MimeBundle)
    : undefined;
}

/** As `console.log` would print it. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}
