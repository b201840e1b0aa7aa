import { combine, mistake, prediction, say, varied } from "../../author";

const largerBatch = (pairs: number, noise: number, root: number) => {
  const times = root ** 2;
  const larger = pairs * times;
  const measured = noise.toFixed(3);
  return prediction(noise / root, {
    title: "Predict: a calmer curve",
    task: `Batches of ${pairs} pairs give a noise of ${measured} nats. How large is the noise if the run takes batches of ${larger} pairs?`,
    effort: { minutes: 4, difficulty: 2, points: 2 },
    hints: [
      "By what factor does the batch grow, and what does the law with the root say about the noise?",
      `${larger} / ${pairs} = ${times}. A batch that is ${times} times as large is √${times} = ${root} times less noisy.`,
      `Divide ${measured} by ${root}.`,
    ],
    unit: "nats",
    tolerance: 0.0012,
    mistakes: [
      mistake(
        "divided by the factor, not by its root",
        `The batch is ${times} times as large, but the noise falls with the root of that.`,
        noise / times,
      ),
      mistake(
        "the noise does not change",
        "A mean over more pairs is calmer. The noise falls with the root of the batch size.",
        noise,
      ),
      mistake(
        "halved",
        `√${times} is ${root}: a batch of ${4 * pairs} pairs would halve the noise of ${pairs}, and ${larger} are more.`,
        noise / 2,
      ),
      mistake(
        "the factor instead of the noise",
        `√${times} = ${root} says how many times calmer the curve gets. Divide ${measured} nats by it.`,
        root,
      ),
      mistake(
        "the factor of the batch instead of the noise",
        `The batch is ${times} times as large. The noise is ${measured} nats, divided by the root of that.`,
        times,
      ),
      mistake(
        "multiplied instead of divided",
        "A larger batch is less noisy, not more.",
        noise * root,
      ),
      mistake(
        "divided by the root of the batch size",
        `${measured} is the noise of ${pairs} pairs, not of one. Only the factor between the batches counts: √(${larger} / ${pairs}).`,
        noise / Math.sqrt(larger),
      ),
    ],
    explanation: `The batch is ${larger} / ${pairs} = ${times} times as large, so the noise is √${times} = ${root} times smaller: ${measured} / ${root} = **${say(noise / root, 3)}** nats. The steps take ${times} times as long.`,
  });
};

export default varied(
  largerBatch,
  [256, 0.07, 4],
  combine([64, 100, 128], [0.09, 0.1, 0.12, 0.14], [3, 5, 6]),
);
