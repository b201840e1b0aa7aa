import { setImmediate as nextTurn } from "node:timers/promises";
import { Script } from "node:vm";

import { createBoxes } from "../variables/boxes";
import {
  type Cell,
  listeningConverter,
  type Run,
} from "../tslab-fixes/convert";
import {
  lostNamespaces,
  onlyNames,
  withoutNames,
} from "../tslab-fixes/declarations";
import { NO_STOPS, type Stops } from "../stops/stops";
import {
  type ConvertResult,
  createExecutor,
  type Diagnostic,
  type Executor,
  getCodeMetadata,
} from "../tslab-fixes/tslab";

/** How a run ended; `shown` holds the value of its last expression. */
export type Outcome =
  | { status: "ok"; shown: { value: unknown } | undefined }
  | { status: "mistyped"; diagnostics: Diagnostic[] }
  | { status: "threw"; error: unknown }
  | { status: "interrupted"; isInBackground: boolean };

/** Compiles and runs cells, one after the other. */
export interface Cells {
  /** tslab's executor, for completion and inspection. */
  executor: Executor;
  /** Builds the compiler now, so that no request has to wait for it. */
  prepare(): void;
  /**
   * Compiles and runs a cell, or does not if it `isStopped` already; rejects
   * only if the compiler fails.
   */
  run(source: string, name: string, isStopped?: boolean): Promise<Outcome>;
  /** Stops waiting for the running cell: soon, or at once if asked again. */
  interrupt(): void;
  /** The cell that a stack trace calls `file`. */
  find(file: string): Cell | undefined;
}

/** What tslab defines for the compiled cells. */
interface Global {
  __tslab__: object;
}

/** How long an interrupted cell may take to end by itself. */
const PATIENCE_MS = 2000;

/**
 * Joins tslab's converter and executor and listens to both: what a cell was
 * compiled to, which value ends it, what it threw. tslab itself would print
 * these.
 *
 * @param folder the notebook's folder, where imports are resolved from
 * @param stops what hears a Stop while a cell begins
 */
export function createCells(folder: string, stops: Stops = NO_STOPS): Cells {
  const cells = new Map<string, Cell>();
  let run: Run | undefined;
  let declarations = "";
  let patience: NodeJS.Timeout | undefined;

  const boxes = createBoxes();
  const converter = listeningConverter(
    () => run,
    () => declarations,
    boxes,
  );
  const executor = createExecutor(
    folder,
    { node: converter, browser: converter, close: () => converter.close() },
    {
      log: (value: unknown) => run && (run.shown = { value }),
      error: (error: unknown) => run && (run.thrown = { error }),
    },
  );

  // Where tslab keeps what a compiled cell needs of the kernel.
  Object.assign((globalThis as unknown as Global).__tslab__, {
    box: boxes.box,
    begin: stops.begin,
  });

  const giveUp = (): void => {
    if (run) run.isGivenUp = true;
    executor.interrupt();
  };

  return {
    executor,
    prepare: () => converter.prepare(),
    find: (file) => cells.get(file),
    interrupt: () => {
      if (run && !run.isStarted) run.isStopped = true;
      else if (patience) giveUp();
      else if (run) patience = setTimeout(giveUp, PATIENCE_MS);
    },
    run: async (source, name, isStopped = false) => {
      const file = `notebook-cell-${cells.size + 1}`;
      const cell = { name, source, compiled: "" };
      cells.set(file, cell);
      const present: Run = {
        cell,
        file,
        declared: new Map(),
        diagnostics: [],
        isStarted: false,
        isStopped,
        isGivenUp: false,
      };
      run = present;
      try {
        if (isPlain(source)) {
          present.converted = converter.convert("", source);
          compileAhead(present.converted);
        }
        // An interrupt that came while the compilers were busy is heard now:
        // Node looks for it between two turns. From here to the first line of
        // the cell, where Node listens in another way, none would be heard.
        await nextTurn();
        await nextTurn();
        if (present.isStopped) {
          return { status: "interrupted", isInBackground: false };
        }
        present.isStarted = true;
        await stops.run(() => executor.execute(source));
      } finally {
        run = undefined;
        clearTimeout(patience);
        patience = undefined;
      }
      declarations = declarationsAfter(present, declarations);
      return outcomeOf(present, executor.locals);
    },
  };
}

/**
 * Lets V8 compile a cell before its time. V8 keeps what it has compiled, and
 * finds it by the text: so the text is put together as tslab does.
 */
function compileAhead({ output, hasToplevelAwait }: ConvertResult): void {
  if (output === undefined) return;
  const start = hasToplevelAwait ? "(async function" : "(function";
  try {
    new Script(
      `${start}(exports, require) { ${output}\n` +
        "})(__tslab__.exports, __tslab__.require)",
    );
  } catch {
    // What is wrong with the text is told when it is run.
  }
}

/** Whether a cell is to run here: it makes no module, nor a browser's code. */
function isPlain(source: string): boolean {
  const { module, mode } = getCodeMetadata(source);
  return module === undefined && mode !== "browser";
}

/** What the next cell may refer to; a cell that threw leaves what it set. */
function declarationsAfter(run: Run, before: string): string {
  const { declOutput } = run.result ?? {};
  if (run.diagnostics.length > 0 || declOutput === undefined) return before;
  const all = [declOutput, lostNamespaces(before, declOutput)].join("\n");
  if (!run.thrown) return all;
  const unset = new Set<string>();
  run.declared.forEach((isUnchanged, name) => isUnchanged() && unset.add(name));
  return `${withoutNames(all, unset)}\n${onlyNames(before, unset)}`;
}

function outcomeOf(run: Run, locals: Record<string, unknown>): Outcome {
  if (run.diagnostics.length > 0) {
    return { status: "mistyped", diagnostics: run.diagnostics };
  }
  if (run.thrown) {
    const { error } = run.thrown;
    if (run.isGivenUp) return { status: "interrupted", isInBackground: true };
    return isStoppedByNode(error)
      ? { status: "interrupted", isInBackground: false }
      : { status: "threw", error };
  }
  // tslab shows neither null nor undefined; null is a value worth showing.
  const last = run.result?.lastExpressionVar;
  const isNull = last !== undefined && locals[last] === null;
  return { status: "ok", shown: isNull ? { value: null } : run.shown };
}

/** Whether Node stopped a synchronous cell because of an interrupt. */
function isStoppedByNode(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED"
  );
}
