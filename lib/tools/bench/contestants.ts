import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that runs training steps on request. */
export interface Contestant {
  name: string;
  /** Sends a line of JSON and waits for the answer. */
  ask<T>(request: Record<string, unknown>): Promise<T>;
  end(): void;
}

/** Environment variables that would tune one program but not the others. */
const LEFT_OUT = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"];

/**
 * Starts a contestant as a separate program, so that its memory can be measured.
 * It reads one line of JSON per request and answers with one.
 *
 * @param name its name in tables
 * @param line executable and arguments
 */
export function startContestant(
  name: string,
  [file, ...args]: readonly string[],
): Contestant {
  const environment = { ...process.env };
  for (const variable of LEFT_OUT) delete environment[variable];
  const child = spawn(file, args, {
    env: environment,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const errors = collectErrors(child);
  const waiting: ((line: string | undefined) => void)[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (line) => waiting.shift()?.(line));
  lines.on("close", () =>
    waiting.splice(0).forEach((answer) => answer(undefined)),
  );
  child.on("error", () => lines.close());

  async function ask<T>(request: Record<string, unknown>): Promise<T> {
    child.stdin.write(JSON.stringify(request) + "\n");
    const line = await new Promise<string | undefined>((answer) =>
      waiting.push(answer),
    );
    if (line === undefined) {
      throw new Error(`bench: ${name} has ended.\n${errors()}`);
    }
    return JSON.parse(line) as T;
  }

  return { name, ask, end: () => void child.kill() };
}

function collectErrors(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.on("data", (part: Buffer) => (text += String(part)));
  child.stdin?.on("error", () => {});
  return () => text.slice(-2000);
}
