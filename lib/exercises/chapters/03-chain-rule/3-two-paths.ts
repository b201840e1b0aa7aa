import { mistake, prediction } from "../../author";

export default prediction(7, {
  title: "Predict: two paths",
  task: "a = w + 3, then L = w · a, at w = 2. What is dL/dw?",
  effort: { minutes: 5, difficulty: 2, points: 2 },
  hints: [
    "w reaches L on two paths: directly into the product, and through a. Find the share of each.",
    "Directly: dL/dw = a = 5. Through a: dL/da = w = 2, times da/dw = 1.",
    "Add the two shares.",
  ],
  unit: "a slope",
  tolerance: 0,
  mistakes: [
    mistake(
      "only the straight path",
      "5 is the share that goes directly into the product. w is also a part of a.",
      5,
    ),
    mistake(
      "only the path through a",
      "2 is the share through a. w also goes directly into the product.",
      2,
    ),
    mistake(
      "the loss itself, or the two shares multiplied",
      "10 is L, and also 5 · 2. The question is about the slope: rates multiply along one path, and the shares of different paths are added.",
      10,
    ),
    mistake(
      "da/dw alone",
      "1 is how fast a changes with w. Follow both paths up to L, and multiply along each.",
      1,
    ),
    mistake(
      "the path through a without its upstream",
      "5 + 1: the share through a is dL/da times da/dw, and dL/da is not 1.",
      6,
    ),
    mistake(
      "the slope of w² alone",
      "L is w² + 3 w. The second part has a slope, too.",
      4,
    ),
  ],
  explanation:
    "Directly into the product, w has the share dL/dw = a = 5. Through a it has the " +
    "share dL/da · da/dw = 2 · 1 = 2. Fan-out adds: **7**. And indeed " +
    "L = w² + 3 w has the slope 2 w + 3 = 7.",
});
