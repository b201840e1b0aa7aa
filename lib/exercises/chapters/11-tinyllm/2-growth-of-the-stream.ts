import { combine, mistake, prediction, say, varied } from "../../author";

const growthOfTheStream = (branches: number, deviation: number) => {
  const each = deviation ** 2;
  const added = branches * each;
  const end = Math.sqrt(1 + added);
  return prediction(end, {
    title: "Predict: how the stream grows",
    task: `A stream of deviation 1 passes ${branches} branches; each adds independent numbers of deviation ${deviation}. What is its deviation at the end?`,
    effort: { minutes: 5, difficulty: 2, points: 3 },
    hints: [
      "Of independent numbers it is the variances that add up, not the deviations.",
      `The variance begins at 1, and each branch adds ${deviation}² = ${say(each)}.`,
      `The deviation is the root of the variance: the root of 1 + ${branches} × ${say(each)}.`,
    ],
    unit: "a deviation",
    tolerance: 0.02,
    mistakes: [
      mistake(
        "the deviations added",
        "Independent numbers partly cancel. Their variances add: square first, take the root at the end.",
        1 + branches * deviation,
      ),
      mistake(
        "the variance, not the deviation",
        `${say(1 + added)} is the variance. The deviation is its root.`,
        1 + added,
      ),
      mistake(
        "the stream itself is missing",
        "That is what the branches add. The stream had a variance of 1 to begin with.",
        Math.sqrt(added),
      ),
      mistake(
        `${deviation} not squared`,
        `A deviation of ${deviation} is a variance of ${say(each)}.`,
        Math.sqrt(1 + branches * deviation),
      ),
      mistake(
        "one branch, its deviation added",
        `There are ${branches} branches, and the variances of independent numbers add up: 1 + ${branches} × ${say(each)}. Then take the root.`,
        1 + deviation,
      ),
      mistake(
        "one branch only",
        `That is the deviation after the first branch. There are ${branches}.`,
        Math.sqrt(1 + each),
      ),
      mistake(
        "the variance of the branches alone",
        `${say(added)} is what the branches add to the variance. The stream begins with 1, and the deviation is the root of the sum.`,
        added,
      ),
      mistake(
        "the deviations added at the end",
        `1 and the root of ${say(added)} are deviations. Add the variances 1 and ${say(added)}, and take the root once.`,
        1 + Math.sqrt(added),
      ),
      mistake(
        "the branches' deviations added",
        "The variances of independent numbers add up, not their deviations. And the stream has a variance of 1 to begin with.",
        branches * deviation,
      ),
    ],
    explanation:
      `Variances of independent numbers add up: 1 + ${branches} · ${deviation}² = ${say(1 + added)}, and the deviation is √${say(1 + added)} = **${say(end, 4)}**. ` +
      "With 2L branches the start of each is divided by √(2L), so that all of them together add as much as one would.",
  });
};

export default varied(
  growthOfTheStream,
  [8, 0.5],
  combine([6, 10, 12, 16], [0.3, 0.4, 0.5, 0.6]),
);
