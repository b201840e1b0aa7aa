import { setImmediate as nextTurn } from "node:timers/promises";

import type { Cell } from "../errors/report";
import { NO_STOPS, type Stops } from "../stops/stops";
import { withTagNames } from "../tslab-fixes/doc-tags";
import { lateConverter } from "../tslab-fixes/late-converter";
import { withNamespaces } from "../tslab-fixes/namespaces";
import { isNullResult } from "../tslab-fixes/null-result";
import { declarationsAfterThrow } from "../tslab-fixes/thrown-cell";
import {
  type Converter,
  createExecutor,
  type Diagnostic,
  type Executor,
  getCodeMetadata,
} from "../tslab-fixes/tslab";
import { createBoxes } from "../variables/boxes";
import { compileAhead, compileCell, type CompiledCell } from "./compile";

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

/** What is learned of a cell while it runs. */
interface Run {
  /** Set unless the cell makes a module, or code for a browser. */
  compiled?: CompiledCell;
  diagnostics: Diagnostic[];
  shown?: { value: unknown };
  thrown?: { error: unknown };
  isStarted: boolean;
  /** Whether the user pressed Stop before the cell started. */
  isStopped: boolean;
  /** Whether an interrupted cell did not end in time. */
  isGivenUp: boolean;
}

/** What tslab defines for the compiled cells. */
interface Global {
  __tslab__: object;
}

/** How long an interrupted cell may take to end by itself. */
const PATIENCE_MS = 2000;

/**
 * Joins tslab's converter and executor, and listens to both. tslab itself would
 * print what this keeps: type errors, the value that ends a cell, what it threw.
 *
 * @param folder the notebook's folder, where imports are resolved from
 * @param stops hears a Stop while a cell begins
 */
export function createCells(folder: string, stops: Stops = NO_STOPS): Cells {
  const cells = new Map<string, Cell>();
  const boxes = createBoxes();
  // tslab's executor returns nothing but calls the converter and the console
  // below. So they write down what they hear in the run of the present cell.
  let run: Run | undefined;
  /** What the cells so far declare. tslab's own list forgets a cell that threw. */
  let declarations = "";
  let patience: NodeJS.Timeout | undefined;

  const compiler = lateConverter();
  const converter: Converter = {
    convert: () => run?.compiled?.converted ?? { diagnostics: [] },
    addModule: (...args) => {
      const diagnostics = compiler.addModule(...args);
      run?.diagnostics.push(...diagnostics);
      return diagnostics;
    },
    inspect: (_, source, at) =>
      withTagNames(compiler.inspect(declarations, source, at)),
    complete: (_, source, at) => compiler.complete(declarations, source, at),
    close: () => compiler.close(),
  };
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

  const compile = (source: string, name: string): CompiledCell => {
    const file = `notebook-cell-${cells.size + 1}`;
    const cell = { source, file, declarations };
    const compiled = compileCell(compiler, boxes, cell);
    cells.set(file, { name, source, sourceLine: compiled.sourceLine });
    compileAhead(compiled.converted);
    return compiled;
  };

  const giveUp = (): void => {
    if (run) run.isGivenUp = true;
    executor.interrupt();
  };

  return {
    executor,
    prepare: () => compiler.prepare(),
    find: (file) => cells.get(file),
    interrupt: () => {
      if (run && !run.isStarted) run.isStopped = true;
      else if (patience) giveUp();
      else if (run) patience = setTimeout(giveUp, PATIENCE_MS);
    },
    run: async (source, name, isStopped = false) => {
      const present: Run = {
        diagnostics: [],
        isStarted: false,
        isStopped,
        isGivenUp: false,
      };
      run = present;
      try {
        if (isPlain(source)) {
          present.compiled = compile(source, name);
          present.diagnostics.push(...present.compiled.converted.diagnostics);
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

/** Whether a cell runs here: it makes neither a module nor code for a browser. */
function isPlain(source: string): boolean {
  const { module, mode } = getCodeMetadata(source);
  return module === undefined && mode !== "browser";
}

/** What the next cell may refer to; a cell that threw leaves what it set. */
function declarationsAfter(run: Run, before: string): string {
  const { converted, declared } = run.compiled ?? {};
  if (run.diagnostics.length > 0 || converted?.declOutput === undefined) {
    return before;
  }
  const after = withNamespaces(converted.declOutput, before);
  if (!run.thrown) return after;
  const unset = new Set<string>();
  declared?.forEach((isUnchanged, name) => isUnchanged() && unset.add(name));
  return declarationsAfterThrow(after, before, unset);
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
  const isNull = run.compiled && isNullResult(run.compiled.converted, locals);
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
