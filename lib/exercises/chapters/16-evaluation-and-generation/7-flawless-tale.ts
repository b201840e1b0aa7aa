import { mistake, prediction } from "../../author";

export default prediction(0.99 ** 270, {
  title: "Predict: a tale without a mistake",
  task: "A model is right at 99 of 100 tokens, and one mistake does not bring about the next. A tale has 270 tokens. What share of its tales has no mistake at all, as a number from 0 to 1?",
  effort: { minutes: 4, difficulty: 2, points: 2 },
  hints: [
    "How likely is it that two tokens in a row are right?",
    "0.99 · 0.99. And three: 0.99 · 0.99 · 0.99.",
    "For all 270 tokens: 0.99 to the power of 270, in TypeScript `0.99 ** 270`.",
  ],
  unit: "of the tales",
  tolerance: 0.001,
  mistakes: [
    mistake(
      "one token",
      "So often one token is right. For a tale without a mistake, all 270 must be.",
      0.99,
    ),
    mistake(
      "the tales with a mistake",
      "That is the share of tales with at least one mistake. Subtract it from 1.",
      1 - 0.99 ** 270,
    ),
    mistake(
      "in percent",
      "That is the share in percent. As a number from 0 to 1 it is a hundredth of that.",
      100 * 0.99 ** 270,
    ),
    mistake(
      "the number of mistakes",
      "That is how many mistakes a tale has on average: 270 · 0.01. Some tales have more, and a few have none: how many?",
      2.7,
    ),
    mistake(
      "shares are subtracted",
      "Chances of things that must all happen are multiplied. If you subtract 0.01 for each token, less than nothing is left.",
      1 - 2.7,
    ),
    mistake(
      "no tale at all",
      "2.7 mistakes are the mean. Some tales have more, and a few have none: multiply 0.99 by itself, once for each token.",
      0,
    ),
    mistake(
      "the right tokens",
      "So many of the 270 tokens are right on average. In how many tales are all of them?",
      0.99 * 270,
    ),
    mistake(
      "divided by the length",
      "Each token multiplies the chance by 0.99: take a power, do not divide.",
      0.99 / 270,
    ),
  ],
  explanation:
    "0.99 · 0.99 · … , 270 times: 0.99^270 = **0.066**. Of 15 tales, one has no mistake. " +
    "That is why a model can look good token by token and still not finish a story.",
});
