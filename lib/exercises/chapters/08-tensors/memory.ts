import { numberExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 08.2. */
export const memoryExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "08.2",
  title: "Predict: how large are the logits",
  task: "The logits of a TinyLLM batch have shape (32, 128, 5000). How many megabytes (a million bytes) is that in 32 bits?",
  minutes: 3,
  difficulty: 1,
  points: 3,
  hints: [
    "How many numbers does the shape hold?",
    "32 × 128 × 5000 = 20,480,000 numbers. A 32-bit number takes 4 bytes.",
    "Multiply by 4 and divide by a million.",
  ],
  reference: 81.92,
  unit: "MB",
  tolerance: 0.1,
  mistakes: [
    {
      name: "64-bit numbers",
      value: 163.84,
      hint: "32 bits are 4 bytes; 8 bytes would be 64 bits.",
    },
    {
      name: "the numbers, not the bytes",
      value: 20.48,
      hint: "That is how many million numbers. Each takes 4 bytes.",
    },
    {
      name: "binary megabytes",
      value: 78.125,
      hint: "You divided by 1024 twice. Here a megabyte is a million bytes.",
    },
    {
      name: "one window only",
      value: 2.56,
      hint: "There are 32 windows in the batch.",
    },
  ],
  explanation:
    "32 · 128 · 5000 = 20,480,000 numbers of 4 bytes each: **81.92** MB. " +
    "It would be by far the largest tensor of the model.",
});
