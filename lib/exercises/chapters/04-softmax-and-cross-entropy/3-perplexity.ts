import { mistake, prediction } from "../../author";

export default prediction(4, {
  title: "Predict: the perplexity of three words",
  task: "A model gave the three tokens that really came the probabilities 1/2, 1/4 and 1/8. What is its perplexity?",
  effort: { minutes: 6, difficulty: 2, points: 3 },
  hints: [
    "Perplexity is exp of the mean loss. Work out the three losses first.",
    "The losses are ln 2, ln 4 = 2 ln 2 and ln 8 = 3 ln 2. Their mean?",
    "The mean is 2 ln 2. And exp(2 ln 2) is 2².",
  ],
  unit: "choices",
  tolerance: 0.001,
  mistakes: [
    mistake(
      "the mean of the three perplexities",
      "2, 4 and 8 are the perplexities of single tokens. Take the mean of the losses, and exp last.",
      14 / 3,
    ),
    mistake(
      "one over the mean probability",
      "The mean is taken over losses, not over probabilities.",
      24 / 7,
    ),
    mistake(
      "the mean loss in bits",
      "2 is the mean loss in bits. The perplexity is 2 to that power.",
      2,
    ),
    mistake(
      "the mean loss in nats",
      "That is the mean loss in nats. The perplexity is exp of it.",
      2 * Math.LN2,
    ),
    mistake(
      "exp of the summed loss",
      "64 is exp of the sum. Divide the summed loss by the three tokens first.",
      64,
    ),
    mistake(
      "the product of the probabilities",
      "1/64 is the probability of all three. The perplexity is per token: take the mean of the losses first.",
      1 / 64,
    ),
    mistake(
      "the summed loss in nats",
      "That is the loss of all three together. Take their mean, then exp.",
      6 * Math.LN2,
    ),
    mistake(
      "the summed loss in bits",
      "That is the loss of all three together. Take their mean, 2 bits, and then the power.",
      6,
    ),

    mistake(
      "exp of the mean in bits",
      "The mean is 2 bits, and bits belong to powers of 2. With exp the losses are in nats.",
      Math.E ** 2,
    ),
    mistake(
      "the perplexity of the last token",
      "The mean goes over all three tokens.",
      8,
    ),
    mistake(
      "the mean probability",
      "The mean is taken over losses, not over probabilities. And a perplexity is never below 1.",
      7 / 24,
    ),
  ],
  explanation:
    "The losses are ln 2, 2 ln 2 and 3 ln 2. Their mean is 2 ln 2, and exp(2 ln 2) = **4**. " +
    "Perplexity is the geometric mean of 2, 4 and 8: the model is as unsure as one that " +
    "picks blindly among four.",
});
