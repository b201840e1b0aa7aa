import { mistake, type MistakeOf } from "../../../author";
import type { accumulateGradients } from "../../../../core/by-hand/bigram";

/** What else learners answer to exercise 06.1. */
export const slips: MistakeOf<typeof accumulateGradients>[] = [
  mistake(
    "joined instead of added",
    "`concat` and spread make the row longer. Add number by number: `total[id][j] += delta[j]`.",
    (total, id, delta) => {
      total[id] = [...total[id], ...delta];
    },
  ),
  mistake(
    "one number for the whole row",
    "Place j of the row gets `delta[j]`, not `delta[id]`.",
    (total, id, delta) => {
      total[id].forEach((_, j) => (total[id][j] += delta[id]));
    },
  ),
  mistake(
    "one number alone",
    "The whole row takes part: add every `delta[j]` to `total[id][j]`.",
    (total, id, delta) => {
      total[id][id] += delta[id];
    },
  ),
];
