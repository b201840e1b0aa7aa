import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";

import { jupyterEnvironment } from "./kernel.cjs";
import { courseFolder, coursePython } from "./course-files.cjs";
import { runMain } from "./run-main";

const WELCOME = "notebooks/00-welcome.ipynb";

/** Options of {@link jupyterLabArguments}. */
export interface StartOptions {
  /** The folder of the course. */
  root: string;
  /** What follows `npm start --`: options of JupyterLab, or a notebook. */
  args: string[];
  /** Whether the user is root, who needs `--allow-root`. */
  isRoot: boolean;
  /** Whether an interactive terminal is attached. */
  isInteractive: boolean;
}

function pageOf(root: string, notebook: string): string {
  const path = relative(root, notebook).split(sep).map(encodeURIComponent);
  return `/lab/tree/${path.join("/")}`;
}

/**
 * Builds the command line of JupyterLab.
 * @param options the folder, the user's arguments, and how it was started
 * @returns the arguments of the course's Python
 */
export function jupyterLabArguments(options: StartOptions): string[] {
  const { root, args, isRoot, isInteractive } = options;
  const chosen = args.find((word) => word.endsWith(".ipynb"));
  const rest = args.filter((word) => word !== chosen);
  const notebook = join(root, chosen ?? WELCOME);
  return [
    "-m",
    "jupyterlab",
    `--ServerApp.root_dir=${root}`,
    ...(existsSync(notebook)
      ? [`--LabApp.default_url=${pageOf(root, notebook)}`]
      : []),
    // for a Python that TINYLLM_PYTHON names, which has no settings of the course
    "--MultiKernelManager.default_kernel_name=tslab",
    "--ServerApp.answer_yes=True",
    "--ServerApp.log_level=WARN",
    ...(isRoot && !rest.includes("--allow-root") ? ["--allow-root"] : []),
    ...(isInteractive || rest.includes("--no-browser") ? [] : ["--no-browser"]),
    ...rest,
  ];
}

/**
 * Starts JupyterLab on the first notebook and waits until it ends. Ctrl+C
 * reaches JupyterLab itself, which closes its kernels and stops.
 * @param args JupyterLab's own options; the path of a notebook opens that
 *   notebook
 * @returns JupyterLab's exit code
 */
export async function start(args: string[]): Promise<number> {
  const root = courseFolder();
  const python = coursePython(root);
  const options = {
    root,
    args,
    isRoot: process.getuid?.() === 0,
    isInteractive: process.stdout.isTTY && !process.env.CI,
  };
  console.log("Starting JupyterLab. Ctrl+C here stops it.");
  const server = spawn(python, jupyterLabArguments(options), {
    cwd: root,
    env: jupyterEnvironment(root),
    stdio: "inherit",
  });
  process.on("SIGINT", () => undefined);
  for (const signal of ["SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => server.kill("SIGTERM"));
  return new Promise((accept, reject) => {
    server.on("error", reject);
    server.on("exit", (code) => accept(code ?? 1));
  });
}

if (require.main === module) runMain(() => start(process.argv.slice(2)));
