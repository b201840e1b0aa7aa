import { createRandom, shuffled } from "../core/random";

/**
 * Seconds that the longest test files take on two cores of an AMD EPYC. Only
 * their ratios matter: they decide the order and the time left. Every other
 * file takes about half a second.
 */
const SECONDS: Record<string, number> = {
  "tools/chapters-00-06": 100,
  "tools/chapters-07-11": 75,
  "tools/chapters-12-14": 55,
  "tools/chapters-15-18": 95,
  "tools/classroom": 95,
  "tools/browser": 150,
  "tools/browser-saved": 60,
  "tools/execute": 35,
  "tools/bench": 25,
  "jupyter/ready": 20,
  "jupyter/queue": 18,
  "jupyter/outputs": 15,
  "tools/start": 15,
  "jupyter/interrupt": 13,
  "jupyter/life": 13,
  "jupyter/stock": 12,
  "tools/advice": 12,
  "jupyter/errors": 12,
  "jupyter/variables": 11,
  "jupyter/protocol": 10,
  "exercises/graders": 8,
  "tools/mutants": 8,
  "tools/packages": 7,
  "tools/doctor": 7,
  "tools/python": 6,
};

/**
 * How long a test file takes, roughly.
 * @param name its path below lib, without the ending, such as `"core/train"`
 * @returns seconds
 */
export function expectedSeconds(name: string): number {
  return SECONDS[name] ?? 0.6;
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
