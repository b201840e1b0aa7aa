import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

import { installKernel } from "../../kernel/install";
import {
  cellTags,
  joinLines,
  parseNotebook,
  type Notebook,
  type NotebookCell,
} from "./format";
import { coursePython, courseFolder } from "../setup/course-files.cjs";
import { cleanEnvironment } from "../setup/run-logged.cjs";

/** Options of {@link executeNotebook}. */
export interface ExecuteOptions {
  /**
   * value of `TINYLLM_PRESET` for the kernel
   * @defaultValue the shell's value
   */
  preset?: string;
  /**
   * where cells read and write files
   * @defaultValue the notebook's folder
   */
  folder?: string;
  /**
   * time limit per cell, in seconds
   * @defaultValue 600
   */
  cellSeconds?: number;
  /** Called when a code cell ends. */
  onCell?: (event: CellEvent) => void;
}

/** The end of one code cell. */
export interface CellEvent {
  /** index among all cells of the notebook */
  cell: number;
  /** the kernel's reply */
  status: "ok" | "error" | "aborted";
  seconds: number;
}

interface Run {
  events: CellEvent[];
  failure?: string;
  notebook?: string;
}

/** Runs notebooks, one after another, in one process of Jupyter's Python. */
export interface Executor {
  /** Like {@link executeNotebook}; call it only when no notebook is running. */
  execute(path: string, options?: ExecuteOptions): Promise<Notebook>;
  /** Ends the process. */
  close(): void;
}

/** A request to execute.py. */
interface Job {
  notebook: string;
  folder: string;
  cell_seconds: number;
  environment: Record<string, string>;
}

/**
 * Opens an {@link Executor}. Its Python starts with the first notebook and
 * keeps its packages loaded for all others.
 */
export function openExecutor(): Executor {
  let python: Python | undefined;
  return {
    close: () => python?.end(),
    execute: async (path, options = {}) => {
      const json = readFileSync(path, "utf8");
      parseNotebook(json, path);
      // A folder that holds only this checkout's kernel, so that no other is
      // used.
      const prefix = mkdtempSync(join(tmpdir(), "tinyllm-kernel-"));
      try {
        installKernel({ prefix });
        const job = {
          notebook: json,
          folder: resolve(options.folder ?? dirname(path)),
          cell_seconds: options.cellSeconds ?? 600,
          environment: environmentOf(prefix, options.preset),
        };
        if (!python?.isAlive()) python = startPython();
        const run = await python.run(job, options.onCell);
        const executed = parseNotebook(run.notebook ?? "", path);
        judge(basename(path), executed, run);
        return executed;
      } finally {
        rmSync(prefix, { recursive: true, force: true });
      }
    },
  };
}

function environmentOf(
  prefix: string,
  preset: string | undefined,
): Record<string, string> {
  return {
    JUPYTER_PATH: join(prefix, "share", "jupyter"),
    // As for a new learner: the caller's progress is neither read nor changed.
    TINYLLM_PROGRESS: join(prefix, "progress.json"),
    ...(preset ? { TINYLLM_PRESET: preset } : {}),
  };
}

/**
 * Runs a notebook from top to bottom in the course's own kernel with Jupyter's
 * nbclient. The file and the learner's progress do not change.
 *
 * A cell tagged `raises-exception` must fail; every other cell must not.
 * @param path the .ipynb file
 * @param options preset, folder, time limit, callback
 * @returns the notebook with its new outputs
 * @throws with the cell, its source and the traceback, if a cell fails but
 *   should not, or should fail but does not
 */
export async function executeNotebook(
  path: string,
  options: ExecuteOptions = {},
): Promise<Notebook> {
  const executor = openExecutor();
  try {
    return await executor.execute(path, options);
  } finally {
    executor.close();
  }
}

/** A running execute.py. */
interface Python {
  run(job: Job, onCell: ExecuteOptions["onCell"]): Promise<Run>;
  isAlive(): boolean;
  end(): void;
}

function startPython(): Python {
  const root = courseFolder();
  const python = coursePython(root);
  if (!existsSync(python)) {
    throw new Error(
      `Running a notebook needs the course's Python; there is no ${python}. ` +
        "Run `npm run setup`.",
    );
  }
  const script = join(root, "lib", "tools", "notebooks", "execute.py");
  const child = spawn(python, [script], { env: cleanEnvironment() });
  const lines = createInterface({ input: child.stdout });
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
  child.stdin.on("error", () => undefined); // the exit code reports it
  return {
    isAlive: () => child.exitCode === null && child.signalCode === null,
    end: () => child.stdin.end(),
    run: (job, onCell) =>
      new Promise((accept, reject) => {
        const run: Run = { events: [] };
        complaints = "";
        const fail = (reason: number | Error | null): void => {
          settle();
          reject(
            new Error(`nbclient stopped (${String(reason)}).\n${complaints}`),
          );
        };
        const listen = (line: string): void => {
          const event = JSON.parse(line) as Partial<CellEvent & Run>;
          if (event.cell !== undefined) {
            run.events.push(event as CellEvent);
            onCell?.(event as CellEvent);
          } else Object.assign(run, event);
          if (run.notebook === undefined) return;
          settle();
          accept(run);
        };
        const settle = (): void => {
          lines.off("line", listen);
          child.off("close", fail).off("error", fail);
        };
        lines.on("line", listen);
        child.on("close", fail).on("error", fail);
        child.stdin.write(JSON.stringify(job) + "\n");
      }),
  };
}

function judge(name: string, notebook: Notebook, run: Run): void {
  for (const { cell: index, status } of run.events) {
    const cell = notebook.cells[index];
    if (!cell) continue;
    const mustFail = cellTags(cell).includes("raises-exception");
    if (mustFail && status === "ok") {
      throw new Error(
        `${describe(name, cell, index)} is tagged raises-exception, so it ` +
          "must fail; it did not. Remove the tag, or restore the error.",
      );
    }
    if (!mustFail && status !== "ok") {
      throw new Error(
        `${describe(name, cell, index)} failed.\n${reason(cell)}`,
      );
    }
  }
  if (run.failure) {
    const next = (run.events.at(-1)?.cell ?? -1) + 1;
    throw new Error(`${name}, after cell ${next}: ${run.failure}`);
  }
}

function describe(name: string, cell: NotebookCell, index: number): string {
  const source = joinLines(cell.source).replace(/^/gm, "    | ");
  return `${name}: cell ${index + 1}\n${source}\n`;
}

function reason(cell: NotebookCell): string {
  const lines = (cell.outputs ?? []).flatMap((output) =>
    output.output_type === "error"
      ? (output.traceback ?? [])
      : output.name === "stderr"
        ? [joinLines(output.text)]
        : [],
  );
  return stripVTControlCharacters(lines.join("\n")) || "No reason was given.";
}
