import { after, mistake, type MistakeOf } from "../../../author";
import { loopWith, trainOneWeight } from "../shared";

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
  mistake(
    "the 2 of the square is missing",
    "The derivative of (w x - y)² is 2 x (w x - y).",
    loopWith({ slope: (x, error) => x * error }),
  ),
  mistake(
    "the x of the chain rule is missing",
    "w x - y has the derivative x for w: the slope is 2 x (w x - y).",
    loopWith({ slope: (_, error) => 2 * error }),
  ),
  mistake(
    "long downhill gradients are not clipped",
    "A gradient of -9 is long, too. Compare its absolute value with maxNorm.",
    loopWith({ clip: (g, most) => Math.min(g, most) }),
  ),
  mistake(
    "short gradients are stretched",
    "A gradient shorter than maxNorm stays as it is: ask `if` first.",
    loopWith({ clip: (g, most) => Math.sign(g) * most }),
  ),
  mistake(
    "only short gradients are changed",
    "The comparison is the wrong way round: a length above maxNorm is shortened, one below it stays.",
    loopWith({
      clip: (g, most) => (Math.abs(g) < most ? Math.sign(g) * most : g),
    }),
  ),
];
