import { combine, mistake, prediction, say, varied } from "../../author";

const speedOfABall = (momentum: number) => {
  const left = say(1 - momentum);
  const [v2, v3, v4, v5] = [2, 3, 4, 5].map(
    (steps) => (1 - momentum ** steps) / (1 - momentum),
  );
  const square = say(momentum ** 2);
  const end = Number((1 / (1 - momentum)).toPrecision(9));
  return prediction(end, {
    title: "Predict: how fast does the ball get?",
    task: `The gradient is 1 at every step, momentum is ${momentum}. To which number does the velocity grow?`,
    effort: { minutes: 5, difficulty: 2, points: 3 },
    hints: [
      `Write down the first few: 1, ${say(v2)}, ${say(v3)}, ... Each is ${momentum} times the last one, plus 1.`,
      `In the end it no longer changes: v = ${momentum} v + 1.`,
      `${left} v = 1. Solve for v.`,
    ],
    unit: "a velocity",
    tolerance: 0.05,
    mistakes: [
      mistake(
        "only the second step",
        `That is the velocity after two steps. It goes on growing: ${say(v3, 4)}, ${say(v4, 4)}, ...`,
        v2,
      ),
      mistake(
        "the gradient alone",
        `That is how it begins. Each step keeps ${momentum} of the old velocity and adds 1 again.`,
        1,
      ),
      mistake(
        "the sum without its first gradient",
        `${momentum} + ${square} + ... is ${say(end - 1)}, but the newest gradient counts fully: add 1.`,
        end - 1,
      ),
      mistake(
        "the share instead of its complement",
        `v = ${momentum} v + 1 means ${left} v = 1: divide by 1 - ${momentum}.`,
        1 / momentum,
      ),
      mistake(
        "it grows without end",
        `Each step adds 1, but it also takes ${left} of what there was. When is the loss as large as the gain?`,
        Infinity,
      ),
      mistake(
        "the momentum itself",
        `${momentum} is the share that is kept. A gradient of 1 is added to it, again and again.`,
        momentum,
      ),
      mistake(
        "only the third step",
        `That is the velocity after three steps. It goes on growing: ${say(v4, 4)}, ${say(v5, 4)}, ...`,
        v3,
      ),
    ],
    explanation:
      `1 + ${momentum} + ${square} + … is a geometric series with the sum 1 / (1 − ${momentum}) = **${say(end)}**. ` +
      `So momentum ${momentum} makes steps up to ${say(end)} times as long where the gradient keeps its direction.`,
  });
};

export default varied(speedOfABall, [0.9], combine([0.75, 0.8, 0.95, 0.96]));
