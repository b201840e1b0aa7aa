import {
  after,
  draw,
  exercise,
  mistake,
  scaled,
  times,
  total,
  vector,
  whole,
} from "../../author";

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

const tokensOf = (shares: Share[]): number =>
  total(shares.map(({ tokens }) => tokens));

export default exercise(meanOfWorkers, {
  title: "Find the bug: one gradient from many workers",
  task: "Return the gradient of the mean loss over the tokens of all workers, from each worker's own mean gradient and its number of tokens.",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "Two workers read 3 tokens and 1 token. Whose mean should count more?",
    "A mean times its number of tokens is a sum again.",
    "Add tokens * gradient over the workers, divide by all tokens.",
  ],
  as: "myMeanOfWorkers",
  firstCases: [
    [
      [
        { gradient: [2, 4], tokens: 3 },
        { gradient: [6, 0], tokens: 1 },
      ],
    ],
    [[{ gradient: [-1, 2, 0.5], tokens: 7 }]],
  ],
  randomCases: draw(6, (random, c) => {
    const n = whole(random, 2, 4);
    return [
      times(2 + (c % 3), (w) => ({
        gradient: vector(random, n),
        tokens: whole(random, 1, 4) + 6 * w,
      })),
    ];
  }),
  given: (shares) => {
    const mean = shares[0].gradient.map(() => 0);
    for (const { gradient } of shares)
      gradient.forEach((g, i) => {
        mean[i] += g / shares.length;
      });
    return mean;
  },
  otherBugs: [
    [
      ["const { gradient } of", "const { gradient, tokens } of"],
      ["g / shares.length", "(g * tokens) / shares.length / shares[0].tokens"],
    ],
  ],
  mistakes: [
    mistake(
      "the gradients added up",
      "A sum of means grows with the number of workers. Weigh each by its tokens and divide by all tokens.",
      (shares) => scaled(plainMean(shares), shares.length),
    ),
    mistake(
      "not divided by all tokens",
      "That is the gradient of the summed loss. Divide by the tokens of all workers.",
      after((mean, shares) => scaled(mean, tokensOf(shares))),
    ),
    mistake(
      "divided by the workers",
      "You weigh by tokens, so divide by tokens, not by the number of workers.",
      after((mean, shares) => scaled(mean, tokensOf(shares) / shares.length)),
    ),
    mistake(
      "not weighed by tokens",
      "You divide by all tokens, but each mean still counts once. Multiply it by its own tokens first.",
      (shares) => scaled(plainMean(shares), shares.length / tokensOf(shares)),
    ),
    mistake(
      "each divided by its tokens",
      "A worker's gradient is a mean already, divided by its tokens. Multiply by them to get its sum back.",
      (shares) =>
        plainMean(
          shares.map(({ gradient, tokens }) => ({
            gradient: gradient.map((g) => (g * shares.length) / tokens),
            tokens,
          })),
        ),
    ),
    mistake(
      "the first worker alone",
      "Each worker saw other text. All of them count.",
      (shares) => [...shares[0].gradient],
    ),
  ],
  alsoRight: ([first, ...rest]) => {
    let seen = first.tokens;
    const mean = [...first.gradient];
    for (const { gradient, tokens } of rest) {
      seen += tokens;
      gradient.forEach((g, i) => (mean[i] += ((g - mean[i]) * tokens) / seen));
    }
    return mean;
  },
});
