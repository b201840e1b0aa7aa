import { mistake, prediction } from "../../author";

export default prediction(28, {
  title: "Predict: how many steps?",
  task: "On (w - 3)², from w = 8 with learning rate 0.1: after how many steps is w closer to 3 than 0.01?",
  effort: { minutes: 8, difficulty: 3, points: 3 },
  hints: [
    "One step at learning rate 0.1 multiplies the distance to 3 by the same factor every time. Which one?",
    "The factor is 1 - 0.1 × 2 = 0.8, and the distance begins at 5.",
    "Find the smallest whole n with 5 × 0.8ⁿ < 0.01, with a loop or with logarithms.",
  ],
  unit: "steps",
  tolerance: 0,
  mistakes: [
    mistake(
      "rounded down",
      "After 27 steps the distance is 0.0121, still above 0.01. Steps are whole: round up.",
      27,
    ),
    mistake(
      "the slope without its 2",
      "You used the factor 0.9. The slope of (w - 3)² is 2 (w - 3), so the factor is 1 - 0.1 × 2.",
      59,
    ),
    mistake(
      "all steps as long as the first",
      "The first step has length 1, but the slope gets flatter and the steps get shorter: each closes a fifth of what is left.",
      5,
    ),
    mistake(
      "the distance at the start is left out",
      "0.8ⁿ < 0.01 would be right for a distance of 1. Here it begins at 5.",
      21,
    ),
    mistake(
      "the loss instead of the distance",
      "After 18 steps the loss is below 0.01, but the loss is the square of the distance, and the distance is still 0.09.",
      18,
    ),
    mistake(
      "the distance to 0 instead of 3",
      "w begins at 8, so the distance to 3 begins at 5.",
      30,
    ),
    mistake(
      "as many steps as hundredths",
      "500 steps of a hundredth would do. But the first step is 1 long, and each closes a fifth of what is left.",
      500,
    ),
    mistake(
      "steps of a hundredth",
      "500 steps of a hundredth would do. But the first step is 1 long, and each closes a fifth of what is left.",
      499,
    ),
  ],
  explanation:
    "The slope is 2 (w − 3), so one step at learning rate 0.1 turns the distance d into " +
    "d − 0.1 · 2 d = 0.8 d. It begins at 5: after n steps it is 5 · 0.8ⁿ. " +
    "That is below 0.01 once n > ln 500 / ln 1.25 = 27.85: after **28** steps.",
});
