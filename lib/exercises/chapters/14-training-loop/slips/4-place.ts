import { mistake, type MistakeOf } from "../../../author";
import type { placeOf } from "../4-place";

/** What else learners answer to exercise 14.4. */
export const slips: MistakeOf<typeof placeOf>[] = [
  mistake(
    "not rounded",
    "Half a batch is a batch too: round up.",
    (step, windows, batchSize) => {
      const perEpoch = windows / batchSize;
      return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
    },
  ),
  mistake(
    "the epoch is rounded up",
    "Batches are rounded up. An epoch that has begun is not over yet: round it down.",
    (step, windows, batchSize) => {
      const perEpoch = Math.ceil(windows / batchSize);
      return { epoch: Math.ceil(step / perEpoch), skip: step % perEpoch };
    },
  ),
  mistake(
    "windows are taken for steps",
    "`step` counts batches. An epoch has Math.ceil(windows / batchSize) of them.",
    (step, windows) => ({
      epoch: Math.floor(step / windows),
      skip: step % windows,
    }),
  ),
];
