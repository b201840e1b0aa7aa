import { mistake, prediction, total, varied } from "../../author";

const clipFactor = (...lengths: number[]) => {
  const squares = lengths.map((length) => length ** 2);
  const square = total(squares);
  const length = Math.sqrt(square);
  const longest = Math.max(...lengths);
  const [a, b, c] = lengths;
  return prediction(1 / length, {
    title: "Predict: by how much is a gradient shortened?",
    task: `Three tensors have gradients of length ${a}, ${b} and ${c}. With maxNorm 1: by which factor is each multiplied?`,
    effort: { minutes: 4, difficulty: 2, points: 3 },
    hints: [
      "There is one length for all together, as if they were one long vector.",
      `Squares add up: ${squares.join(" + ")} = ${square}.`,
      `The length is ${length}. Which factor makes it 1?`,
    ],
    unit: "a factor",
    tolerance: 1e-3,
    mistakes: [
      mistake(
        "the lengths added",
        "The length of the whole is the root of the sum of squares, not the sum of the lengths.",
        1 / total(lengths),
      ),
      mistake(
        "the root is missing",
        `${square} is the square of the length.`,
        1 / square,
      ),
      mistake(
        "only the longest counts",
        `All three belong to one gradient: ${a}² + ${b}² + ${c}².`,
        1 / longest,
      ),
      mistake(
        "the length, not the factor",
        `${length} is how long the gradient is. The factor is the number that makes its length 1.`,
        length,
      ),
      mistake(
        "one third each",
        `The three share one length, ${length}. How many they are does not matter.`,
        1 / 3,
      ),
      mistake(
        "the square of the length, not a factor",
        `${square} is the square of the length. Take its root, and ask which factor makes it 1.`,
        square,
      ),
      mistake(
        "the sum of the lengths, not a factor",
        "The length of the whole is the root of the sum of squares. And the task asks for the number that makes it 1.",
        total(lengths),
      ),
    ],
    explanation:
      `One gradient, in three parts: √(${squares.join(" + ")}) = ${length}. To make its length 1 every number is multiplied by ` +
      `**1/${length}**, so the direction stays as it was.`,
  });
};

export default varied(
  clipFactor,
  [3, 4, 12],
  [
    [2, 3, 6],
    [1, 4, 8],
    [2, 6, 9],
    [2, 5, 14],
    [2, 10, 11],
    [8, 9, 12],
  ],
);
