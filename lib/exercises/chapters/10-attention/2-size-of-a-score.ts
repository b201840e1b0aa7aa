import { mistake, prediction } from "../../author";

export default prediction(8, {
  title: "Predict: how large is a score?",
  task: "Query and key hold 64 random numbers each, with mean 0 and variance 1. What is the standard deviation of their dot product?",
  effort: { minutes: 4, difficulty: 2, points: 3 },
  hints: [
    "The dot product adds up 64 products. What is the variance of one product of two such numbers?",
    "Each product has variance 1, and variances of independent terms add up.",
    "The variance is 64. The standard deviation is its root.",
  ],
  unit: "a standard deviation",
  tolerance: 0.05,
  mistakes: [
    mistake(
      "the variance",
      "That is the variance of the dot product. Its standard deviation is the root.",
      64,
    ),
    mistake(
      "as large as one product",
      "That is what it is after scaling. Before, 64 terms have been added up.",
      1,
    ),
    mistake(
      "the terms cancel",
      "The mean is 0, but single dot products lie around it. How far?",
      0,
    ),
    mistake(
      "the variance, squared",
      "64 is the variance already. The standard deviation is its root.",
      4096,
    ),
    mistake(
      "half of the variance",
      "The standard deviation is the root of the variance, not its half.",
      32,
    ),
    mistake(
      "twice the right answer",
      "The dot product has 64 terms, one for each pair of numbers. Count each pair once.",
      16,
    ),
    mistake(
      "128 numbers instead of 64 products",
      "Query and key meet in 64 products, and each product has variance 1.",
      Math.sqrt(128),
    ),
  ],
  explanation:
    "A product of two independent numbers with mean 0 and variance 1 has mean 0 and variance 1. " +
    "64 of them add up to variance 64, so the standard deviation is √64 = **8**. " +
    "Divided by √64 the scores have standard deviation 1, for any head size.",
});
