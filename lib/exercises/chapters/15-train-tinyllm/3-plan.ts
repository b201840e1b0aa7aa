import { draw, exercise, mistake, whole } from "../../author";

/** What is known of a training run before it begins. */
export interface RunSize {
  /** tokens in the training text */
  tokens: number;
  /** tokens in a window */
  length: number;
  /** windows in a batch */
  batchSize: number;
  /** passes over the training text */
  epochs: number;
}

/** How long a training run is. */
export interface RunPlan {
  /** windows cut from the text, side by side */
  windows: number;
  stepsPerEpoch: number;
  totalSteps: number;
  /** tokens trained on, over all epochs */
  tokensSeen: number;
}

/** How many windows, steps and tokens a run has; the last batch may be small. */
export function planRun(run: RunSize): RunPlan {
  const { tokens, length, batchSize, epochs } = run;
  // a window needs one token more than it has inputs: its last target
  const windows = Math.floor((tokens - 1) / length);
  const stepsPerEpoch = Math.ceil(windows / batchSize);
  return {
    windows,
    stepsPerEpoch,
    totalSteps: epochs * stepsPerEpoch,
    tokensSeen: epochs * windows * length,
  };
}

/** A plan with another number of windows than it should have. */
function planWith(run: RunSize, windows: number): RunPlan {
  return planRun({ ...run, tokens: windows * run.length + 1 });
}

export default exercise(planRun, {
  title: "Find the bug: the length of a run",
  task: "Windows stand side by side; each needs one more token for its last target. A last, smaller batch counts as a step.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Try 9 tokens and windows of 4, then 8 tokens. How many windows have all their targets?",
    "4 inputs need 5 tokens: the target of the last input is the token after it.",
    "Of N tokens only N - 1 have a successor, so that many can be inputs.",
  ],
  as: "planRun",
  firstCases: [
    [{ tokens: 8, length: 4, batchSize: 1, epochs: 1 }],
    [{ tokens: 41, length: 4, batchSize: 4, epochs: 3 }],
    [{ tokens: 4, length: 4, batchSize: 2, epochs: 2 }],
    [{ tokens: 10, length: 3, batchSize: 5, epochs: 2 }],
  ],
  randomCases: draw(6, (random, c) => {
    const length = whole(random, 3, 16);
    const even = length * whole(random, 5, 40);
    return [
      {
        tokens: c % 2 === 0 ? even : even + whole(random, 1, length - 1),
        length,
        batchSize: whole(random, 2, 8),
        epochs: whole(random, 2, 5),
      },
    ];
  }),
  given: ({ tokens, length, batchSize, epochs }) => {
    const windows = Math.floor(tokens / length);
    const stepsPerEpoch = Math.ceil(windows / batchSize);
    const totalSteps = epochs * stepsPerEpoch;
    const tokensSeen = epochs * windows * length;
    return { windows, stepsPerEpoch, totalSteps, tokensSeen };
  },
  otherBugs: [
    [
      ["Math.floor(tokens / length)", "Math.floor((tokens - 1) / length)"],
      ["Math.ceil(windows / batchSize)", "Math.floor(windows / batchSize)"],
    ],
    [
      ["Math.floor(tokens / length)", "Math.floor((tokens - 1) / length)"],
      ["epochs * windows * length", "totalSteps * batchSize * length"],
    ],
  ],
  mistakes: [
    mistake(
      "the last, smaller batch is dropped",
      "The windows are right. What is left over for a last batch is trained on too: round up with `Math.ceil`.",
      (run) => {
        const plan = planRun(run);
        const stepsPerEpoch = Math.floor(plan.windows / run.batchSize);
        return {
          ...plan,
          stepsPerEpoch,
          totalSteps: run.epochs * stepsPerEpoch,
        };
      },
    ),
    mistake(
      "a whole window lost",
      "One token is missing at the end, not a whole window: N - 1, not N - length.",
      (run) => planRun({ ...run, tokens: run.tokens - run.length }),
    ),
    mistake(
      "always one window fewer",
      "Only a text that ends with a full window loses one, because the last target is missing. With 9 tokens and windows of 4 there are two.",
      (run) => planWith(run, Math.floor(run.tokens / run.length) - 1),
    ),
    mistake(
      "every batch counted as full",
      "The last batch of an epoch may be smaller. Count the windows, not the room for them.",
      (run) => {
        const plan = planRun(run);
        const { length, batchSize } = run;
        return { ...plan, tokensSeen: plan.totalSteps * batchSize * length };
      },
    ),
    mistake(
      "windows one token longer",
      "Each window reads length + 1 tokens, but neighbors share one: the last target of a window is the first input of the next.",
      (run) => planWith(run, Math.floor(run.tokens / (run.length + 1))),
    ),
    mistake(
      "the extra window rounded up",
      "A window that is not full is dropped: round windows down and batches up.",
      (run) => planWith(run, Math.ceil((run.tokens - 1) / run.length)),
    ),
  ],
  alsoRight: ({ tokens, length, batchSize, epochs }) => {
    let windows = 0;
    for (let s = 0; s + length < tokens; s += length) windows++;
    let stepsPerEpoch = 0;
    for (let w = 0; w < windows; w += batchSize) stepsPerEpoch++;
    return {
      windows,
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * epochs,
      tokensSeen: windows * length * epochs,
    };
  },
});
