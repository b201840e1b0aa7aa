import { mistake, type MistakeOf } from "../../../author";
import type { backwardTape } from "../4-tape";
import { type TapeStep, backwardWith } from "../4-tape";

/** What else learners answer to exercise 03.4. */
export const slips: MistakeOf<typeof backwardTape>[] = [
  ...[false, true].map((add) =>
    mistake(
      add
        ? "every share times the number of inputs"
        : "the last share times the number of inputs",
      "The shares of two inputs differ. Add them one by one, each as it is.",
      (tape: TapeStep[]) => {
        const gradients = tape.map(() => 0);
        gradients[tape.length - 1] = 1;
        for (let n = tape.length - 1; n >= 0; n--)
          tape[n].inputs.forEach((input, i) => {
            const share =
              gradients[n] * tape[n].local[i] * tape[n].inputs.length;
            gradients[input] = share + (add ? gradients[input] : 0);
          });
        return gradients;
      },
    ),
  ),
  mistake(
    "added within one step only",
    "Two shares of one step are added, but another step still wipes them out. Add to what is there: `+=`.",
    (tape) => {
      const gradients = tape.map(() => 0);
      gradients[tape.length - 1] = 1;
      for (let n = tape.length - 1; n >= 0; n--) {
        const { inputs, local } = tape[n];
        const sums = inputs.map((input) =>
          local.reduce((sum, d, i) => (inputs[i] === input ? sum + d : sum), 0),
        );
        inputs.forEach(
          (input, i) => (gradients[input] = gradients[n] * sums[i]),
        );
      }
      return gradients;
    },
  ),
  mistake(
    "the shares are subtracted",
    "Gradients are collected with plus. A minus comes only in the update.",
    backwardWith((sum, share) => sum - share),
  ),
  mistake(
    "local[input] instead of local[i]",
    "`local` has one number per input of this step, in their order: `local[i]`.",
    (tape) => {
      const gradients = tape.map(() => 0);
      gradients[tape.length - 1] = 1;
      for (let n = tape.length - 1; n >= 0; n--)
        for (const input of tape[n].inputs)
          gradients[input] += gradients[n] * tape[n].local[input];
      return gradients;
    },
  ),
];
