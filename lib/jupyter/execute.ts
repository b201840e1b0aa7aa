import { setImmediate as nextTurn } from "node:timers/promises";
import { inspect } from "node:util";

import { JUPYTER_DISPLAY, type MimeBundle } from "../core/display";
import { encodeBytes } from "../notebook/display";
import type { Cells, Outcome } from "./cells";
import type { Outputs, Publish } from "./outputs";
import { describeDiagnostics } from "./diagnostics";
import type { Context, JupyterError } from "./report";
import { describeInterrupt, describeThrown } from "./thrown";
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
  const context = { cell, find: session.cells.find };
  const error = await outputs.run(request, async () => {
    try {
      const outcome = await session.cells.run(code, cell);
      // A rejection that nobody awaits is reported now, in its own cell.
      await nextTurn();
      if (outcome.status !== "ok") return describe(outcome, context, code);
      if (!outcome.shown) return undefined;
      const data = await bundleOf(outcome.shown.value);
      send("execute_result", { data, metadata: {}, execution_count });
    } catch (thrown) {
      return describeThrown(thrown, context);
    }
    return undefined;
  });
  if (error) send("error", error);
  outputs.flush();
  return error
    ? { status: "error", execution_count, ...error }
    : { status: "ok", execution_count, payload: [], user_expressions: {} };
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
