import {
  after,
  between,
  draw,
  exercise,
  mistake,
  times,
  total,
  whole,
} from "../../author";

/** Mean nats per token over batches of different sizes. */
export function meanLoss(batches: { loss: number; tokens: number }[]): number {
  let sum = 0;
  let total = 0;
  for (const { loss, tokens } of batches) {
    sum += loss * tokens;
    total += tokens;
  }
  return sum / total;
}

const tokensOf = (batches: { tokens: number }[]): number =>
  total(batches.map(({ tokens }) => tokens));

export default exercise(meanLoss, {
  title: "The loss of all tokens",
  task: "Return the mean loss per token over batches of different sizes.",
  effort: { minutes: 5, difficulty: 2, points: 3 },
  hints: [
    "A batch's loss is a mean. How many nats did all its tokens cost together?",
    "Sum up loss × tokens, and sum up tokens.",
    "Divide the first sum by the second.",
  ],
  as: "myMean",
  firstCase: [
    [
      { loss: 2, tokens: 30 },
      { loss: 6, tokens: 10 },
    ],
  ],
  randomCases: draw(6, (random) => [
    times(whole(random, 2, 5), (b) => ({
      loss: between(random, 1, 6),
      tokens: 10 * (b + 1) + whole(random, 1, 8),
    })),
  ]),
  mistakes: [
    mistake(
      "the mean of means",
      "A small last batch counts as much as a full one. Weigh each batch by its tokens.",
      (batches) => total(batches.map(({ loss }) => loss)) / batches.length,
    ),
    mistake(
      "the sum, not the mean",
      "That is what all tokens cost together. Divide by how many there are.",
      after((mean, batches) => mean * tokensOf(batches)),
    ),
    mistake(
      "divided by the number of batches",
      "Nats per batch are not nats per token: divide by all tokens.",
      after((mean, batches) => (mean * tokensOf(batches)) / batches.length),
    ),
  ],
  alsoRight: (batches) => {
    const total = batches.reduce((sum, { tokens }) => sum + tokens, 0);
    return batches.reduce((m, b) => m + (b.tokens / total) * b.loss, 0);
  },
});
