import { numberExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 01.3. */
export const stepsExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "01.3",
  title: "Predict: how many steps",
  task: "On (w - 3)², from w = 8 with learning rate 0.1: after how many steps is w closer to 3 than 0.01?",
  minutes: 8,
  difficulty: 3,
  points: 3,
  hints: [
    "One step at learning rate 0.1 multiplies the distance to 3 by the same factor every time. Which one?",
    "The factor is 1 - 0.1 × 2 = 0.8, and the distance begins at 5.",
    "Find the smallest whole n with 5 × 0.8ⁿ < 0.01, with a loop or with logarithms.",
  ],
  reference: 28,
  unit: "steps",
  tolerance: 0,
  mistakes: [
    {
      name: "rounded down",
      value: 27,
      hint: "After 27 steps the distance is 0.0121, still above 0.01. Steps are whole: round up.",
    },
    {
      name: "the slope without its 2",
      value: 59,
      hint: "You used the factor 0.9. The slope of (w - 3)² is 2 (w - 3), so the factor is 1 - 0.1 × 2.",
    },
    {
      name: "all steps as long as the first",
      value: 5,
      hint: "The first step has length 1, but the slope gets flatter and the steps get shorter: each closes a fifth of what is left.",
    },
  ],
  explanation:
    "The slope is 2 (w − 3), so one step at learning rate 0.1 turns the distance d into " +
    "d − 0.1 · 2 d = 0.8 d. It begins at 5: after n steps it is 5 · 0.8ⁿ. " +
    "That is below 0.01 once n > ln 500 / ln 1.25 = 27.85: after **28** steps.",
});

/** Exercise 01.4. */
export const thresholdExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "01.4",
  title: "Predict: where divergence begins",
  task: "Gradient descent on L(w) = 3 (w - 2)², from w = 5: above which learning rate does it run away?",
  minutes: 8,
  difficulty: 2,
  points: 3,
  hints: [
    "Write one step for the distance to the minimum, d = w - 2. By which factor does it change?",
    "The slope is 6 (w - 2), so d becomes d - learningRate × 6 d = (1 - 6 learningRate) d.",
    "The distance grows when that factor is below -1. At which learning rate is it exactly -1?",
  ],
  reference: 1 / 3,
  unit: "as learning rate",
  tolerance: 0.01,
  mistakes: [
    {
      name: "the best learning rate, not the limit",
      value: 1 / 6,
      hint: "At 1/6 the first step lands exactly on the minimum. Beyond it a step overshoots, yet still ends closer than it began. How far can you go until it ends no closer?",
    },
    {
      name: "the square's own 2 is missing from the slope",
      value: 2 / 3,
      hint: "The slope of 3 (w - 2)² is 6 (w - 2): the exponent comes down as a factor.",
    },
    {
      name: "the limit of the plain parabola",
      value: 1,
      hint: "That is the limit for (w - 2)². This bowl is three times as steep.",
    },
  ],
  explanation:
    "The slope of 3 (w − 2)² is 6 (w − 2). With d = w − 2 one step turns d into " +
    "(1 − 6 · learningRate) · d. The path comes closer while that factor lies between " +
    "−1 and 1, so up to a learning rate of **1/3**; there it jumps to and fro for ever, and beyond it runs away.",
});
