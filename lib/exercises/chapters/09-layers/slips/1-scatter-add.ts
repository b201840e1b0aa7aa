import { mistake, type MistakeOf } from "../../../author";
import type { scatterAdd } from "../1-scatter-add";

/** What else learners answer to exercise 09.1. */
export const slips: MistakeOf<typeof scatterAdd>[] = [
  mistake(
    "ids and positions mixed up",
    "`dOut` has a row for each position, `dTable` has one for each id. What comes from `dOut[n]` goes to row `ids[n]`.",
    (ids, dOut, dTable) =>
      ids.forEach((id, n) => dOut[id].forEach((d, c) => (dTable[n][c] += d))),
  ),
];
