import { after, mistake, type MistakeOf } from "../../../author";
import { planRun, type RunPlan, type RunSize } from "../3-plan";

/** A plan with any number of windows, whole or not. */
function planOf(run: RunSize, windows: number): RunPlan {
  const { length, batchSize, epochs } = run;
  const stepsPerEpoch = Math.ceil(windows / batchSize);
  return {
    windows,
    stepsPerEpoch,
    totalSteps: epochs * stepsPerEpoch,
    tokensSeen: epochs * windows * length,
  };
}

/** What else learners answer to exercise 15.3. */
export const slips: MistakeOf<typeof planRun>[] = [
  mistake(
    "all tokens of the text counted",
    "What does not fill a window is dropped. Count the inputs of the windows: windows × length.",
    after({
      tokensSeen: (_: number, { epochs, tokens }: RunSize) => epochs * tokens,
    }),
  ),
  mistake(
    "rounded up over all epochs",
    "Every epoch ends with its own smaller batch: round up in each epoch, then multiply.",
    after({
      totalSteps: (_: number, run: RunSize) =>
        Math.ceil((run.epochs * planRun(run).windows) / run.batchSize),
    }),
  ),
  mistake(
    "one token added instead of taken away",
    "The text gets no longer by its last target. Its last token has no successor, so it cannot be an input: N - 1.",
    (run) => planOf(run, Math.floor((run.tokens + 1) / run.length)),
  ),
  mistake(
    "a window at every token",
    "Such windows overlap. Here they lie side by side: divide the inputs by `length`.",
    (run) => planOf(run, run.tokens - run.length),
  ),
  ...[1, 0].map((taken) =>
    mistake(
      taken
        ? "a part of a window counted"
        : "a part of a window counted, and no target",
      taken
        ? "A window that is not full is dropped: round down with `Math.floor`."
        : "A window that is not full is dropped: keep `Math.floor`. And look at the last target.",
      (run: RunSize) => planOf(run, (run.tokens - taken) / run.length),
    ),
  ),
  mistake(
    "windows one token shorter",
    "A window has `length` inputs and as many targets. Only the text as a whole loses one token.",
    (run) => planOf(run, Math.floor(run.tokens / (run.length - 1))),
  ),
  mistake(
    "the last target counted in each window",
    "A window trains on `length` positions. Its extra token is a target, and the first input of the next window.",
    after({
      tokensSeen: (_: number, run: RunSize) =>
        run.epochs * planRun(run).windows * (run.length + 1),
    }),
  ),
  ...[1, 0].map((taken) =>
    mistake(
      taken
        ? "batches rounded to the nearest"
        : "batches rounded to the nearest, and no last target",
      taken
        ? "The windows are right. A last batch counts however small it is: round up with `Math.ceil`."
        : "`Math.ceil` was right: a last batch counts however small it is. The bug is in the windows: look at the last target.",
      (run: RunSize) => {
        const windows = Math.floor((run.tokens - taken) / run.length);
        const plan = planOf(run, windows);
        const stepsPerEpoch = Math.round(windows / run.batchSize);
        const totalSteps = run.epochs * stepsPerEpoch;
        return { ...plan, stepsPerEpoch, totalSteps };
      },
    ),
  ),
];
