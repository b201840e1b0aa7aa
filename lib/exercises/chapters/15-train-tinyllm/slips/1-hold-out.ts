import { mistake, type MistakeOf } from "../../../author";
import { holdOut } from "../1-hold-out";

/** What else learners answer to exercise 15.1. */
export const slips: MistakeOf<typeof holdOut>[] = [
  mistake(
    "cut from the front",
    "`slice(0, count)` is the short part, at the beginning. The long part is for training: cut `count` documents before the end.",
    (documents, fraction) => {
      const count = holdOut(documents, fraction).validation.length;
      return {
        train: documents.slice(0, count),
        validation: documents.slice(count),
      };
    },
  ),
  mistake(
    "cut from the front, without a least count",
    "Two things are left. Cut `count` documents before the end, so that the long part is for training. And hold out one at least.",
    (documents, fraction) => {
      const count = Math.floor(fraction * documents.length);
      return {
        train: documents.slice(0, count),
        validation: documents.slice(count),
      };
    },
  ),
];
