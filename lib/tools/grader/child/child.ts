/**
 * The process that runs the code of one hand-in. It asks the grader for one cell
 * after the other. Whatever runs here may be hostile, and so may all that this
 * process says.
 */
import { TooSlow, withTimeLimit } from "../../../exercises/checker/time-limit";
import { createBoxes } from "../../../kernel/variables/boxes";
import { runSource, setLibrary } from "./cell";
import { said } from "./answers";
import { useLibrary } from "./exercises"; // before the library, see there
import * as library from "../../../index";
import { lock } from "./lock";
import { ask, exit } from "./pipe";

async function runCell(
  js: string,
  name: string,
  limitMs: number,
): Promise<string | undefined> {
  try {
    await withTimeLimit(limitMs, () => runSource(js, name));
    return undefined;
  } catch (error) {
    return error instanceof TooSlow
      ? `it did not end within ${limitMs / 1000} s`
      : said(error);
  }
}

async function main(): Promise<void> {
  setLibrary(library);
  useLibrary({ ...library });
  const { box } = createBoxes();
  Object.assign(globalThis, { __tslab__: { box } });
  lock();
  process.on("uncaughtException", () => undefined);
  process.on("unhandledRejection", () => undefined);
  let reply = ask({ type: "ready" });
  while (reply.type === "cell") {
    const error = await runCell(reply.js, reply.name, reply.limitMs);
    reply = ask({ type: "done", ...(error !== undefined && { error }) });
  }
  exit();
}

void main();
