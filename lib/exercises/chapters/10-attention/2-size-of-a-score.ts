import { combine, mistake, prediction, varied } from "../../author";

const sizeOfAScore = (n: number) => {
  const root = Math.sqrt(n);
  return prediction(root, {
    title: "Predict: how large is a score?",
    task: `Query and key hold ${n} random numbers each, with mean 0 and variance 1. What is the standard deviation of their dot product?`,
    effort: { minutes: 4, difficulty: 2, points: 3 },
    hints: [
      `The dot product adds up ${n} products. What is the variance of one product of two such numbers?`,
      "Each product has variance 1, and variances of independent terms add up.",
      `The variance is ${n}. The standard deviation is its root.`,
    ],
    unit: "a standard deviation",
    tolerance: 0.05,
    mistakes: [
      mistake(
        "the variance",
        "That is the variance of the dot product. Its standard deviation is the root.",
        n,
      ),
      mistake(
        "as large as one product",
        `That is what it is after scaling. Before, ${n} terms have been added up.`,
        1,
      ),
      mistake(
        "the terms cancel",
        "The mean is 0, but single dot products lie around it. How far?",
        0,
      ),
      mistake(
        "the variance, squared",
        `${n} is the variance already. The standard deviation is its root.`,
        n ** 2,
      ),
      mistake(
        "half of the variance",
        "The standard deviation is the root of the variance, not its half.",
        n / 2,
      ),
      mistake(
        "twice the right answer",
        `The dot product has ${n} terms, one for each pair of numbers. Count each pair once.`,
        2 * root,
      ),
      mistake(
        `${2 * n} numbers instead of ${n} products`,
        `Query and key meet in ${n} products, and each product has variance 1.`,
        Math.sqrt(2 * n),
      ),
    ],
    explanation:
      "A product of two independent numbers with mean 0 and variance 1 has mean 0 and variance 1. " +
      `${n} of them add up to variance ${n}, so the standard deviation is √${n} = **${root}**. ` +
      `Divided by √${n} the scores have standard deviation 1, for any head size.`,
  });
};

export default varied(sizeOfAScore, [64], combine([36, 100, 144, 256, 400]));
