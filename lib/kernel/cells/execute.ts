import { setImmediate as nextTurn } from "node:timers/promises";
import { inspect } from "node:util";

import { JUPYTER_DISPLAY, type MimeBundle } from "../../core/base/display";
import { encodeBytes } from "../../notebook/display";
import { describeDiagnostics } from "../errors/diagnostics";
import type { Context, JupyterError } from "../errors/report";
import { describeInterrupt, describeThrown } from "../errors/thrown";
import type { Outputs, Publish } from "../protocol/outputs";
import { codeOf, type Request } from "../protocol/wire";
import { type Cells, isStoppedByNode, type Outcome } from "./cells";
import type { Entry } from "./history";

/** State that all cells of a kernel share. */
export interface Session {
  cells: Cells;
  outputs: Outputs;
  publish: Publish;
  /** Number of cells that have run. */
  count: number;
  /** The counted cells, for `history_request`. */
  history: Entry[];
}

/** The content of an `execute_reply`. */
export type Reply = Record<string, unknown> & { status: "ok" | "error" };

/**
 * Runs the cell of an `execute_request` and sends its outputs.
 *
 * @param session state that all cells share
 * @param request its `code` runs
 * @param isStopped whether the user pressed Stop before it arrived
 * @returns the content of the reply, to be sent after all outputs
 */
export async function executeCell(
  session: Session,
  request: Request,
  isStopped = false,
): Promise<Reply> {
  const { outputs } = session;
  const code = codeOf(request);
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
  const entry: Entry = {
    line: execution_count,
    input: code,
    output: undefined,
  };
  if (isCounted) session.history.push(entry);
  let user_expressions = {};
  const error = await outputs.run(request, async () => {
    try {
      const outcome = await session.cells.run(code, cell, isStopped);
      // Node reports an unhandled rejection now, while this cell still runs.
      await nextTurn();
      if (outcome.status !== "ok") return describe(outcome, context, code);
      if (outcome.shown) {
        const { value } = outcome.shown;
        const data = await bundleOf(session.cells, value);
        send("execute_result", { data, metadata: {}, execution_count });
        entry.output = String(data["text/plain"]);
      }
      const asked = request.content.user_expressions;
      user_expressions = await expressionsOf(session, asked);
    } catch (thrown) {
      return isStoppedByNode(thrown)
        ? describeInterrupt(false, context)
        : describeThrown(thrown, context);
    }
    return undefined;
  });
  if (error) send("error", error);
  outputs.flush();
  return error
    ? { status: "error", execution_count, ...error }
    : { status: "ok", execution_count, payload: [], user_expressions };
}

/** Evaluates the further expressions of a request (`user_expressions`). */
async function expressionsOf(
  { cells }: Session,
  asked: unknown,
): Promise<Record<string, object>> {
  if (typeof asked !== "object" || asked === null) return {};
  const answers: [string, object][] = [];
  for (const [key, code] of Object.entries(asked)) {
    if (typeof code !== "string") continue;
    answers.push([key, await expressionOf(cells, code, key)]);
  }
  return Object.fromEntries(answers);
}

async function expressionOf(
  cells: Cells,
  code: string,
  name: string,
): Promise<object> {
  const context = { cell: `Expression ${name}`, find: cells.find };
  try {
    const outcome = await cells.run(code, context.cell);
    if (outcome.status !== "ok") {
      return { status: "error", ...describe(outcome, context, code) };
    }
    const data = await bundleOf(cells, outcome.shown?.value);
    return { status: "ok", data, metadata: {} };
  } catch (thrown) {
    return { status: "error", ...describeThrown(thrown, context) };
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

/** A value in all its MIME types, including text. */
async function bundleOf(cells: Cells, value: unknown): Promise<MimeBundle> {
  const own = await cells.call(() => ownBundle(value));
  return own && "text/plain" in own
    ? own
    : { "text/plain": cells.call(() => textOf(value)), ...own };
}

/** The result of the value's own display method, if it has one. */
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

/** The text that `console.log` would print. */
function textOf(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}
