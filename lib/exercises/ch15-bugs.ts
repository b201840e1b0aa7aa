import { between, times, whole } from "./cases";
import { functionExercise, type ExerciseFor } from "./exercise";

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

/** Documents to train on, and documents to judge by. */
export interface HeldOut {
  train: string[];
  validation: string[];
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

/** Holds out the last documents, one at least, and trains on the others. */
export function holdOut(documents: string[], fraction: number): HeldOut {
  const count = Math.max(1, Math.floor(fraction * documents.length));
  const cut = documents.length - count;
  return { train: documents.slice(0, cut), validation: documents.slice(cut) };
}

/** A plan with another number of windows than it should have. */
function planWith(run: RunSize, windows: number): RunPlan {
  return planRun({ ...run, tokens: windows * run.length + 1 });
}

/** Exercise 15.3. */
export const planExercise: ExerciseFor<typeof planRun> = functionExercise<
  typeof planRun
>({
  kind: "repair",
  id: "15.3",
  title: "Find the bug: the length of a run",
  task: "Windows stand side by side; each needs one more token for its last target. A last, smaller batch counts as a step.",
  minutes: 8,
  difficulty: 2,
  points: 4,
  hints: [
    "Try 9 tokens and windows of 4, then 8 tokens. How many windows have all their targets?",
    "4 inputs need 5 tokens: the target of the last input is the token after it.",
    "Of N tokens only N - 1 have a successor, so that many can be inputs.",
  ],
  reference: planRun,
  source: { file: "exercises/ch15-bugs.ts", name: "planRun" },
  parameters: ["run"],
  cases: (random) => [
    [{ tokens: 8, length: 4, batchSize: 1, epochs: 1 }],
    [{ tokens: 41, length: 4, batchSize: 4, epochs: 3 }],
    ...times(6, (c): [RunSize] => {
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
  ],
  given: ({ tokens, length, batchSize, epochs }) => {
    const windows = Math.floor(tokens / length);
    const stepsPerEpoch = Math.ceil(windows / batchSize);
    return {
      windows,
      stepsPerEpoch,
      totalSteps: epochs * stepsPerEpoch,
      tokensSeen: epochs * windows * length,
    };
  },
  mistakes: [
    {
      name: "the last, smaller batch is dropped",
      code: (run) => {
        const plan = planRun(run);
        const stepsPerEpoch = Math.floor(plan.windows / run.batchSize);
        return {
          ...plan,
          stepsPerEpoch,
          totalSteps: run.epochs * stepsPerEpoch,
        };
      },
      hint: "The windows are right. What is left over for a last batch is trained on too: round up with `Math.ceil`.",
    },
    {
      name: "a whole window lost",
      code: (run) => planRun({ ...run, tokens: run.tokens - run.length }),
      hint: "One token is missing at the end, not a whole window: N - 1, not N - length.",
    },
    {
      name: "windows one token longer",
      code: (run) => planWith(run, Math.floor(run.tokens / (run.length + 1))),
      hint: "Each window reads length + 1 tokens, but neighbours share one: the last target of a window is the first input of the next.",
    },
    {
      name: "the extra window rounded up",
      code: (run) => planWith(run, Math.ceil((run.tokens - 1) / run.length)),
      hint: "A window that is not full is dropped: round the windows down, the batches up.",
    },
  ],
});

/** Exercise 15.1. */
export const holdOutExercise: ExerciseFor<typeof holdOut> = functionExercise<
  typeof holdOut
>({
  kind: "repair",
  id: "15.1",
  title: "Find the bug: a validation loss too good to be true",
  task: "The last floor(fraction x documents) documents are for validation, one at least; no document is in both parts.",
  minutes: 8,
  difficulty: 3,
  points: 4,
  hints: [
    "Split 10 documents with fraction 0.2, then 5 documents with 0.1. Look at both parts.",
    "With few documents `count` becomes 0. What do `slice(0, n)` and `slice(-0)` give?",
    "Make `count` at least 1, and cut both parts at the same place: `slice(0, cut)`, `slice(cut)`.",
  ],
  reference: holdOut,
  source: { file: "exercises/ch15-bugs.ts", name: "holdOut" },
  parameters: ["documents", "fraction"],
  cases: (random) =>
    [
      [10, 0.2],
      [5, 0.1],
      [2, 0.25],
      ...times(6, () => [whole(random, 3, 14), between(random, 0.03, 0.45)]),
    ].map(([count, fraction]): [string[], number] => [
      times(count, (n) => `document ${n + 1}`),
      fraction,
    ]),
  given: (documents, fraction) => {
    const count = Math.floor(fraction * documents.length);
    return {
      train: documents.slice(0, documents.length - count),
      validation: documents.slice(-count),
    };
  },
  mistakes: [
    {
      name: "trained on everything",
      code: (documents, fraction) => ({
        ...holdOut(documents, fraction),
        train: [...documents],
      }),
      hint: "The validation documents are still in `train`: the model is asked what it has read. Cut them out.",
    },
    {
      name: "no validation at all",
      code: (documents, fraction) => {
        const cut = documents.length - Math.floor(fraction * documents.length);
        return {
          train: documents.slice(0, cut),
          validation: documents.slice(cut),
        };
      },
      hint: "No document is in both parts any more, but a small collection gets no validation. Hold out one at least.",
    },
    {
      name: "the first documents held out",
      code: (documents, fraction) => {
        const count = holdOut(documents, fraction).validation.length;
        return {
          train: documents.slice(count),
          validation: documents.slice(0, count),
        };
      },
      hint: "The parts are apart, which matters most; but asked for are the last documents.",
    },
    {
      name: "the parts swapped",
      code: (documents, fraction) => {
        const { train, validation } = holdOut(documents, fraction);
        return { train: validation, validation: train };
      },
      hint: "Most of the text is for training, and a small part for validation.",
    },
    {
      name: "one document in both parts",
      code: (documents, fraction) => {
        const { train, validation } = holdOut(documents, fraction);
        return { train: [...train, validation[0]], validation };
      },
      hint: "`slice(0, end)` leaves `end` out. Cut both parts at the same place, without a + 1.",
    },
  ],
});
