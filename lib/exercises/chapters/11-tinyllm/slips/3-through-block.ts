import { mistake, type MistakeOf } from "../../../author";
import { add, type throughBlock } from "../3-through-block";

/** What else learners answer to exercise 11.3. */
export const slips: MistakeOf<typeof throughBlock>[] = [
  mistake(
    "A gets only F's part",
    "What x1 sends back is dX1 = dOut + backwardF(dOut). All of it goes into backwardA.",
    (dOut, backwardA, backwardF) => {
      const throughF = backwardF(dOut);
      return add(add(dOut, throughF), backwardA(throughF));
    },
  ),
  mistake(
    "one direct path around both branches",
    "Each branch has a direct path around it: dX1 = dOut + backwardF(dOut), then the same once more with A.",
    (dOut, backwardA, backwardF) => add(dOut, backwardA(backwardF(dOut))),
  ),
  mistake(
    "only the branches",
    "The stream itself reaches the output as well: dOut arrives without any branch.",
    (dOut, backwardA, backwardF) => add(backwardA(dOut), backwardF(dOut)),
  ),
  mistake(
    "the branches are forgotten",
    "dOut is what arrives past both branches. Add what comes back through them.",
    (dOut) => [...dOut],
  ),
];
