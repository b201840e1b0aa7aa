import { mistake, prediction } from "../../author";

export default prediction(Math.log(27), {
  title: "Predict: the loss before any training",
  task: "All weights are 0 and there are 27 tokens. What is the mean loss, in nats?",
  effort: { minutes: 4, difficulty: 2, points: 2 },
  hints: [
    "All logits are equal. Which probability does each of the 27 tokens get?",
    "The loss is -ln of the probability of the true token, and every probability is 1/27.",
    "-ln(1/27) = ln 27. `Math.log(27)` works it out.",
  ],
  unit: "nats",
  tolerance: 0.01,
  mistakes: [
    mistake(
      "bits instead of nats",
      "That is the loss in bits. In nats the logarithm is the natural one, `Math.log`.",
      Math.log2(27),
    ),
    mistake(
      "the perplexity, not the loss",
      "27 is the perplexity: the number of choices. The loss is its logarithm.",
      27,
    ),
    mistake(
      "the probability, not the loss",
      "Each token has probability 1/27. The loss is minus its logarithm.",
      1 / 27,
    ),
    mistake(
      "the sign is missing",
      "The logarithm of a probability is negative; the loss has a minus in front.",
      -Math.log(27),
    ),
    mistake(
      "the logarithm to base 10",
      "`Math.log10` is the logarithm to base 10. Nats need `Math.log`.",
      Math.log10(27),
    ),
    mistake(
      "the number of weights instead of tokens",
      "The model has 27 × 27 weights, but at each position it chooses among 27 tokens.",
      Math.log(27 * 27),
    ),
    mistake(
      "two tokens instead of 27",
      "ln 2 would be the loss with two tokens. Here each has the probability 1/27.",
      Math.LN2,
    ),
    mistake(
      "26 letters without the space",
      "The space is a token, too: there are 27.",
      Math.log(26),
    ),
    mistake(
      "one minus the probability",
      "The loss is minus the logarithm of the probability.",
      1 - 1 / 27,
    ),

    mistake(
      "the perplexity of 26 letters",
      "The space is a token, too. And the loss is the logarithm of the perplexity.",
      26,
    ),
  ],
  explanation:
    "Equal logits give equal probabilities, 1/27 each, for any text. " +
    "Every position costs −ln(1/27) = ln 27 = **3.296** nats, and so does their mean.",
});
