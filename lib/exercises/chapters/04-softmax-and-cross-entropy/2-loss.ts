import { crossEntropy, softmax } from "../../../core/by-hand/softmax";
import { after, exercise, mistake, negated } from "../../author";
import { lossCases } from "./shared";

export default exercise<(logits: number[], trueId: number) => number>(
  crossEntropy,
  {
    title: "The loss of one prediction",
    task: "Return the cross-entropy in nats, worked out from the logits, so that it is right for gaps of any size.",
    effort: { minutes: 10, difficulty: 3, points: 4 },
    hints: [
      "-ln p = ln(sum of all powers) - z[trueId]. That is before the shift.",
      "With the largest logit taken away: ln(sum of exp(z[j] - max)) + max - z[trueId].",
      "The sum is at least 1, as the largest logit gives exp(0). So its logarithm never fails.",
    ],
    randomCases: (random) => [...lossCases(random), [[-4e5, -4e5], 1]],
    mistakes: [
      mistake(
        "a power overflows",
        "exp of 800 is Infinity, and of -900 it is 0. Take the largest logit out of every exponent, and add it back after the logarithm.",
        (logits, trueId) =>
          Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0)) -
          logits[trueId],
      ),
      mistake(
        "a power overflows on the way to a probability",
        "exp of 800 is Infinity, and a probability of 0 has no logarithm. Stay with the logits: ln(sum of exp(z - max)) + max - z[trueId].",
        (logits, trueId) => {
          const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
          return -Math.log(Math.exp(logits[trueId]) / total);
        },
      ),
      mistake(
        "the probability is rounded to 0 before its logarithm",
        "For a gap of 800 the probability is 0 in a computer, and -ln 0 is Infinity. The loss is 800. Stay with the logits.",
        (logits, trueId) => -Math.log(softmax(logits)[trueId]),
      ),
      mistake(
        "one minus the probability",
        "That never exceeds 1, and it does not add up over a text. The loss is minus the logarithm of the probability.",
        (logits, trueId) => 1 - softmax(logits)[trueId],
      ),
      mistake(
        "the sign is missing",
        "The logarithm of a probability is negative. The loss is minus that.",
        after(negated),
      ),
      mistake(
        "the probability, not its logarithm",
        "That is how likely the true token was. The loss is minus the logarithm of it.",
        (logits, trueId) => softmax(logits)[trueId],
      ),
      mistake(
        "the largest logit is not added back",
        "You took max out of every exponent. The logarithm brings it back as `+ max`.",
        after((loss, logits) => loss - Math.max(...logits)),
      ),
      mistake(
        "the true logit is left out",
        "That is the logarithm of the sum alone. Take the logit of the true token away.",
        after((loss, logits, trueId) => loss + logits[trueId]),
      ),
      mistake(
        "the loss of the likeliest token",
        "ln(sum of exp(z - max)) alone is the loss of the token that the model likes best. What counts is the token that really came: add max - logits[trueId].",
        (logits) => crossEntropy(logits, logits.indexOf(Math.max(...logits))),
      ),
    ],
    alsoRight: (logits, trueId) => {
      let [max, total] = [logits[0], 0];
      for (const z of logits) {
        if (z > max) {
          total *= Math.exp(max - z);
          max = z;
        }
        total += Math.exp(z - max);
      }
      return Math.log(total) + max - logits[trueId];
    },
  },
);
