import { mistake, type MistakeOf, scaled } from "../../../author";
import { softmaxCrossEntropyGrad } from "../../../../core/by-hand/softmax";
import { accumulate, meanGradient } from "../4-mean-gradient";

/** What else learners answer to exercise 06.4. */
export const slips: MistakeOf<typeof meanGradient>[] = [
  mistake(
    "divided in every turn",
    "The sum of the earlier turns is divided again and again. Divide once, after the loop.",
    (weights, { inputs, targets }) => {
      let gradW = weights.map((row) => row.map(() => 0));
      inputs.forEach((id, n) => {
        accumulate(gradW, id, softmaxCrossEntropyGrad(weights[id], targets[n]));
        gradW = scaled(gradW, 1 / (n + 1));
      });
      return gradW;
    },
  ),
  mistake(
    "divided by the number of tokens seen",
    "A token that was seen twice counts twice. N is `inputs.length`.",
    (weights, batch) =>
      scaled(
        meanGradient(weights, batch),
        batch.inputs.length / new Set(batch.inputs).size,
      ),
  ),
  mistake(
    "delta goes to the row of the target",
    "The row that gave the logits gets the gradient: row `inputs[n]`.",
    (weights, { inputs, targets }) => {
      const total = weights.map((row) => row.map(() => 0));
      inputs.forEach((id, n) => {
        accumulate(
          total,
          targets[n],
          softmaxCrossEntropyGrad(weights[id], targets[n]),
        );
      });
      return scaled(total, 1 / inputs.length);
    },
  ),
];
