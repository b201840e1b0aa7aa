import { mistake, prediction } from "../../author";

export default prediction(81.92, {
  title: "Predict: how large are the logits?",
  task: "The logits of a TinyLLM batch have shape (32, 128, 5000). How many megabytes (a million bytes) is that in 32 bits?",
  effort: { minutes: 3, difficulty: 1, points: 3 },
  hints: [
    "How many numbers does the shape hold?",
    "32 × 128 × 5000 = 20,480,000 numbers. A 32-bit number takes 4 bytes.",
    "Multiply by 4 and divide by a million.",
  ],
  unit: "MB",
  tolerance: 0.1,
  mistakes: [
    mistake(
      "64-bit numbers",
      "32 bits are 4 bytes; 8 bytes would be 64 bits.",
      163.84,
    ),
    mistake(
      "the numbers, not the bytes",
      "That is how many million numbers. Each takes 4 bytes.",
      20.48,
    ),
    mistake(
      "binary megabytes",
      "You divided by 1024 twice. Here a megabyte is a million bytes.",
      78.125,
    ),
    mistake("one window only", "There are 32 windows in the batch.", 2.56),
    mistake(
      "16-bit numbers",
      "32 bits are 4 bytes; 2 bytes would be 16 bits.",
      40.96,
    ),

    mistake(
      "how many numbers, not bytes",
      "Each of these numbers takes 4 bytes. Then divide by a million.",
      20_480_000,
    ),
  ],
  explanation:
    "32 · 128 · 5000 = 20,480,000 numbers of 4 bytes each: **81.92** MB. " +
    "It would be by far the largest tensor of the model.",
});
