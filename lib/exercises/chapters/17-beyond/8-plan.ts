import { after, draw, exercise, mistake, whole } from "../../author";

/** What a training run needs. */
export interface Plan {
  /** tokens to read */
  tokens: number;
  /** floating-point operations of the whole run */
  operations: number;
  /** weights, gradients and Adam's state, in 10^9 bytes */
  gigabytes: number;
  days: number;
}

/** Text, work, memory and time for a model of a size, at operations/second. */
export function planRun(parameters: number, speed: number): Plan {
  const tokens = 20 * parameters;
  const operations = 6 * parameters * tokens;
  return {
    tokens,
    operations,
    gigabytes: (16 * parameters) / 1e9,
    days: operations / speed / (24 * 3600),
  };
}

export default exercise(planRun, {
  title: "Plan a model a hundred times as large",
  task: "Return tokens (20 per parameter), operations (of all training, by the rule of thumb of exercise 17.1), gigabytes (10^9 bytes: weights, gradients and Adam's state, in 32 bits) and days at `speed` operations per second.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Start with the tokens. The work follows from parameters and tokens, and the time from the work.",
    "Exercise 17.2 has the memory: four numbers of 4 bytes per parameter. A day has 24 · 3600 seconds.",
    "tokens = 20 N, operations = 6 N tokens, gigabytes = 16 N / 1e9, days = operations / speed / 86400.",
  ],
  as: "myPlan",
  tolerance: 1e-12, // days upside down are 1e-10, and not 0
  firstCases: [
    [1e6, 1e9],
    [1e9, 1e14],
  ],
  randomCases: draw(5, (random) => [
    1000 * whole(random, 100, 90_000),
    1e9 * whole(random, 2, 900),
  ]),
  mistakes: [
    mistake(
      "the forward pass alone",
      "2 operations per parameter and token are the forward pass. Backward costs twice as much: 6 in all.",
      after({ operations: (n) => n / 3, days: (days) => days / 3 }),
    ),
    mistake(
      "the work of one token",
      "6 N is the work of one token. The run reads 20 N of them.",
      (parameters, speed) => ({
        ...planRun(parameters, speed),
        operations: 6 * parameters,
        days: (6 * parameters) / speed / 86_400,
      }),
    ),
    mistake(
      "one token per parameter",
      "That is one token per parameter. The rule says 20.",
      (parameters, speed) => ({
        ...planRun(parameters, speed),
        tokens: parameters,
        operations: 6 * parameters ** 2,
        days: (6 * parameters ** 2) / speed / 86_400,
      }),
    ),
    mistake(
      "the work of one token per parameter",
      "6 N is the work of one token, and 6 N · N that of N tokens. The run reads 20 N.",
      after({ operations: (n) => n / 20, days: (days) => days / 20 }),
    ),
    mistake(
      "the memory of the weights alone",
      "Training keeps four numbers per parameter: weight, gradient, and Adam's two means.",
      after({ gigabytes: (gb) => gb / 4 }),
    ),
    mistake(
      "the gradients are missing",
      "Weight and Adam's two means are three numbers. The gradient is the fourth.",
      after({ gigabytes: (gb) => 0.75 * gb }),
    ),
    mistake(
      "bytes, not gigabytes",
      "A gigabyte is a billion bytes: divide by 1e9.",
      after({ gigabytes: (gb) => 1e9 * gb }),
    ),
    mistake(
      "seconds instead of days",
      "operations / speed is in seconds. A day has 24 · 3600 of them.",
      after({ days: (days) => 86_400 * days }),
    ),
    mistake(
      "hours instead of days",
      "Those are hours. A day has 24.",
      after({ days: (days) => 24 * days }),
    ),
  ],
  alsoRight: (parameters, speed) => {
    const perToken = parameters * 6;
    const tokens = parameters * 20;
    const seconds = (perToken / speed) * tokens;
    const bytes = parameters * 4 * Float32Array.BYTES_PER_ELEMENT;
    return {
      tokens,
      operations: perToken * tokens,
      gigabytes: bytes / 1e9,
      days: seconds / 3600 / 24,
    };
  },
});
