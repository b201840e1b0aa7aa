import { mistake, prediction } from "../../author";

export default prediction(Math.log(5000), {
  title: "Predict: TinyLLM's first loss",
  task: "The vocabulary has 5000 tokens and nothing is trained yet. About which loss, in nats per token, will step 1 show?",
  effort: { minutes: 3, difficulty: 2, points: 2 },
  hints: [
    "A model that knows nothing spreads its guesses about evenly.",
    "An even guess gives every token the probability 1/5000.",
    "The loss of an even guess among V tokens is ln V.",
  ],
  unit: "nats per token",
  tolerance: 0.1,
  mistakes: [
    mistake(
      "bits instead of nats",
      "That is in bits. The natural logarithm gives nats.",
      Math.log2(5000),
    ),
    mistake(
      "the perplexity, not the loss",
      "5000 is the perplexity of an even guess. The loss is its natural logarithm.",
      5000,
    ),
    mistake(
      "the width instead of the vocabulary",
      "128 is the model's width. The guess is among the 5000 tokens of the vocabulary.",
      Math.log(128),
    ),
    mistake(
      "the logarithm to base 10",
      "`Math.log10` is the logarithm to base 10. Nats need `Math.log`.",
      Math.log10(5000),
    ),
    mistake(
      "the unigram's loss",
      "That is what counting tokens reaches. At step 1 nothing is counted or learned yet: the guess is even.",
      6.793,
    ),
    mistake(
      "no loss at all",
      "A loss of 0 needs the probability 1 for every right token. A model that knows nothing cannot give that.",
      0,
    ),
    mistake(
      "the probability, not the loss",
      "1/5000 is the probability. The loss is minus its logarithm.",
      1 / 5000,
    ),
  ],
  explanation:
    "Fresh weights are small, so all logits are close to 0 and every token gets about 1/5000. " +
    "The loss is close to ln 5000 = **8.517** nats per token, a perplexity of about 5000. " +
    "A first loss far above that means that the initial weights are too large.",
});
