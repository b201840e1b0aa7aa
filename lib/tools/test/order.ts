import { createRandom, shuffled } from "../../core/base/random";

/**
 * Seconds that the longest test files take on two cores of an AMD EPYC. Only
 * their ratios matter: they decide the order and the estimated time left. Every
 * other file takes about half a second.
 */
const SECONDS: Record<string, number> = {
  "tools/notebooks/chapters-00-06": 100,
  "tools/notebooks/chapters-07-11": 75,
  "tools/notebooks/chapters-12-14": 55,
  "tools/notebooks/chapters-15-19": 150,
  "tools/classroom/classroom": 95,
  "tools/notebooks/in-browser": 150,
  "tools/notebooks/saved-in-browser": 60,
  "tools/notebooks/execute": 35,
  "tools/bench/bench": 40,
  "kernel/ready": 20,
  "kernel/queue": 18,
  "kernel/outputs": 15,
  "tools/setup/start": 15,
  "kernel/interrupt": 13,
  "kernel/life": 13,
  "kernel/stock": 12,
  "tools/notebooks/advice": 12,
  "kernel/errors": 12,
  "kernel/variables": 11,
  "kernel/protocol": 10,
  "exercises/checker/graders": 8,
  "testing/mutants/mutants": 8,
  "tools/setup/packages": 7,
  "tools/setup/doctor": 7,
  "tools/setup/python": 6,
};

/**
 * Estimates how long a test file takes.
 * @param name its path below lib, without the ending, such as `"core/train"`
 * @returns seconds
 */
export function expectedSeconds(name: string): number {
  return SECONDS[name] ?? 0.6;
}

/** Hands out the test files, one at a time. */
export interface Queue {
  /** @param worker the number of the worker that asks, from 0 */
  next(worker: number): string | undefined;
}

/**
 * Decides the order of the test files. The first worker takes the shortest files
 * first, so that results appear at once; all others take the longest first, so
 * that no long file starts last.
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
