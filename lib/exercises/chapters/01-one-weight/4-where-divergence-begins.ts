import { combine, mistake, prediction, varied } from "../../author";

const TIMES = ["", "", "twice", "three times", "four times", "five times"];

const whereDivergenceBegins = (k: number, lowest: number, start: number) => {
  const bowl = `${k} (w - ${lowest})²`;
  return prediction(1 / k, {
    title: "Predict: where divergence begins",
    task: `Gradient descent on L(w) = ${bowl}, from w = ${start}: above which learning rate does it diverge?`,
    effort: { minutes: 8, difficulty: 2, points: 3 },
    hints: [
      `Write one step for the distance to the minimum, d = w - ${lowest}. By which factor does it change?`,
      `The slope is ${2 * k} (w - ${lowest}), so d becomes d - learningRate × ${2 * k} d = (1 - ${2 * k} learningRate) d.`,
      "The distance grows when that factor is below -1. At which learning rate is it exactly -1?",
    ],
    unit: "a learning rate",
    tolerance: 0.01,
    mistakes: [
      mistake(
        "the best learning rate, not the limit",
        `At 1/${2 * k} the first step lands exactly on the minimum. Beyond it a step overshoots, yet still ends closer than it began. How far can you go until it ends no closer?`,
        1 / (2 * k),
      ),
      mistake(
        "the square's own 2 is missing from the slope",
        `The slope of ${bowl} is ${2 * k} (w - ${lowest}): the exponent comes down as a factor.`,
        2 / k,
      ),
      mistake(
        "the limit of the plain parabola",
        `That is the limit for (w - ${lowest})². This bowl is ${TIMES[k]} as steep.`,
        1,
      ),
    ],
    explanation:
      `The slope of ${k} (w − ${lowest})² is ${2 * k} (w − ${lowest}). With d = w − ${lowest} one step turns d into ` +
      `(1 − ${2 * k} · learningRate) · d. The path comes closer while that factor lies between ` +
      `−1 and 1, so up to a learning rate of **1/${k}**; there it jumps back and forth forever, and above it diverges.`,
  });
};

export default varied(
  whereDivergenceBegins,
  [3, 2, 5],
  combine([4, 5], [1, 3, 4], [6, 7, 8]),
);
