import { mistake, prediction } from "../../author";

export default prediction(4096, {
  title: "Predict: the weights of one head",
  task: "A block has 128 channels and 4 heads. Its projection is a matrix of 128 × 128 weights: it reads the results of all heads side by side, and writes to the stream. To take one head out, you set the weights to 0 that read its result. How many are they?",
  effort: { minutes: 3, difficulty: 2, points: 2 },
  hints: [
    "How many numbers per token does one of the 4 heads give, if all of them together give 128?",
    "Each of these numbers is read once for each channel of the stream.",
    "128 outputs, each with one weight per number of the head.",
  ],
  unit: "weights",
  tolerance: 0,
  mistakes: [
    mistake(
      "all heads",
      "That is the whole projection: all four heads would be silent.",
      16_384,
    ),
    mistake(
      "32 outputs",
      "A head gives 32 numbers, but it does not write to 32 channels only: each of the 128 outputs reads them.",
      1024,
    ),
    mistake(
      "one weight per number",
      "That is how many numbers the head gives. Each of them is read by all 128 outputs.",
      32,
    ),
    mistake(
      "one number",
      "That is the number of weights that read one number. The head gives more than one.",
      128,
    ),
    mistake(
      "the weights that stay",
      "So many stay as they are. (As many make queries, keys and values of one head, but those need not change: a result that is not read has no effect.)",
      12_288,
    ),
    mistake(
      "one number per head",
      "That takes each head to give 4 numbers. 4 is the number of heads; they share the 128 channels.",
      512,
    ),
  ],
  explanation:
    "A head gives 128 / 4 = 32 numbers, and each of the 128 outputs reads them: 128 · 32 = **4096** weights, 32 columns of the matrix.",
});
