import { inspect } from "node:util";

import { withPlainNames } from "../variables/boxes";
import { bold, type Context, type JupyterError } from "./report";
import { callLines } from "./stack";

const MAX_CAUSES = 5;

/** Describes the value that a cell threw, with its chain of causes. */
export function describeThrown(
  thrown: unknown,
  context: Context,
): JupyterError {
  try {
    const traceback = linesOf(thrown, context, []);
    return { ...nameAndMessage(thrown), traceback };
  } catch {
    // A getter or an inspect method in the learner's code may throw.
    const evalue = "The thrown value cannot be displayed.";
    return { ename: "Thrown", evalue, traceback: [evalue] };
  }
}

/** Describes a cell that was interrupted. */
export function describeInterrupt(
  isInBackground: boolean,
  { cell = "The cell" }: Context,
): JupyterError {
  const ename = "Interrupted";
  const evalue = isInBackground
    ? `${cell} was stopped, but the work it waits for goes on in the ` +
      "background. Restart the kernel to stop that too."
    : `${cell} was stopped.`;
  return { ename, evalue, traceback: [`${bold(ename)}: ${evalue}`] };
}

function nameAndMessage(thrown: unknown): { ename: string; evalue: string } {
  return thrown instanceof Error
    ? {
        ename: String(thrown.name),
        evalue: withPlainNames(String(thrown.message)),
      }
    : { ename: "Thrown", evalue: inspect(thrown) };
}

/**
 * The lines of the error box: name and message, the calls, and the same for
 * each cause.
 *
 * @param effects the errors that `thrown` has caused
 */
function linesOf(
  thrown: unknown,
  context: Context,
  effects: unknown[],
): string[] {
  const { ename, evalue } = nameAndMessage(thrown);
  const isError = thrown instanceof Error;
  const lines = [bold(ename) + (evalue && `: ${evalue}`)];
  if (isError) lines.push(...callLines(thrown, context));
  if (lines.length === 1 && context.cell) lines.push(bold(context.cell));
  if (!isError) lines.push("Tip: throw new Error(...) to see the line number.");
  if (!isError || thrown.cause === undefined) return lines;
  const known = [...effects, thrown]; // a cause may be its own effect
  if (known.includes(thrown.cause) || known.length > MAX_CAUSES) return lines;
  return [...lines, "", "Caused by:", ...linesOf(thrown.cause, context, known)];
}
