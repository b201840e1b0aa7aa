import { combine, mistake, prediction, varied } from "../../author";

const twoPaths = (k: number, w: number) => {
  const a = w + k;
  return prediction(a + w, {
    title: "Predict: two paths",
    task: `a = w + ${k}, then L = w · a, at w = ${w}. What is dL/dw?`,
    effort: { minutes: 5, difficulty: 2, points: 2 },
    hints: [
      "w reaches L on two paths: directly into the product, and through a. Find the share of each.",
      `Directly: dL/dw = a = ${a}. Through a: dL/da = w = ${w}, times da/dw = 1.`,
      "Add the two shares.",
    ],
    unit: "a slope",
    tolerance: 0,
    mistakes: [
      mistake(
        "only the straight path",
        `${a} is the share that goes directly into the product. w is also a part of a.`,
        a,
      ),
      mistake(
        "only the path through a",
        `${w} is the share through a. w also goes directly into the product.`,
        w,
      ),
      mistake(
        "the loss itself, or the two shares multiplied",
        `${w * a} is L, and also ${a} · ${w}. The question is about the slope: rates multiply along one path, and the shares of different paths are added.`,
        w * a,
      ),
      mistake(
        "da/dw alone",
        "1 is how fast a changes with w. Follow both paths up to L, and multiply along each.",
        1,
      ),
      mistake(
        "the path through a without its upstream",
        `${a} + 1: the share through a is dL/da times da/dw, and dL/da is not 1.`,
        a + 1,
      ),
      mistake(
        "the slope of w² alone",
        `L is w² + ${k} w. The second part has a slope, too.`,
        2 * w,
      ),
    ],
    explanation:
      `Directly into the product, w has the share dL/dw = a = ${a}. Through a it has the ` +
      `share dL/da · da/dw = ${w} · 1 = ${w}. Fan-out adds: **${a + w}**. And indeed ` +
      `L = w² + ${k} w has the slope 2 w + ${k} = ${a + w}.`,
  });
};

export default varied(
  twoPaths,
  [3, 2],
  combine([2, 3, 4, 5, 6, 7], [2, 3, 4, 5, 6]),
);
