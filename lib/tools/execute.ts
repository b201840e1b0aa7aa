import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

import { installKernel } from "../jupyter/install";
import {
  cellTags,
  joinLines,
  parseNotebook,
  type Notebook,
  type NotebookCell,
} from "./notebook-format";
import { coursePython, courseFolder } from "./places.cjs";
import { cleanEnvironment } from "./trouble.cjs";

/** How {@link executeNotebook} runs a notebook. */
export interface ExecuteOptions {
  /** Value of `TINYLLM_PRESET` for the kernel; the shell's own by default. */
  preset?: string;
  /** Where cells read and write files; the notebook's folder by default. */
  folder?: string;
  /** Seconds that a single cell may take; 600 by default. */
  cellSeconds?: number;
  /** Called when a code cell ends. */
  onCell?: (event: CellEvent) => void;
}

/** How one code cell went. */
export interface CellEvent {
  /** place among all cells of the notebook, from 0 */
  cell: number;
  /** what the kernel replied */
  status: "ok" | "error" | "aborted";
  seconds: number;
}

interface Run {
  events: CellEvent[];
  failure?: string;
  notebook?: string;
}

/**
 * Runs a notebook from top to bottom in the course's own kernel, with
 * Jupyter's nbclient, and leaves the file and the learner's progress alone.
 *
 * A cell tagged `raises-exception` must fail; every other cell must not.
 * @param path the .ipynb file
 * @param options preset, time-out, progress
 * @returns the notebook with its new outputs
 * @throws with the cell, its source and the traceback, when a cell fails that
 *   should not, or does not fail though it should
 */
export async function executeNotebook(
  path: string,
  options: ExecuteOptions = {},
): Promise<Notebook> {
  const json = readFileSync(path, "utf8");
  parseNotebook(json, path);
  // This checkout's kernel, in a place of its own: no other can be picked up.
  const prefix = mkdtempSync(join(tmpdir(), "tinyllm-kernel-"));
  try {
    installKernel({ prefix });
    const folder = resolve(options.folder ?? dirname(path));
    const run = await runPython(json, folder, prefix, options);
    const executed = parseNotebook(run.notebook ?? "", path);
    judge(basename(path), executed, run);
    return executed;
  } finally {
    rmSync(prefix, { recursive: true, force: true });
  }
}

function runPython(
  json: string,
  folder: string,
  prefix: string,
  options: ExecuteOptions,
): Promise<Run> {
  const root = courseFolder();
  const python = coursePython(root);
  if (!existsSync(python)) {
    throw new Error(
      `Running a notebook needs Jupyter's Python; there is no ${python}. ` +
        "Run `npm run setup`.",
    );
  }
  const script = join(root, "lib", "tools", "execute.py");
  const seconds = String(options.cellSeconds ?? 600);
  const child = spawn(python, [script, folder, seconds], {
    env: {
      ...cleanEnvironment(),
      JUPYTER_PATH: join(prefix, "share", "jupyter"),
      // A fresh learner: no progress of whoever runs this is read or changed.
      TINYLLM_PROGRESS: join(prefix, "progress.json"),
      ...(options.preset ? { TINYLLM_PRESET: options.preset } : {}),
    },
  });
  const run: Run = { events: [] };
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event = JSON.parse(line) as Partial<CellEvent & Run>;
    if (event.cell !== undefined) {
      run.events.push(event as CellEvent);
      options.onCell?.(event as CellEvent);
    } else Object.assign(run, event);
  });
  let complaints = "";
  child.stderr.on("data", (text: Buffer) => (complaints += text.toString()));
  child.stdin.on("error", () => undefined); // told by the exit code
  child.stdin.end(json);
  return new Promise((accept, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0 && run.notebook) accept(run);
      else reject(new Error(`nbclient stopped (${code}).\n${complaints}`));
    });
  });
}

function judge(name: string, notebook: Notebook, run: Run): void {
  for (const { cell: index, status } of run.events) {
    const cell = notebook.cells[index];
    if (!cell) continue;
    const mustFail = cellTags(cell).includes("raises-exception");
    if (mustFail && status === "ok") {
      throw new Error(
        `${describe(name, cell, index)} is tagged raises-exception, so it ` +
          "must fail; it did not. Remove the tag or the cure.",
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
  return stripVTControlCharacters(lines.join("\n")) || "It gave no reason.";
}
