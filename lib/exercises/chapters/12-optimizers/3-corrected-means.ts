import { between, draw, exercise, mistake, vector, whole } from "../../author";

/** Running means of the gradients so far, corrected for their start at 0. */
export function correctedMeans(gradients: number[], beta: number): number[] {
  let mean = 0;
  return gradients.map((gradient, i) => {
    mean = beta * mean + (1 - beta) * gradient;
    return mean / (1 - beta ** (i + 1));
  });
}

/** The running means with another correction. */
function correctedBy(
  divisor: (t: number, beta: number) => number,
): typeof correctedMeans {
  return (gradients, beta) =>
    correctedMeans(gradients, beta).map(
      (mean, t) => (mean * (1 - beta ** (t + 1))) / divisor(t, beta),
    );
}

export default exercise(correctedMeans, {
  title: "Find the bug: a mean that starts with a bang",
  task: "Return the running mean after each gradient, corrected for its start at 0.",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "Look at its first number. What is divided by what?",
    "Any number to the power of 0 is 1. How many gradients has the mean seen when it is first divided?",
    "Steps count from 1: the divisor is 1 - beta ** (t + 1).",
  ],
  as: "myMeans",
  firstCases: [
    [[4, 4, 4], 0.5],
    [[-3], 0.9],
  ],
  randomCases: draw(6, (random) => [
    vector(random, whole(random, 3, 6)),
    between(random, 0.3, 0.9),
  ]),
  given: (gradients, beta) => {
    const means: number[] = [];
    let mean = 0;
    for (let t = 0; t < gradients.length; t++) {
      mean = beta * mean + (1 - beta) * gradients[t];
      means.push(mean / (1 - beta ** t));
    }
    return means;
  },
  mistakes: [
    mistake(
      "no correction",
      "Now nothing explodes, but the first means are far too small. Keep the division, with the right power.",
      correctedBy(() => 1),
    ),
    mistake(
      "always the first correction",
      "The correction fades: after t gradients the divisor is 1 - beta to the power of t.",
      correctedBy((_, beta) => 1 - beta),
    ),
    mistake(
      "one power too many",
      "The first mean has seen one gradient: its divisor is 1 - beta to the power of 1.",
      correctedBy((t, beta) => 1 - beta ** (t + 2)),
    ),
    mistake(
      "begun with the first gradient",
      "That counts the first gradient too much for a long time. Begin at 0, and divide by 1 - beta to the power of t.",
      (gradients, beta) => {
        let [mean] = gradients;
        return gradients.map((gradient) => {
          mean = beta * mean + (1 - beta) * gradient;
          return mean;
        });
      },
    ),
    mistake(
      "the corrected mean goes into the next step",
      "Keep the running mean as it is, and correct only what you hand out. Otherwise the correction is corrected again.",
      (gradients, beta) => {
        let mean = 0;
        return gradients.map((gradient, i) => {
          mean = beta * mean + (1 - beta) * gradient;
          mean /= 1 - beta ** (i + 1);
          return mean;
        });
      },
    ),
  ],
  alsoRight: (gradients, beta) =>
    gradients.map((_, t) => {
      let [sum, total] = [0, 0];
      for (let k = 0; k <= t; k++) {
        sum += beta ** (t - k) * gradients[k];
        total += beta ** (t - k);
      }
      return sum / total;
    }),
});
