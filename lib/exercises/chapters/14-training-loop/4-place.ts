import { after, draw, exercise, mistake, whole, zeros } from "../../author";

/** Where a run goes on. */
export interface Place {
  /** counts from 0 */
  epoch: number;
  /** batches of that epoch which are done */
  skip: number;
}

/** Epoch, and batches to skip in it, after `step` steps are done. */
export function placeOf(
  step: number,
  windows: number,
  batchSize: number,
): Place {
  const perEpoch = Math.ceil(windows / batchSize);
  return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
}

/** The place with another rounding of the batches in an epoch. */
function placeWith(rounded: (batches: number) => number): typeof placeOf {
  return (step, windows, batchSize) => {
    const perEpoch = rounded(windows / batchSize);
    return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
  };
}

export default exercise(placeOf, {
  title: "Find the bug: a run that resumes in the wrong place",
  task: "Return the epoch (from 0) and the batches to skip in it, after some steps are done.",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "Try 10 windows in batches of 4. How many batches has an epoch, and how large is the last one?",
    "The last batch of an epoch may be smaller, but it is a step: round up.",
    "perEpoch = Math.ceil(windows / batchSize).",
  ],
  firstCases: [
    [3, 10, 4],
    [2, 8, 4],
    [0, 5, 2],
    [2, 3, 8],
    [9, 17, 5],
  ],
  randomCases: draw(8, (random) => [
    whole(random, 5, 60),
    3 * whole(random, 7, 12) + 1,
    3,
  ]),
  given: (step, windows, batchSize) => {
    const perEpoch = Math.floor(windows / batchSize);
    return { epoch: Math.floor(step / perEpoch), skip: step % perEpoch };
  },
  otherBugs: [
    [["Math.floor(windows / batchSize)", "Math.round(windows / batchSize)"]],
    [["Math.floor(windows / batchSize)", "windows / batchSize"]],
  ],
  mistakes: [
    mistake(
      "every run starts its epoch from the beginning",
      "Then the resumed run sees the epoch's first batches a second time. Skip those that are done.",
      after({ skip: zeros }),
    ),
    mistake(
      "epochs counted from 1",
      "The first epoch is number 0: before any step, epoch and skip are both 0.",
      after({ epoch: (epoch) => epoch + 1 }),
    ),
    mistake(
      "one batch more in every epoch",
      "8 windows in batches of 4 make two batches, and no third, empty one. Round up; do not add 1.",
      placeWith((batches) => Math.floor(batches) + 1),
    ),
    mistake(
      "rounded to the nearest",
      "A small rest, such as one window of three, is a batch too. Round up, always.",
      placeWith(Math.round),
    ),
    mistake(
      "one batch too many is skipped",
      "`step` steps are done, so exactly `step` batches were used. The next one must not be skipped.",
      (step, windows, batchSize) => placeOf(step + 1, windows, batchSize),
    ),
    mistake(
      "windows instead of batches",
      "The last batch of an epoch is smaller: steps times batchSize is more than the windows seen. Count in steps.",
      (step, windows, batchSize) => ({
        epoch: Math.floor((step * batchSize) / windows),
        skip: step % Math.ceil(windows / batchSize),
      }),
    ),
  ],
  alsoRight: (step, windows, batchSize) => {
    let [epoch, skip] = [0, 0];
    for (let done = 0; done < step; done++) {
      skip += 1;
      if (skip * batchSize >= windows) [epoch, skip] = [epoch + 1, 0];
    }
    return { epoch, skip };
  },
});
