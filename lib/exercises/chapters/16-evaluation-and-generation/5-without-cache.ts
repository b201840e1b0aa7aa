import { combine, mistake, prediction, varied } from "../../author";

const withoutCache = (n: number) =>
  prediction((n * (n + 1)) / 2, {
    title: "Predict: work without a cache",
    task: `From a prompt of one token a model writes ${n} more. Without a cache it reads the whole text again for each. How many positions does it compute in all?`,
    effort: { minutes: 4, difficulty: 2, points: 1 },
    hints: [
      "For the first new token it reads 1 position, for the second 2.",
      `For the last of ${n} it reads ${n}: the prompt and ${n - 1} of its own.`,
      `1 + 2 + ... + ${n}: pair the first with the last.`,
    ],
    unit: "positions",
    tolerance: 0,
    mistakes: [
      mistake(
        "with the cache",
        "That is the work with a cache, where each position is computed once.",
        n,
      ),
      mistake(
        "each token once",
        "That counts every token once. Without a cache the text so far is read again for each new one.",
        n + 1,
      ),
      mistake(
        "always the whole length",
        "The text is shorter in the beginning: 1, 2, 3, ... positions.",
        n ** 2,
      ),
      mistake(
        "one term too few",
        `The last new token needs all ${n} before it: the sum ends with ${n}.`,
        (n * (n - 1)) / 2,
      ),
      mistake(
        "one term too many",
        `The last new token is written, but never read: the sum ends with ${n}.`,
        (n * (n + 1)) / 2 + n + 1,
      ),
      mistake(
        "the new token is counted too",
        "It reads the text so far. For the first new token that is the prompt alone, 1 position.",
        (n * (n + 1)) / 2 + n,
      ),
      mistake(
        `half of ${n} × ${n}`,
        `Nearly. Pair the first with the last: 1 + ${n}, 2 + ${n - 1}, ... are ${n / 2} pairs of ${n + 1}.`,
        n ** 2 / 2,
      ),
      mistake(
        "not halved",
        `${n} × ${n + 1} counts every pair twice. In the beginning the text is short: 1, 2, 3, ... positions.`,
        n * (n + 1),
      ),
    ],
    explanation: `1 + 2 + … + ${n} = ${n} · ${n + 1} / 2 = **${(n * (n + 1)) / 2}**. With the cache it is ${n}: one position per token.`,
  });

export default varied(withoutCache, [100], combine([40, 60, 80, 120, 200]));
