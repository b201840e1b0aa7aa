import { numberExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 17.2. */
export const memoryExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "17.2",
  title: "Predict: the memory of a billion",
  task: "A model has 1 billion parameters, trained with Adam, all in 32-bit numbers. How many gigabytes (10^9 bytes) do weights, gradients and Adam's memory take, without activations?",
  minutes: 4,
  difficulty: 2,
  points: 2,
  hints: [
    "A 32-bit number has 4 bytes.",
    "Each parameter has a gradient. Which two means does Adam keep for it?",
    "Four numbers of 4 bytes for each parameter.",
  ],
  reference: 16,
  unit: "GB",
  tolerance: 0.1,
  mistakes: [
    {
      name: "the weights alone",
      value: 4,
      hint: "Those are the weights. Training also needs gradients and Adam's two means.",
    },
    {
      name: "two numbers for each parameter",
      value: 8,
      hint: "Plain SGD would need that, for weights and gradients. Adam keeps two more: the means of the gradients and of their squares.",
    },
    {
      name: "three numbers for each parameter",
      value: 12,
      hint: "There are four: the weight, its gradient, and Adam's two means, of the gradients and of their squares. Which one is missing?",
    },
    {
      name: "64-bit numbers",
      value: 32,
      hint: "You counted 8 bytes a number. 32 bits are 4 bytes.",
    },
    {
      name: "bytes, not gigabytes",
      value: 16e9,
      hint: "Right, in bytes. A gigabyte is a billion of them.",
    },
    {
      name: "bits, not bytes",
      value: 128,
      hint: "Those are billions of bits. A byte has 8.",
    },
  ],
  explanation:
    "Weight, gradient, mean, mean of squares: 4 numbers of 4 bytes are **16** bytes a parameter, 16 GB for a billion.",
});

/** Exercise 17.4. */
export const amdahlExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "17.4",
  title: "Predict: nine threads",
  task: "A step takes 100 ms on one thread. 90 ms of it can be shared evenly, 10 ms cannot. How many times faster is it with 9 threads?",
  minutes: 4,
  difficulty: 2,
  points: 2,
  hints: [
    "What does the shared part take with 9 threads?",
    "90 / 9 = 10 ms. The other 10 ms stay.",
    "100 ms before, 20 ms after.",
  ],
  reference: 5,
  unit: "times",
  tolerance: 0.05,
  mistakes: [
    {
      name: "as many times as threads",
      value: 9,
      hint: "Only the 90 ms shrink. The 10 ms stay as they are.",
    },
    {
      name: "one of the two parts alone",
      value: 10,
      hint: "100 / 10 counts 10 ms only. There are two such parts: 90 / 9 ms that are shared, and 10 ms that cannot be. Add both.",
    },
    {
      name: "nine tenths of nine",
      value: 8.1,
      hint: "Times add up, speeds do not: compute the new time first, 90 / 9 + 10, then divide.",
    },
    {
      name: "the new time",
      value: 20,
      hint: "Those are the milliseconds with 9 threads. How many times do they go into 100?",
    },
    {
      name: "upside down",
      value: 0.2,
      hint: "That is the new time as a share of the old one. Divide the old by the new.",
    },
  ],
  explanation:
    "90 / 9 + 10 = 20 ms instead of 100: **5** times faster. Even with endlessly many threads it would be 10 times at most.",
});
