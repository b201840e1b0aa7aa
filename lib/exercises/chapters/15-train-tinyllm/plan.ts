import { times, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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
  source: {
    file: "exercises/chapters/15-train-tinyllm/plan.ts",
    name: "planRun",
    as: "planRun",
  },
  parameters: ["run"],
  cases: (random) => [
    [{ tokens: 8, length: 4, batchSize: 1, epochs: 1 }],
    [{ tokens: 41, length: 4, batchSize: 4, epochs: 3 }],
    [{ tokens: 4, length: 4, batchSize: 2, epochs: 2 }],
    [{ tokens: 10, length: 3, batchSize: 5, epochs: 2 }],
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
    const totalSteps = epochs * stepsPerEpoch;
    const tokensSeen = epochs * windows * length;
    return { windows, stepsPerEpoch, totalSteps, tokensSeen };
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
      name: "always one window fewer",
      code: (run) => planWith(run, Math.floor(run.tokens / run.length) - 1),
      hint: "Only a text that ends with a full window loses one, for want of a last target. With 9 tokens and windows of 4 there are two.",
    },
    {
      name: "every batch counted as full",
      code: (run) => {
        const plan = planRun(run);
        const { length, batchSize } = run;
        return { ...plan, tokensSeen: plan.totalSteps * batchSize * length };
      },
      hint: "The last batch of an epoch may be smaller. Count the windows, not the places for them.",
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
