import { mistake, prediction } from "../../author";

export default prediction(1 / 13, {
  title: "Predict: by how much is a gradient shortened?",
  task: "Three tensors have gradients of length 3, 4 and 12. With maxNorm 1: by which factor is each multiplied?",
  effort: { minutes: 4, difficulty: 2, points: 3 },
  hints: [
    "There is one length for all together, as if they were one long vector.",
    "Squares add up: 9 + 16 + 144 = 169.",
    "The length is 13. Which factor makes it 1?",
  ],
  unit: "a factor",
  tolerance: 1e-3,
  mistakes: [
    mistake(
      "the lengths added",
      "The length of the whole is the root of the sum of squares, not the sum of the lengths.",
      1 / 19,
    ),
    mistake("the root is missing", "169 is the square of the length.", 1 / 169),
    mistake(
      "only the longest counts",
      "All three belong to one gradient: 3² + 4² + 12².",
      1 / 12,
    ),
    mistake(
      "the length, not the factor",
      "13 is how long the gradient is. The factor is the number that makes its length 1.",
      13,
    ),
    mistake(
      "one third each",
      "The three share one length, 13. How many they are does not matter.",
      1 / 3,
    ),
    mistake(
      "the square of the length, not a factor",
      "169 is the square of the length. Take its root, and ask which factor makes it 1.",
      169,
    ),
    mistake(
      "the sum of the lengths, not a factor",
      "The length of the whole is the root of the sum of squares. And the task asks for the number that makes it 1.",
      19,
    ),
  ],
  explanation:
    "One gradient, in three parts: √(9 + 16 + 144) = 13. To make its length 1 every number is multiplied by " +
    "**1/13**, so the direction stays as it was.",
});
