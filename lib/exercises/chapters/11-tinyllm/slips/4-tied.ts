import { mistake, type MistakeOf } from "../../../author";
import { tiedGradient, type TiedUse, withoutLookup } from "../4-tied";

/** No gradient for any score. */
function noScores({ dLogits }: TiedUse): number[][] {
  return dLogits.map((row) => row.map(() => 0));
}

/** What the last position alone sends through the projection. */
function lastProjected(use: TiedUse): number[][] {
  const dLogits = noScores(use);
  dLogits[dLogits.length - 1] = use.dLogits[dLogits.length - 1];
  return withoutLookup({ ...use, dLogits });
}

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
  mistake(
    "the projection reaches only the rows of tokens that occur",
    "The projection touches all V rows: every token had a score, whether it occurs in `ids` or not.",
    (use) => {
      const dLogits = use.dLogits.map((row) =>
        row.map((d, v) => (use.ids.includes(v) ? d : 0)),
      );
      return tiedGradient({ ...use, dLogits });
    },
  ),
  mistake(
    "only the last position of the projection",
    "With `=` each position overwrites what was there. Sum over the positions: use `+=`.",
    lastProjected,
  ),
  mistake(
    "only the last position of the projection, beside the lookup",
    "With `=` each position overwrites the projection of the one before it. Sum over the positions: use `+=`.",
    (use) => {
      const lookup = tiedGradient({ ...use, dLogits: noScores(use) });
      const projected = lastProjected(use);
      return lookup.map((row, v) => row.map((d, c) => d + projected[v][c]));
    },
  ),
];
