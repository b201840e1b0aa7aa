import { between, times, whole } from "./cases";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "./exercise";

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

/** A loss over some text, and how long that text is. */
export interface TextLoss {
  /** mean nats per token */
  loss: number;
  /** tokens the text was cut into */
  tokens: number;
  /** UTF-8 bytes of the same text */
  bytes: number;
}

/** The same loss, in the two units in which models are compared. */
export interface Score {
  perplexity: number;
  bitsPerByte: number;
}

/** What chapter 15 asks for. */
export interface Answers15 {
  "15.1": (text: TextLoss) => Score;
  "15.2": number;
  "15.3": (run: RunSize) => RunPlan;
  "15.4": (
    documents: string[],
    fraction: number,
  ) => { train: string[]; validation: string[] };
}

/** Perplexity per token and bits per byte of a text, from its loss. */
export function scoreText(text: TextLoss): Score {
  const { loss, tokens, bytes } = text;
  const bitsPerToken = loss / Math.LN2;
  return {
    perplexity: Math.exp(loss),
    bitsPerByte: (bitsPerToken * tokens) / bytes,
  };
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
export function holdOut(
  documents: string[],
  fraction: number,
): { train: string[]; validation: string[] } {
  const count = Math.max(1, Math.floor(fraction * documents.length));
  const cut = documents.length - count;
  return { train: documents.slice(0, cut), validation: documents.slice(cut) };
}

const scoreExercise = functionExercise<Answers15["15.1"]>({
  kind: "write",
  id: "15.1",
  title: "Perplexity and bits per byte",
  task: "Turn a mean loss in nats per token into perplexity and bits per byte.",
  minutes: 8,
  difficulty: 2,
  points: 4,
  hints: [
    "Perplexity is e to the loss, in nats per token.",
    "A bit is ln 2 nats, so divide nats by `Math.LN2` to get bits.",
    "The text costs bits per token × tokens in all. Spread that over its bytes.",
  ],
  reference: scoreText,
  source: { file: "exercises/ch15.ts", name: "scoreText" },
  parameters: ["text"],
  cases: (random) => [
    [{ loss: Math.log(16), tokens: 100, bytes: 400 }],
    ...times(8, (): [TextLoss] => {
      const tokens = whole(random, 50, 500);
      const bytes = Math.round(tokens * between(random, 1.5, 5));
      return [{ loss: between(random, 0.5, 6), tokens, bytes }];
    }),
  ],
  mistakes: [
    {
      name: "nats per byte",
      code: ({ loss, tokens, bytes }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: (loss * tokens) / bytes,
      }),
      hint: "The loss is in nats. One bit is ln 2 = 0.693 nats: divide by `Math.LN2`.",
    },
    {
      name: "tokens and bytes swapped",
      code: ({ loss, tokens, bytes }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: ((loss / Math.LN2) * bytes) / tokens,
      }),
      hint: "A token holds several bytes, so bits per byte are fewer than bits per token. Multiply by tokens, divide by bytes.",
    },
    {
      name: "bits per token",
      code: ({ loss }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: loss / Math.LN2,
      }),
      hint: "That depends on how the text was cut. Spread the bits over bytes: times tokens, divided by bytes.",
    },
    {
      name: "2 to the power of nats",
      code: (text) => ({ ...scoreText(text), perplexity: 2 ** text.loss }),
      hint: "The bits per byte are right. Nats go with e: perplexity is `Math.exp(loss)`; 2 to the power goes with bits.",
    },
    {
      name: "multiplied by ln 2",
      code: ({ loss, tokens, bytes }) => ({
        perplexity: Math.exp(loss),
        bitsPerByte: (loss * Math.LN2 * tokens) / bytes,
      }),
      hint: "Bits are smaller than nats, so there must be more of them: divide by ln 2.",
    },
  ],
});

const firstLossExercise = numberExercise({
  kind: "predict",
  id: "15.2",
  title: "Predict: TinyLLM's first loss",
  task: "The vocabulary has 5000 tokens and nothing is trained yet. About which loss, in nats per token, will step 1 show?",
  minutes: 3,
  difficulty: 2,
  points: 2,
  hints: [
    "A model that knows nothing spreads its guesses about evenly.",
    "An even guess gives every token the probability 1/5000.",
    "The loss of an even guess among V tokens is ln V.",
  ],
  reference: Math.log(5000),
  unit: "nats per token",
  tolerance: 0.1,
  mistakes: [
    {
      name: "bits instead of nats",
      value: Math.log2(5000),
      hint: "That is in bits. The natural logarithm gives nats.",
    },
    {
      name: "the perplexity, not the loss",
      value: 5000,
      hint: "5000 is the perplexity of an even guess. The loss is its natural logarithm.",
    },
    {
      name: "the width instead of the vocabulary",
      value: Math.log(128),
      hint: "128 is the model's width. The guess is among the 5000 tokens of the vocabulary.",
    },
    {
      name: "the logarithm to base 10",
      value: Math.log10(5000),
      hint: "`Math.log10` is the logarithm to base 10. Nats need `Math.log`.",
    },
  ],
  explanation:
    "Fresh weights are small, so all logits are close to 0 and every token gets about 1/5000. " +
    "The loss is close to ln 5000 = **8.517** nats per token, a perplexity of about 5000. " +
    "A first loss far above that means that the initial weights are too large.",
});

const planExercise = functionExercise<Answers15["15.3"]>({
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
  source: { file: "exercises/ch15.ts", name: "planRun" },
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
      code: (run) => {
        const windows = Math.floor(run.tokens / (run.length + 1));
        const stepsPerEpoch = Math.ceil(windows / run.batchSize);
        return {
          windows,
          stepsPerEpoch,
          totalSteps: run.epochs * stepsPerEpoch,
          tokensSeen: run.epochs * windows * run.length,
        };
      },
      hint: "Each window reads length + 1 tokens, but neighbours share one: the last target of a window is the first input of the next.",
    },
    {
      name: "the extra window rounded up",
      code: (run) => {
        const windows = Math.ceil((run.tokens - 1) / run.length);
        const stepsPerEpoch = Math.ceil(windows / run.batchSize);
        return {
          windows,
          stepsPerEpoch,
          totalSteps: run.epochs * stepsPerEpoch,
          tokensSeen: run.epochs * windows * run.length,
        };
      },
      hint: "A window that is not full is dropped: round the windows down, the batches up.",
    },
  ],
});

const holdOutExercise = functionExercise<Answers15["15.4"]>({
  kind: "repair",
  id: "15.4",
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
  source: { file: "exercises/ch15.ts", name: "holdOut" },
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

/** Exercises of notebooks/15-train-tinyllm.ipynb. */
export const chapter15: ChapterExercises<Answers15> = {
  "15.1": scoreExercise,
  "15.2": firstLossExercise,
  "15.3": planExercise,
  "15.4": holdOutExercise,
};
