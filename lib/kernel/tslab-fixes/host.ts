import type * as TypeScript from "typescript";

import { NEWEST_LIB, newestLib } from "./newest-lib";
import { ts } from "../typescript";

type Watch = typeof TypeScript.createWatchCompilerHost;
type Timers = Pick<TypeScript.System, "setTimeout" | "clearTimeout">;

/**
 * How tslab asks for its compiler: with the types of what this Node has, and
 * with timers that allow files to change at any time.
 */
export const createWatchCompilerHost: Watch = ((
  rootNames: string[],
  options: TypeScript.CompilerOptions,
  system: TypeScript.System,
  ...rest: never[]
) => {
  const create = ts.createWatchCompilerHost as (
    ...args: unknown[]
  ) => ReturnType<Watch>;
  const isNewest = (path: string): boolean => path.endsWith(`/${NEWEST_LIB}`);
  const ours = Object.assign(Object.create(system) as TypeScript.System, {
    ...patientTimers(system),
    readFile: (path: string, encoding?: string) =>
      isNewest(path) ? newestLib() : system.readFile(path, encoding),
    fileExists: (path: string) => isNewest(path) || system.fileExists(path),
  });
  const lib = ["lib.es2023.d.ts", NEWEST_LIB];
  return create(rootNames, { ...options, lib }, ours, ...rest);
}) as Watch;

/**
 * tslab expects one timer at a time: that the compiler wants to look at the
 * changed sources. But the compiler has others, when a file appears or changes
 * beside the notebook. So tslab gets one that stands for all.
 *
 * @param system tslab's, whose timers tslab runs before it needs the compiler
 */
export function patientTimers(system: Timers): Timers {
  const waiting = new Set<() => void>();
  let isSet = false;
  const runAll = (): void => {
    for (const timer of waiting) {
      waiting.delete(timer);
      timer(); // may set others
    }
    isSet = false;
  };
  return {
    setTimeout: (callback: (...args: unknown[]) => void, _, ...args) => {
      const timer = (): void => callback(...(args as unknown[]));
      waiting.add(timer);
      if (!isSet) {
        isSet = true;
        system.setTimeout?.(runAll, 0);
      }
      return timer;
    },
    clearTimeout: (timer: () => void) => {
      waiting.delete(timer);
    },
  };
}
