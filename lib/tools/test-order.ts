import { createRandom, shuffled } from "../core/random";

/**
 * Seconds that the longest test files take on two cores of an AMD EPYC. Only
 * their ratios matter: they decide the order and the time left. Every other
 * file takes about half a second.
 */
const SECONDS: Record<string, number> = {
  "tools/chapters-00-06": 80,
  "tools/chapters-07-11": 70,
  "tools/chapters-12-14": 45,
  "tools/chapters-15-18": 75,
  "tools/classroom": 45,
  "tools/browser": 150,
  "tools/bench": 20,
  "tools/execute": 20,
  "tools/python": 10,
  "tools/start": 5,
  "jupyter/life": 15,
  "jupyter/ready": 10,
  "jupyter/errors": 8,
  "jupyter/interrupt": 12,
  "jupyter/outputs": 6,
  "jupyter/queue": 6,
  "jupyter/stock": 12,
  "exercises/check": 8,
  "exercises/graders": 6,
};

/**
 * How long a test file takes, roughly.
 * @param name its path below lib, without the ending, such as `"core/train"`
 * @returns seconds
 */
export function expectedSeconds(name: string): number {
  return SECONDS[name] ?? 0.5;
}

/** Hands out the test files, one at a time, until none is left. */
export interface Queue {
  /** @param worker the number of the worker that asks, from 0 */
  next(worker: number): string | undefined;
}

/**
 * Decides the order of the test files. The first worker takes the shortest
 * files first, so that results come at once; all others take the longest, so
 * that none of them is started last.
 * @param names the files
 * @param seed shuffles them instead, the same way for the same seed
 */
export function createQueue(names: readonly string[], seed?: number): Queue {
  const byLength = [...names].sort(
    (a, b) => expectedSeconds(a) - expectedSeconds(b) || (a < b ? -1 : 1),
  );
  const waiting =
    seed === undefined ? byLength : shuffled(byLength, createRandom(seed));
  return {
    next: (worker) =>
      worker === 0 || seed !== undefined ? waiting.shift() : waiting.pop(),
  };
}
