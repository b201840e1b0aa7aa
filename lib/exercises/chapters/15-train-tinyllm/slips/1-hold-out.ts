import { mistake, type MistakeOf } from "../../../author";
import { type HeldOut, holdOut } from "../1-hold-out";

/** Trains on the first `count` documents. */
function fromTheFront(documents: string[], count: number): HeldOut {
  return {
    train: documents.slice(0, count),
    validation: documents.slice(count),
  };
}

/** What else learners answer to exercise 15.1. */
export const slips: MistakeOf<typeof holdOut>[] = [
  mistake(
    "cut from the front",
    "`slice(0, count)` is the short part, at the beginning. The long part is for training: cut `count` documents before the end.",
    (documents, fraction) =>
      fromTheFront(documents, holdOut(documents, fraction).validation.length),
  ),
  mistake(
    "cut from the front, without a least count",
    "Two things are left. Cut `count` documents before the end, so that the long part is for training. And hold out one at least.",
    (documents, fraction) =>
      fromTheFront(documents, Math.floor(fraction * documents.length)),
  ),
  mistake(
    "nothing left to train on",
    "Where `count` is 0, `slice(0, -0)` is `slice(0, 0)`, an empty `train`, and `slice(-0)` is everything. Both cuts are right for a count of 1 or more: hold out one at least.",
    (documents, fraction) => {
      const count = Math.floor(fraction * documents.length);
      return {
        train: documents.slice(0, -count),
        validation: documents.slice(-count),
      };
    },
  ),
  ...[1, 0].map((least) =>
    mistake(
      least
        ? "one document in neither part"
        : "one document in neither part, or all in validation",
      least
        ? "`slice(0, -count - 1)` leaves out one document more than validation takes. Cut both parts at the same place: `slice(0, -count)`."
        : "`slice(0, -count - 1)` loses a document, and with a count of 0 `slice(-count)` is still everything. Make `count` at least 1, and cut both parts at the same place.",
      (documents: string[], fraction: number) => {
        const held = Math.floor(fraction * documents.length);
        const count = Math.max(least, held);
        return {
          train: documents.slice(0, -count - 1),
          validation: documents.slice(-count),
        };
      },
    ),
  ),
];
