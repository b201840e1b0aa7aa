/**
 * Is loaded into a kernel before anything else (`node --require`), and appends a
 * line to a file of the kernel's folder when a phase of its work begins or
 * ends: the time in milliseconds, and one of {@link HOOKS}. The lines survive
 * the death of the kernel. The kernel computes as without it.
 */
import { openSync, writeSync } from "node:fs";
import { basename } from "node:path";
import { isMainThread } from "node:worker_threads";

import { LOG } from "./phase-log";

type Work = (...args: unknown[]) => unknown;
type Describe = (args: unknown[]) => string | undefined;

/** What is observed: module, name, and the phase that a call begins. */
const HOOKS: [string, string, Describe][] = [
  ["files/checkpoint-folder", "findCheckpoint", () => "resume"],
  ["core/training/evaluate", "evaluate", () => "validation"],
  ["core/model/generate", "generate", () => "sampling"],
  ["core/base/replace-file", "replaceFile", ([path]) => savedName(path)],
];

function savedName(path: unknown): string | undefined {
  return /checkpoints.*safetensors$/.test(String(path))
    ? `save ${basename(String(path))}`
    : undefined;
}

// Worker threads load this file too.
if (isMainThread) observe();

function observe(): void {
  const file = openSync(LOG, "a");
  const log = (text: string): void => {
    writeSync(file, `${Date.now()} ${text}\n`);
  };
  log(`kernel ${process.pid}`);
  for (const [path, name, describe] of HOOKS) {
    const owner = load(path);
    const work = owner[name];
    owner[name] = (...args) => {
      const phase = describe(args);
      if (phase === undefined) return work(...args);
      log(phase);
      return after(work(...args), () => log(`after ${phase}`));
    };
  }
  const { prototype } = load("core/model/tinyllm").TinyLLM as unknown as {
    prototype: Record<string, Work>;
  };
  const work = prototype.lossAndGradients;
  prototype.lossAndGradients = function (batch, step) {
    if (typeof step === "number") log(`step ${step}`);
    return work.call(this, batch, step);
  };
}

function load(path: string): Record<string, Work> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require(`../../${path}`) as Record<string, Work>;
}

/** Calls `done` when a result is there, also if it is a promise. */
function after(result: unknown, done: () => void): unknown {
  if (result instanceof Promise) return result.finally(done);
  done();
  return result;
}
