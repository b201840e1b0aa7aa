import { mistake, type MistakeOf } from "../../../author";
import { meanOfWorkers } from "../3-workers";

/** What else learners answer to exercise 17.3. */
export const slips: MistakeOf<typeof meanOfWorkers>[] = [
  mistake(
    "each gradient twice divided",
    "Multiply each mean by its tokens, add up, and divide by all tokens, once.",
    (shares) => {
      const all = shares.reduce((sum, { tokens }) => sum + tokens, 0);
      return meanOfWorkers(shares).map((g) => g / all);
    },
  ),
];
