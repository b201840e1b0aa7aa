import { mistake, type MistakeOf } from "../../../author";
import { type tiedGradient, withoutLookup } from "../4-tied";

/** What else learners answer to exercise 11.4. */
export const slips: MistakeOf<typeof tiedGradient>[] = [
  mistake(
    "the lookup overwrites the projection",
    "Both uses write into the same rows. Add the lookup to what the projection left there, with `+=`.",
    (use) => {
      const total = withoutLookup(use);
      use.ids.forEach((id, t) => (total[id] = use.dEmbedded[t]));
      return total;
    },
  ),
];
