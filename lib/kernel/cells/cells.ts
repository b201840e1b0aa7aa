import { setImmediate as nextTurn } from "node:timers/promises";
import { Script } from "node:vm";

import type { Cell } from "../errors/report";
import { isTermination, NO_STOPS, type Stops } from "../stops/stops";
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

/** What is known about a cell while it runs. */
interface Run {
  /** Set unless the cell creates a module, or code for a browser. */
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

/** The global object that tslab defines for compiled cells. */
interface Global {
  __tslab__: object;
}

/** Calls `part` as a cell, which a Stop can end. */
const CALL = new Script("__tslab__.begin(); __tslab__.part()");

/** Milliseconds that an interrupted cell may take to end by itself. */
const PATIENCE_MS = 2000;

/**
 * Compiles and runs the cells of one notebook, one after the other.
 *
 * It connects tslab's converter and executor. tslab itself would print what
 * this class stores: type errors, a cell's last value, and thrown errors.
 */
export class Cells {
  /** tslab's executor, for completion and inspection. */
  readonly executor: Executor;
  private readonly compiler = lateConverter();
  private readonly boxes = createBoxes();
  private readonly cells = new Map<string, Cell>();
  /**
   * Declarations of all cells so far. tslab's own list omits cells that threw.
   */
  private declarations = "";
  /**
   * The current run. tslab's executor returns no result; it calls our converter
   * and our console, which record the result here.
   */
  private present: Run | undefined;
  private patience: NodeJS.Timeout | undefined;

  /**
   * @param folder the notebook's folder, where imports are resolved from
   * @param stops notices a Stop while a cell begins
   */
  constructor(
    folder: string,
    private readonly stops: Stops = NO_STOPS,
  ) {
    const converter = this.listeningConverter();
    this.executor = createExecutor(
      folder,
      { node: converter, browser: converter, close: converter.close },
      {
        log: (value: unknown) =>
          this.present && (this.present.shown = { value }),
        error: (error: unknown) =>
          this.present && (this.present.thrown = { error }),
      },
    );
    // Functions of the kernel that compiled cells call.
    Object.assign((globalThis as unknown as Global).__tslab__, {
      box: this.boxes.box,
      begin: stops.begin,
    });
  }

  /** Builds the compiler now, so that no request waits for it. */
  prepare(): void {
    this.compiler.prepare();
  }

  /** The cell whose name in stack traces is `file`. */
  readonly find = (file: string): Cell | undefined => this.cells.get(file);

  /**
   * Calls a function that may run the learner's code, such as a getter of a
   * value that is shown.
   *
   * @throws as {@link isStoppedByNode} expects it, if there is a Stop
   */
  call<T>(part: () => T): T {
    Object.assign((globalThis as unknown as Global).__tslab__, { part });
    const options = { breakOnSigint: true };
    return this.stops.run(() => CALL.runInThisContext(options) as T);
  }

  /** Stops waiting for the running cell: soon, or at once on a second call. */
  interrupt(): void {
    const run = this.present;
    if (!run) return;
    const giveUp = (): void => {
      run.isGivenUp = true;
      this.executor.interrupt();
    };
    if (!run.isStarted) run.isStopped = true;
    else if (this.patience) giveUp();
    else this.patience = setTimeout(giveUp, PATIENCE_MS);
  }

  /**
   * Compiles and runs a cell, unless `isStopped` is already true. Rejects only
   * if the compiler fails.
   */
  async run(source: string, name: string, isStopped = false): Promise<Outcome> {
    const run: Run = {
      diagnostics: [],
      isStarted: false,
      isStopped,
      isGivenUp: false,
    };
    this.present = run;
    try {
      if (isPlain(source)) {
        run.compiled = this.compile(source, name);
        run.diagnostics.push(...run.compiled.converted.diagnostics);
      }
      // An interrupt that came during compilation is noticed now, because Node
      // checks for one between two turns of the event loop. From here to the
      // cell's first line, where Node listens in another way, it would go
      // unnoticed.
      await nextTurn();
      await nextTurn();
      if (run.isStopped)
        return { status: "interrupted", isInBackground: false };
      run.isStarted = true;
      await this.stops.run(() => this.executor.execute(source));
    } finally {
      this.present = undefined;
      clearTimeout(this.patience);
      this.patience = undefined;
    }
    this.declarations = declarationsAfter(run, this.declarations);
    return outcomeOf(run, this.executor.locals);
  }

  private compile(source: string, name: string): CompiledCell {
    const file = `notebook-cell-${this.cells.size + 1}`;
    const compiled = compileCell(this.compiler, this.boxes, {
      source,
      file,
      declarations: this.declarations,
    });
    this.cells.set(file, { name, source, sourceLine: compiled.sourceLine });
    compileAhead(compiled.converted);
    return compiled;
  }

  /** The converter that tslab's executor calls. */
  private listeningConverter(): Converter {
    const { compiler } = this;
    return {
      convert: () => this.present?.compiled?.converted ?? { diagnostics: [] },
      addModule: (...module) => {
        const diagnostics = compiler.addModule(...module);
        this.present?.diagnostics.push(...diagnostics);
        return diagnostics;
      },
      inspect: (_, source, at) =>
        withTagNames(compiler.inspect(this.declarations, source, at)),
      complete: (_, source, at) =>
        compiler.complete(this.declarations, source, at),
      close: compiler.close,
    };
  }
}

/**
 * Whether a cell runs here, and creates neither a module nor code for a
 * browser.
 */
function isPlain(source: string): boolean {
  const { module, mode } = getCodeMetadata(source);
  return module === undefined && mode !== "browser";
}

/** The declarations for the next cell; a cell that threw keeps those it set. */
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
export function isStoppedByNode(error: unknown): boolean {
  if (isTermination(error)) return true;
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED"
  );
}
