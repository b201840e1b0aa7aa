import { mistake, prediction } from "../../author";

export default prediction(5050, {
  title: "Predict: work without a cache",
  task: "From a prompt of one token a model writes 100 more. Without a cache it reads the whole text again for each. How many positions does it compute in all?",
  effort: { minutes: 4, difficulty: 2, points: 1 },
  hints: [
    "For the first new token it reads 1 position, for the second 2.",
    "For the hundredth it reads 100: the prompt and 99 of its own.",
    "1 + 2 + ... + 100: pair the first with the last.",
  ],
  unit: "positions",
  tolerance: 0,
  mistakes: [
    mistake(
      "with the cache",
      "That is the work with a cache, where each position is computed once.",
      100,
    ),
    mistake(
      "each token once",
      "That counts every token once. Without a cache the text so far is read again for each new one.",
      101,
    ),
    mistake(
      "always the whole length",
      "The text is shorter in the beginning: 1, 2, 3, ... positions.",
      10000,
    ),
    mistake(
      "one term too few",
      "The last new token needs all 100 before it: the sum ends with 100.",
      4950,
    ),
    mistake(
      "one term too many",
      "The hundredth new token is written, but never read: the sum ends with 100.",
      5151,
    ),
    mistake(
      "the new token is counted too",
      "It reads the text so far. For the first new token that is the prompt alone, 1 position.",
      5150,
    ),
    mistake(
      "half of 100 × 100",
      "Nearly. Pair the first with the last: 1 + 100, 2 + 99, ... are 50 pairs of 101.",
      5000,
    ),
    mistake(
      "not halved",
      "100 × 101 counts every pair twice. In the beginning the text is short: 1, 2, 3, ... positions.",
      10100,
    ),
  ],
  explanation:
    "1 + 2 + … + 100 = 100 · 101 / 2 = **5050**. With the cache it is 100: one position per token.",
});
