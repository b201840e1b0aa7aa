import { type Boxes, createBoxes } from "./boxes";
import { boxVariables } from "./boxing";
import { toCommonJs } from "./compiler";
import { lostNamespaces, onlyNames, withoutNames } from "./declarations";
import {
  type Converter,
  type ConvertResult,
  createConverter,
  createExecutor,
  type Diagnostic,
  type Executor,
} from "./tslab";

/** One run of a cell, kept so that errors can quote it. */
export interface Cell {
  /** As errors call it: `Cell [3]`. */
  name: string;
  /** The TypeScript as written. */
  source: string;
  /** The JavaScript that runs. */
  compiled: string;
}

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
  /** Compiles and runs a cell; rejects only if the compiler fails. */
  run(source: string, name: string): Promise<Outcome>;
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

/** What is learnt of a cell while it runs. */
interface Run {
  cell: Cell;
  file: string;
  result?: ConvertResult;
  /** The variables that the cell declares; has each its value of before? */
  declared: Map<string, () => boolean>;
  diagnostics: Diagnostic[];
  shown?: { value: unknown };
  thrown?: { error: unknown };
  isGivenUp: boolean;
}

/**
 * Joins tslab's converter and executor and listens to both: what a cell was
 * compiled to, which value ends it, what it threw. tslab itself would print
 * these.
 *
 * @param folder the notebook's folder, where imports are resolved from
 */
export function createCells(folder: string): Cells {
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
  });

  const giveUp = (): void => {
    if (run) run.isGivenUp = true;
    executor.interrupt();
  };

  return {
    executor,
    find: (file) => cells.get(file),
    interrupt: () => {
      if (patience) giveUp();
      else if (run) patience = setTimeout(giveUp, PATIENCE_MS);
    },
    run: async (source, name) => {
      const file = `notebook-cell-${cells.size + 1}`;
      const cell = { name, source, compiled: "" };
      cells.set(file, cell);
      const present: Run = {
        cell,
        file,
        declared: new Map(),
        diagnostics: [],
        isGivenUp: false,
      };
      run = present;
      try {
        await executor.execute(source);
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
 * tslab's converter, which notes its results in the present run, names the
 * JavaScript after its cell, and goes by `declarations` instead of the
 * executor's own, which forget a cell that throws.
 */
function listeningConverter(
  run: () => Run | undefined,
  declarations: () => string,
  boxes: Boxes,
): Converter {
  const inner = createConverter();
  return {
    convert: (_, source) => {
      const result = withPlainAwait(inner.convert(declarations(), source));
      const present = run();
      if (!present) return result;
      present.result = result;
      present.diagnostics.push(...result.diagnostics);
      if (result.output === undefined) return result;
      const { text, names } = boxVariables(result.output, boxes.isSet);
      const js = toCommonJs(text);
      present.declared = new Map(
        names.map((name) => [name, boxes.isUnchanged(name)]),
      );
      const start = `(${result.hasToplevelAwait ? "async " : ""}function(exports, require) { `;
      present.cell.compiled = start + js;
      const output = `${js}\n//# sourceURL=${present.file}`;
      const sideOutputs = result.sideOutputs?.map(({ path, data }) => ({
        path,
        data: toCommonJs(data),
      }));
      return { ...result, output, ...(sideOutputs && { sideOutputs }) };
    },
    addModule: (...args) => {
      const diagnostics = inner.addModule(...args);
      run()?.diagnostics.push(...diagnostics);
      return diagnostics;
    },
    inspect: (_, source, at) =>
      withTagNames(inner.inspect(declarations(), source, at)),
    complete: (_, source, at) => inner.complete(declarations(), source, at),
    close: () => inner.close(),
  };
}

/**
 * tslab takes `await (x)` and `await [x]` for a call or an index unless the
 * cell holds another `await`. An async cell does no harm where none was meant.
 */
function withPlainAwait(result: ConvertResult): ConvertResult {
  const isAsync = /\bawait\s*[([]/.test(result.output ?? "");
  return isAsync ? { ...result, hasToplevelAwait: true } : result;
}

/** Names the tags of a doc comment: tslab prints all but `@param` bare. */
function withTagNames(
  info: ReturnType<Converter["inspect"]> | undefined,
): ReturnType<Converter["inspect"]> {
  for (const { name, text = [] } of info?.tags ?? []) {
    if (name !== "param") text.unshift({ kind: "text", text: `@${name} ` });
  }
  return info as ReturnType<Converter["inspect"]>;
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
