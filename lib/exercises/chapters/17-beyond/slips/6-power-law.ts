import { after, mistake, type MistakeOf } from "../../../author";
import { fitOf, type powerLaw } from "../6-power-law";

/** What else learners answer to exercise 17.6. */
export const slips: MistakeOf<typeof powerLaw>[] = [
  mistake(
    "the distance the wrong way round",
    "The losses are above the floor: loss - floor is positive, and has a logarithm.",
    fitOf((loss, floor) => Math.log(floor - loss)),
  ),
  mistake(
    "the floor subtracted twice",
    "Subtract the floor once, inside the logarithm, and nothing after it.",
    fitOf((loss, floor) => Math.log(loss - floor) - floor),
  ),
  mistake(
    "the floor added to the factor",
    "The factor belongs to the part above the floor. Add the floor when you predict a loss.",
    after({
      factor: (factor: number, _: number[], __: number[], floor: number) =>
        factor + floor,
    }),
  ),
];
