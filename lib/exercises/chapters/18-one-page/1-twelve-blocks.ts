import { mistake, prediction } from "../../author";

export default prediction(1, {
  title: "Predict: twelve blocks",
  task: "The model on the page has 1 block. How many lines of the page must you change to train one with 12?",
  effort: { minutes: 3, difficulty: 1, points: 2 },
  hints: [
    "Find every line that has anything to do with the number of blocks.",
    "Which of them say 1, and which ask `LAYERS` or the list `blocks`?",
    "The count of the parameters, the list of blocks, and both directions ask. Only the line with the sizes says 1.",
  ],
  unit: "lines",
  tolerance: 0,
  mistakes: [
    mistake(
      "no line at all",
      "Something must say 12. Where does the page say 1 today?",
      0,
    ),
    mistake(
      "forward and backward",
      "`forward` and `lossAndGradients` go through the list `blocks`, however long it is. Where does its length come from?",
      2,
    ),
    mistake(
      "every line that names LAYERS",
      "Four lines name `LAYERS`, and three of them only ask for its value. They stay as they are.",
      4,
    ),
    mistake(
      "sizes, count, list and both directions",
      "You counted the lines that use the number of blocks. All but one ask `LAYERS` or the list `blocks`, and stay as they are.",
      6,
    ),
    mistake(
      "a line for each new block",
      "Blocks are not written out one by one: `Array.from` makes as many as `LAYERS` says.",
      11,
    ),
    mistake(
      "a line for each block",
      "Blocks are not written out one by one: `Array.from` makes as many as `LAYERS` says.",
      12,
    ),
  ],
  explanation:
    "**1** line: the sizes, where `LAYERS` is 1. Everything else asks `LAYERS`, or goes through the list `blocks`. GPT-2 (2019) has 12 blocks.",
});
