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
  mistake(
    "a row is served only once",
    "A row that was read three times gets three gradients. Add each of them.",
    (ids, dOut, dTable) => {
      ids.forEach((id, n) => {
        if (ids.indexOf(id) < n) return;
        dOut[n].forEach((d, c) => (dTable[id][c] += d));
      });
    },
  ),
];
