import { combine, mistake, prediction, say, varied } from "../../author";

const WORDS = ["", "", "", "", "four", "five", "", "", "eight", "", "ten"];

const timesLarger = (times: number) => {
  const word = WORDS[times];
  return prediction(1 / times, {
    title: `Predict: ${word} times larger`,
    task: `All numbers of x are multiplied by ${times}, dOut stays. By which factor does LayerNorm's dx change?`,
    effort: { minutes: 4, difficulty: 3, points: 2 },
    hints: [
      `What happens to xHat if every x is ${word} times larger?`,
      "xHat stays the same, so in the formula for dx only the deviation changes.",
      `dx = (...) / deviation, and the deviation is ${word} times larger.`,
    ],
    unit: "a factor",
    tolerance: 0.005,
    mistakes: [
      mistake(
        "the gradient grows with x",
        `The other way around: if x is ${word} times larger, a nudge of the same size matters ${word} times less.`,
        times,
      ),
      mistake(
        "nothing changes",
        "The output does not change. But a nudge of 1 is now small beside the deviation.",
        1,
      ),
      mistake(
        "squared",
        `The variance is ${times ** 2} times larger, the deviation ${times} times. Which one is in dx?`,
        1 / times ** 2,
      ),
      mistake(
        "squared, and the wrong way round",
        `The variance grows ${times ** 2} times, the deviation ${times} times. And dx is divided by it.`,
        times ** 2,
      ),
      mistake(
        "the root of the factor",
        `The variance is ${times ** 2} times larger. Its root, the deviation, is ${times} times larger: no second root.`,
        Math.sqrt(1 / times),
      ),
    ],
    explanation:
      "xHat stays as it was, so the bracket of dx = (…) / deviation stays too. The deviation is " +
      `${word} times larger: dx changes by the factor **${say(1 / times)}**. Large activations get small gradients, ` +
      "which is one reason why LayerNorm steadies training.",
  });
};

export default varied(timesLarger, [10], combine([4, 5, 8]));
