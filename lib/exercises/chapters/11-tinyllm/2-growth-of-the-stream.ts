import { mistake, prediction } from "../../author";

export default prediction(Math.sqrt(3), {
  title: "Predict: how the stream grows",
  task: "A stream of deviation 1 passes 8 branches; each adds independent numbers of deviation 0.5. What is its deviation at the end?",
  effort: { minutes: 5, difficulty: 2, points: 3 },
  hints: [
    "Of independent numbers it is the variances that add up, not the deviations.",
    "The variance begins at 1, and each branch adds 0.5² = 0.25.",
    "The deviation is the root of the variance: the root of 1 + 8 × 0.25.",
  ],
  unit: "a deviation",
  tolerance: 0.02,
  mistakes: [
    mistake(
      "the deviations added",
      "Independent numbers partly cancel. Their variances add: square first, take the root at the end.",
      5,
    ),
    mistake(
      "the variance, not the deviation",
      "3 is the variance. The deviation is its root.",
      3,
    ),
    mistake(
      "the stream itself is missing",
      "That is what the branches add. The stream had a variance of 1 to begin with.",
      Math.sqrt(2),
    ),
    mistake(
      "0.5 not squared",
      "A deviation of 0.5 is a variance of 0.25.",
      Math.sqrt(5),
    ),
    mistake(
      "one branch, its deviation added",
      "There are 8 branches, and the variances of independent numbers add up: 1 + 8 × 0.25. Then take the root.",
      1.5,
    ),
    mistake(
      "one branch only",
      "That is the deviation after the first branch. There are 8.",
      Math.sqrt(1.25),
    ),
    mistake(
      "the variance of the branches alone",
      "2 is what the branches add to the variance. The stream begins with 1, and the deviation is the root of the sum.",
      2,
    ),
    mistake(
      "the deviations added at the end",
      "1 and √2 are deviations. Add the variances 1 and 2, and take the root once.",
      1 + Math.SQRT2,
    ),
    mistake(
      "the branches' deviations added",
      "The variances of independent numbers add up, not their deviations. And the stream has a variance of 1 to begin with.",
      4,
    ),
  ],
  explanation:
    "Variances of independent numbers add up: 1 + 8 · 0.5² = 3, and the deviation is √3 = **1.732**. " +
    "With 2L branches the start of each is divided by √(2L), so that all of them together add as much as one would.",
});
