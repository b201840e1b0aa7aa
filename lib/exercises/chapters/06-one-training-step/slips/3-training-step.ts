import { mistake, type MistakeOf, scaled } from "../../../author";
import { bigramStep } from "../../../../core/by-hand/bigram";
import { stepWith } from "../3-training-step";
import { meanGradient } from "../4-mean-gradient";
import { meanLoss } from "../shared";

/** What else learners answer to exercise 06.3. */
export const slips: MistakeOf<typeof bigramStep>[] = [
  mistake(
    "divided by the vocabulary",
    "The mean is over positions: divide by `inputs.length`, not by the number of tokens in the vocabulary.",
    stepWith((weights, batch) =>
      scaled(
        meanGradient(weights, batch),
        batch.inputs.length / weights.length,
      ),
    ),
  ),
  mistake(
    "the token that was seen is its own target",
    "What came next is `targets[n]`. Use it for the loss and for delta.",
    (weights, { inputs }, rate) =>
      bigramStep(weights, { inputs, targets: inputs }, rate),
  ),
  mistake(
    "the loss of the last position alone",
    "With `loss = ...` each position wipes out the one before. Add with `+=`.",
    (weights, batch, rate) => {
      const last = (list: number[]): number[] => list.slice(-1);
      const { length } = batch.inputs;
      const loss = meanLoss(weights.length, {
        inputs: last(batch.inputs),
        targets: last(batch.targets),
      })(weights.flat());
      bigramStep(weights, batch, rate);
      return loss / length;
    },
  ),
  mistake(
    "nothing is divided by N",
    "Loss and gradient are those of a sum. Divide both by the number of positions.",
    (weights, batch, rate) => {
      const { length } = batch.inputs;
      return bigramStep(weights, batch, rate * length) * length;
    },
  ),
];
