import { after, between, exercise, mistake, times, whole } from "../../author";

/** Documents to train on, and documents to judge by. */
export interface HeldOut {
  train: string[];
  validation: string[];
}

/** Holds out the last documents, one at least, and trains on the others. */
export function holdOut(documents: string[], fraction: number): HeldOut {
  const count = Math.max(1, Math.floor(fraction * documents.length));
  const cut = documents.length - count;
  return { train: documents.slice(0, cut), validation: documents.slice(cut) };
}

/** Holds out the last `count` documents. */
function cutOff(documents: string[], count: number): HeldOut {
  const cut = documents.length - count;
  return { train: documents.slice(0, cut), validation: documents.slice(cut) };
}

export default exercise(holdOut, {
  title: "Find the bug: a validation loss too good to be true",
  task: "The last floor(fraction x documents) documents are for validation, one at least; no document is in both parts.",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "Split 10 documents with fraction 0.2, then 5 documents with 0.1. Look at both parts.",
    "With few documents `count` becomes 0. What do `slice(0, n)` and `slice(-0)` give?",
    "Make `count` at least 1, and cut both parts at the same place: `slice(0, cut)`, `slice(cut)`.",
  ],
  as: "holdOut",
  randomCases: (random) =>
    [
      [10, 0.2],
      [5, 0.1],
      [2, 0.25],
      [1, 0.5],
      [9, 0.3],
      [10, 0.29],
      ...times(6, () => [whole(random, 3, 14), between(random, 0.03, 0.45)]),
    ].map(([count, fraction]): [string[], number] => [
      times(count, (n) => `document ${n + 1}`),
      fraction,
    ]),
  given: (documents, fraction) => {
    const count = Math.floor(fraction * documents.length);
    return {
      train: documents.slice(0, documents.length - count),
      validation: documents.slice(-count),
    };
  },
  otherBugs: [[["slice(-count)", "slice(-Math.max(1, count))"]]],
  mistakes: [
    mistake(
      "trained on everything",
      "The validation documents are still in `train`: the model is tested on what it has read. Remove them.",
      after({ train: (_, documents) => [...documents] }),
    ),
    ...[Math.ceil, Math.round].map((rounded) =>
      mistake(
        rounded === Math.ceil ? "rounded up" : "rounded to the nearest",
        "Round down, `Math.floor`, and hold out one document at least.",
        (documents: string[], fraction: number): HeldOut =>
          cutOff(documents, Math.max(1, rounded(fraction * documents.length))),
      ),
    ),
    mistake(
      "one document more",
      "Adding 1 helps where the count is 0, and is one too many elsewhere: take the larger of 1 and the count.",
      (documents, fraction) =>
        cutOff(documents, Math.floor(fraction * documents.length) + 1),
    ),
    mistake(
      "no validation at all",
      "No document is in both parts any more, but a small collection gets no validation. Hold out one at least.",
      (documents, fraction) =>
        cutOff(documents, Math.floor(fraction * documents.length)),
    ),
    mistake(
      "the first documents held out",
      "The parts are separate, which matters most. But hold out the last documents.",
      (documents, fraction) => {
        const count = holdOut(documents, fraction).validation.length;
        return {
          train: documents.slice(count),
          validation: documents.slice(0, count),
        };
      },
    ),
    mistake(
      "the parts swapped",
      "Most of the text is for training, and a small part for validation.",
      after((parts) => ({ train: parts.validation, validation: parts.train })),
    ),
    mistake(
      "one document in both parts",
      "`slice(0, end)` leaves `end` out. Cut both parts at the same place, without a + 1.",
      after({ train: (train, all) => all.slice(0, train.length + 1) }),
    ),
  ],
  alsoRight: (documents, fraction) => {
    const train = [...documents];
    const validation: string[] = [];
    do validation.unshift(train.pop() as string);
    while (validation.length + 1 <= fraction * documents.length);
    return { train, validation };
  },
});
