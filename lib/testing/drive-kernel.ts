/** Drives a kernel for tests, through a real Jupyter client. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface, type Interface } from "node:readline";

import { installKernel } from "../kernel/install";

/** A message that belongs to a cell; the fields depend on its type. */
export interface Message {
  type: string;
  /** The id of the request that it answers. */
  parent: string;
  name?: string;
  text?: string;
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  transient?: { display_id?: string };
  execution_count?: number;
  execution_state?: string;
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** The result of one cell. */
export interface CellRun {
  reply: Message & { status: string; seconds: number };
  messages: Message[];
  /** Seconds from sending until the kernel was idle again. */
  seconds: number;
}

/** One cell to run. */
export interface CellRequest {
  code: string;
  stop_on_error?: boolean;
  silent?: boolean;
  store_history?: boolean;
  user_expressions?: Record<string, string>;
}

/** A request of any type, and the channel to send it on. */
export interface Question {
  type: string;
  content: object;
  channel?: "shell" | "control";
}

/**
 * An action `wait` seconds after a message contains the text `when`: to ask
 * something, or else to press the stop button.
 */
export interface Event {
  when: string;
  wait?: number;
  ask?: Question;
}

const REPOSITORY = join(__dirname, "..", "..", "..");
const SCRIPT = join(__dirname, "..", "..", "testing", "drive-kernel.py");

/** The Python that has Jupyter: the course's own, or `TINYLLM_PYTHON`. */
export function findPython(): string {
  const inFolder =
    process.platform === "win32"
      ? ["Scripts", "python.exe"]
      : ["bin", "python"];
  const python =
    process.env.TINYLLM_PYTHON ?? join(REPOSITORY, ".venv", ...inFolder);
  if (existsSync(python)) return python;
  throw new Error(
    `No Python at ${python}: run npm run setup, which installs it.`,
  );
}

/** A running kernel and the client that drives it. */
export class KernelDriver {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    private readonly prefix: string,
  ) {}

  /**
   * Installs the kernel into a fresh folder and starts it.
   *
   * @param kind our kernel, or unmodified tslab
   */
  static async start(kind: "ours" | "stock" = "ours"): Promise<KernelDriver> {
    const prefix = mkdtempSync(join(tmpdir(), "a kernel "));
    if (kind === "ours") installKernel({ prefix });
    else installStock(prefix);
    const child = spawn(findPython(), [SCRIPT], {
      cwd: join(REPOSITORY, "notebooks"),
      env: { ...process.env, JUPYTER_PATH: join(prefix, "share", "jupyter") },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines: Interface = createInterface({ input: child.stdout });
    const driver = new KernelDriver(
      child,
      lines[Symbol.asyncIterator](),
      prefix,
    );
    await driver.readLine();
    return driver;
  }

  /** Sends one command of drive-kernel.py and returns its answer. */
  async call<T>(command: string, options: object = {}): Promise<T> {
    const line = JSON.stringify({ do: command, ...options });
    this.child.stdin!.write(`${line}\n`);
    const { answer, error } = (await this.readLine()) as {
      answer: T;
      error?: string;
    };
    if (error !== undefined) throw new Error(`drive-kernel.py: ${error}`);
    return answer;
  }

  /** Runs one cell. */
  async run(code: string, ...meanwhile: Event[]): Promise<CellRun> {
    const { cells } = await this.runAll([{ code }], meanwhile);
    return cells[0];
  }

  /**
   * Sends several cells at once, as "Run all" does.
   *
   * @param cells the cells to run
   * @param meanwhile actions while they run
   * @param delay seconds that each cell after the first is delayed on its way
   */
  runAll(
    cells: CellRequest[],
    meanwhile: Event[] = [],
    delay = 0,
  ): Promise<{ cells: CellRun[]; asked: CellRun["reply"][] }> {
    return this.call("run", { cells, meanwhile, delay });
  }

  /** Sends a request and returns the reply. */
  ask<T>(type: string, content: object): Promise<T> {
    return this.call("ask", { type, content });
  }

  /** Ends the kernel and the client. */
  async close(): Promise<void> {
    await this.call("close");
    this.child.stdin!.end();
    await once(this.child, "exit");
    rmSync(this.prefix, { recursive: true });
  }

  private async readLine(): Promise<unknown> {
    const line = await this.lines.next();
    if (line.done) throw new Error("drive-kernel.py ended without an answer.");
    return JSON.parse(line.value) as unknown;
  }
}

/** Installs tslab itself, without our launcher. */
function installStock(prefix: string): void {
  const tslab = dirname(require.resolve("tslab/package.json"));
  const folder = join(prefix, "share", "jupyter", "kernels", "tslab");
  const launch = [process.execPath, join(tslab, "bin", "tslab"), "kernel"];
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "kernel.json"),
    JSON.stringify({
      argv: [...launch, "--config-path", "{connection_file}"],
      display_name: "TypeScript",
      language: "typescript",
    }),
  );
}
