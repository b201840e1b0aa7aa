import { times, vector, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** What one worker sends: its mean gradient and how many tokens it read. */
export interface Share {
  gradient: number[];
  tokens: number;
}

/** The gradient of the mean loss over the tokens of all workers. */
export function meanOfWorkers(shares: Share[]): number[] {
  const all = shares.reduce((sum, { tokens }) => sum + tokens, 0);
  return shares[0].gradient.map((_, i) => {
    let sum = 0;
    for (const { gradient, tokens } of shares) sum += tokens * gradient[i];
    return sum / all;
  });
}

function plainMean(shares: Share[]): number[] {
  return meanOfWorkers(shares.map((share) => ({ ...share, tokens: 1 })));
}

/** Exercise 17.3. */
export const splitExercise: ExerciseFor<typeof meanOfWorkers> =
  functionExercise<typeof meanOfWorkers>({
    kind: "repair",
    id: "17.3",
    title: "Find the bug: workers of unequal size",
    task: "Return the gradient of the mean loss over the tokens of all workers, from each worker's own mean gradient and its number of tokens.",
    minutes: 8,
    difficulty: 2,
    points: 3,
    hints: [
      "Two workers read 3 tokens and 1 token. Whose mean should count more?",
      "A mean times its number of tokens is a sum again.",
      "Add tokens * gradient over the workers, divide by all tokens.",
    ],
    reference: meanOfWorkers,
    source: {
      file: "exercises/chapters/17-beyond/workers.ts",
      name: "meanOfWorkers",
      as: "myMeanOfWorkers",
    },
    parameters: ["shares"],
    cases: (random) => [
      [
        [
          { gradient: [2, 4], tokens: 3 },
          { gradient: [6, 0], tokens: 1 },
        ],
      ],
      [[{ gradient: [-1, 2, 0.5], tokens: 7 }]],
      ...times(6, (c): [Share[]] => {
        const n = whole(random, 2, 4);
        return [
          times(2 + (c % 3), (w) => ({
            gradient: vector(random, n),
            tokens: whole(random, 1, 4) + 6 * w,
          })),
        ];
      }),
    ],
    given: (shares) => {
      const mean = shares[0].gradient.map(() => 0);
      for (const { gradient } of shares)
        gradient.forEach((g, i) => {
          mean[i] += g / shares.length;
        });
      return mean;
    },
    mistakes: [
      {
        name: "the gradients added up",
        code: (shares) => plainMean(shares).map((g) => g * shares.length),
        hint: "A sum of means grows with the number of workers. Weigh each by its tokens and divide by all tokens.",
      },
      {
        name: "not divided by all tokens",
        code: (shares) => {
          const all = shares.reduce((sum, { tokens }) => sum + tokens, 0);
          return meanOfWorkers(shares).map((g) => g * all);
        },
        hint: "That is the gradient of the summed loss. Divide by the tokens of all workers.",
      },
      {
        name: "divided by the workers",
        code: (shares) => {
          const all = shares.reduce((sum, { tokens }) => sum + tokens, 0);
          return meanOfWorkers(shares).map((g) => (g * all) / shares.length);
        },
        hint: "You weigh by tokens, so divide by tokens, not by the number of workers.",
      },
      {
        name: "not weighed by tokens",
        code: (shares) => {
          const all = shares.reduce((sum, { tokens }) => sum + tokens, 0);
          return plainMean(shares).map((g) => (g * shares.length) / all);
        },
        hint: "You divide by all tokens, but each mean still counts once. Multiply it by its own tokens first.",
      },
      {
        name: "each divided by its tokens",
        code: (shares) =>
          plainMean(
            shares.map(({ gradient, tokens }) => ({
              gradient: gradient.map((g) => (g * shares.length) / tokens),
              tokens,
            })),
          ),
        hint: "A worker's gradient is a mean already, divided by its tokens. Multiply by them to get its sum back.",
      },
      {
        name: "the first worker alone",
        code: (shares) => [...shares[0].gradient],
        hint: "Each worker saw other text. All of them count.",
      },
    ],
  });
