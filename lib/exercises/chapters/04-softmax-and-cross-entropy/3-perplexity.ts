import { combine, mistake, prediction, total, varied } from "../../author";

const perplexity = (...bits: number[]) => {
  const odds = bits.map((b) => 2 ** b);
  const sum = total(bits);
  const mean = sum / 3;
  const [a, b, c] = odds;
  const losses = bits.map((b) => (b === 1 ? "ln 2" : `${b} ln 2`));
  const meanProbability = total(odds.map((odd) => 1 / odd)) / 3;
  return prediction(2 ** mean, {
    title: "Predict: the perplexity of three words",
    task: `A model gave the three tokens that really came the probabilities 1/${a}, 1/${b} and 1/${c}. What is its perplexity?`,
    effort: { minutes: 6, difficulty: 2, points: 3 },
    hints: [
      "Perplexity is exp of the mean loss. Work out the three losses first.",
      `The losses are ln ${a}, ln ${b} and ln ${c}, so ${losses.join(", ")}. Their mean?`,
      `The mean is ${mean} ln 2. And exp(${mean} ln 2) is 2 to the power of ${mean}.`,
    ],
    unit: "choices",
    tolerance: 0.001,
    mistakes: [
      mistake(
        "the mean of the three perplexities",
        `${a}, ${b} and ${c} are the perplexities of single tokens. Take the mean of the losses, and exp last.`,
        total(odds) / 3,
      ),
      mistake(
        "one over the mean probability",
        "The mean is taken over losses, not over probabilities.",
        1 / meanProbability,
      ),
      mistake(
        "the mean loss in bits",
        `${mean} is the mean loss in bits. The perplexity is 2 to that power.`,
        mean,
      ),
      mistake(
        "the mean loss in nats",
        "That is the mean loss in nats. The perplexity is exp of it.",
        mean * Math.LN2,
      ),
      mistake(
        "exp of the summed loss",
        `${2 ** sum} is exp of the sum. Divide the summed loss by the three tokens first.`,
        2 ** sum,
      ),
      mistake(
        "the product of the probabilities",
        `1/${2 ** sum} is the probability of all three. The perplexity is per token: take the mean of the losses first.`,
        1 / 2 ** sum,
      ),
      mistake(
        "the summed loss in nats",
        "That is the loss of all three together. Take their mean, then exp.",
        sum * Math.LN2,
      ),
      mistake(
        "the summed loss in bits",
        `That is the loss of all three together. Take their mean, ${mean} bits, and then the power.`,
        sum,
      ),
      mistake(
        "exp of the mean in bits",
        `The mean is ${mean} bits, and bits belong to powers of 2. With exp the losses are in nats.`,
        Math.E ** mean,
      ),
      mistake(
        "the perplexity of the last token",
        "The mean goes over all three tokens.",
        c,
      ),
      mistake(
        "the mean probability",
        "The mean is taken over losses, not over probabilities. And a perplexity is never below 1.",
        meanProbability,
      ),
    ],
    explanation:
      `The losses are ${losses.join(", ")}. Their mean is ${mean} ln 2, and exp(${mean} ln 2) = **${2 ** mean}**. ` +
      `Perplexity is the geometric mean of ${a}, ${b} and ${c}: the model is as unsure as one that ` +
      `picks blindly among ${2 ** mean}.`,
  });
};

export default varied(
  perplexity,
  [1, 2, 3],
  combine([1, 2, 3], [1, 2, 3, 4], [4, 5, 6, 7]).filter(
    (bits) => total(bits) % 3 === 0,
  ),
);
