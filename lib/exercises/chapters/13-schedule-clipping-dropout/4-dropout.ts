import { after, exercise, mistake, scaled } from "../../author";
import { cases, type Dropping } from "./shared";

/** Dropout forward: 0 where dropped, x / (1 - rate) where kept. */
export function dropNumbers({ x, kept, rate }: Dropping): number[] {
  return x.map((value, i) => (kept[i] ? value / (1 - rate) : 0));
}

export default exercise(dropNumbers, {
  title: "Find the bug: a model that is louder when it is used",
  task: "Drop numbers so that each keeps its expected value: nothing must change on average.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "What is the mean of one number over many masks? It is 0 with probability rate, and otherwise itself.",
    "The mean is (1 - rate) times x. What must a kept number be, so that the mean is x?",
    "Divide what is kept by 1 - rate.",
  ],
  as: "myDrop",
  parameters: ["inputs"],
  randomCases: cases,
  given: ({ x, kept }) => {
    return x.map((value, i) => (kept[i] ? value : 0));
  },
  otherBugs: [
    [["kept[i] ? value : 0", "kept[i] ? value * (1 - rate) : 0"]],
    [["kept[i] ? value : 0", "kept[i] ? value / (1 + rate) : 0"]],
  ],
  mistakes: [
    mistake(
      "multiplied by the share that is kept",
      "That makes the sum smaller still. The kept numbers must make up for the dropped ones: divide.",
      after((y, { rate }) => scaled(y, (1 - rate) ** 2)),
    ),
    mistake(
      "divided by the rate",
      "rate is the share that is dropped. Divide by the share that is kept, 1 - rate.",
      after((y, { rate }) => scaled(y, (1 - rate) / rate)),
    ),
    mistake(
      "the mask the wrong way around",
      "kept[i] says that the number stays. You dropped those.",
      (inputs) => dropNumbers({ ...inputs, kept: inputs.kept.map((k) => !k) }),
    ),
    mistake(
      "all numbers are scaled",
      "Dropped numbers must be 0.",
      ({ x, rate }) => scaled(x, 1 / (1 - rate)),
    ),
    mistake(
      "divided by the share kept this time",
      "Use the probability, 1 - rate, not what this one mask happened to keep.",
      ({ x, kept }) => {
        const share = kept.filter(Boolean).length / x.length;
        return x.map((value, i) => (kept[i] ? value / share : 0));
      },
    ),
  ],
  alsoRight: ({ x, kept, rate }) => {
    const scale = [0, 1 / (1 - rate)];
    return x.map((value, i) => value * scale[Number(kept[i])]);
  },
});
