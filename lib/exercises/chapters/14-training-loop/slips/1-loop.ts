import { after, mistake, type MistakeOf } from "../../../author";
import { trainOneWeight } from "../shared";

/** What else learners answer to exercise 14.1. */
export const slips: MistakeOf<typeof trainOneWeight>[] = [
  mistake(
    "an update for each pair",
    "The pairs of a batch share one update. Add up the gradient over all of them, then clip and move once.",
    (run) => {
      let { weight } = run;
      return run.batches.map((batch) => {
        let [loss, gradientNorm] = [0, 0];
        for (const pair of batch) {
          const [one] = trainOneWeight({ ...run, weight, batches: [[pair]] });
          loss += one.loss / batch.length;
          ({ weight, gradientNorm } = one);
        }
        return { loss, gradientNorm, weight };
      });
    },
  ),
  mistake(
    "the loss is summed",
    "The gradient is right. The loss is a mean over the batch, too: divide it by the batch's size.",
    after((records, run) =>
      records.map((record, n) => ({
        ...record,
        loss: record.loss * run.batches[n].length,
      })),
    ),
  ),
];
