import { after, mistake, type MistakeOf } from "../../../author";
import { planRun, type RunSize } from "../3-plan";

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
];
