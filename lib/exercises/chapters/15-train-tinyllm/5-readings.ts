import { mistake, prediction } from "../../author";

const TOKENS = 188_154;
const READ = 2000 * 4 * 128;

export default prediction(READ / TOKENS, {
  title: "Predict: how often the text was read",
  task: "A tenth of the speeches has 188,154 tokens. A step reads 4 windows of 128 tokens. The best weights are those of step 2000. How often had the model read the text by then?",
  effort: { minutes: 4, difficulty: 2, points: 2 },
  hints: [
    "How many tokens does one step read?",
    "4 · 128 tokens per step, 2000 steps: that is how much was read in all.",
    "Divide what was read by the length of the text. The result is a number of epochs.",
  ],
  unit: "times",
  tolerance: 0.05,
  mistakes: [
    mistake(
      "one window per step",
      "A step reads a batch of 4 windows, not one.",
      READ / 4 / TOKENS,
    ),
    mistake(
      "upside down",
      "That is the share of the reading which one pass takes. Divide what was read by the length of the text.",
      TOKENS / READ,
    ),
    mistake(
      "windows instead of tokens",
      "A window has 128 tokens. Count tokens on both sides.",
      (2000 * 4) / TOKENS,
    ),
    mistake(
      "all the steps of the run",
      "That is for 16,000 steps. The best weights are those of step 2000.",
      (READ * 8) / TOKENS,
    ),
    mistake(
      "a step for a token",
      "A step reads 4 · 128 = 512 tokens, not one.",
      2000 / TOKENS,
    ),
    mistake(
      "the steps of one reading",
      "That is how many steps one reading takes. How many readings are 2000 steps?",
      TOKENS / (4 * 128),
    ),
    mistake(
      "batches of 16",
      "The runs of this section read 4 windows per step.",
      (READ * 4) / TOKENS,
    ),
    mistake(
      "every token twice",
      "That is twice as often. The targets are the same tokens one place on, so they are no further reading: count 4 · 128 tokens per step.",
      (READ * 2) / TOKENS,
    ),
    mistake(
      "half of each step",
      "That is half as often. A step reads 4 windows of 128 tokens, all 512.",
      READ / 2 / TOKENS,
    ),
    mistake(
      "not quite",
      "Nearly. Divide all 1,024,000 tokens by 188,154, and round only at the end, to the nearest tenth.",
      5.5,
    ),
  ],
  explanation:
    "2000 · 4 · 128 = 1,024,000 tokens were read, and 1,024,000 / 188,154 = **5.44**. " +
    "After five readings more of the same text no longer helped with others, at least at that rate.",
});
