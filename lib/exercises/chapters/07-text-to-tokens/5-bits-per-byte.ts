import { mistake, prediction } from "../../author";

export default prediction(1050 / Math.LN2 / 1000, {
  title: "Predict: bits per byte",
  task: "A model has a loss of 4.2 nats per token on a text of 250 tokens and 1000 bytes. How many bits per byte is that, to two digits after the point?",
  effort: { minutes: 4, difficulty: 2, points: 3 },
  hints: [
    "How many nats does the model need for the whole text?",
    "4.2 × 250 = 1050 nats in all. One bit is ln 2 = 0.693 nats.",
    "Turn 1050 nats into bits and share them among 1000 bytes.",
  ],
  unit: "bits per byte",
  tolerance: 0.01,
  mistakes: [
    mistake(
      "nats, not bits",
      "That is nats per byte. A nat is 1/ln 2 = 1.44 bits.",
      1.05,
    ),
    mistake(
      "bits per token",
      "That is bits per token. A token here stands for 4 bytes.",
      4.2 / Math.LN2,
    ),
    mistake(
      "bytes and tokens swapped",
      "There are fewer tokens than bytes, so a byte costs less than a token. Divide by 4.",
      (4.2 * 4) / Math.LN2,
    ),
    mistake(
      "multiplied by ln 2",
      "A bit is smaller than a nat, so there are more of them: divide by ln 2.",
      1.05 * Math.LN2,
    ),
    mistake(
      "the bits of the whole text",
      "That is what all 1000 bytes cost. Divide by their number.",
      1050 / Math.LN2,
    ),
    mistake(
      "the nats of the whole text",
      "That is what the whole text costs, in nats. Turn it into bits, and divide by the bytes.",
      1050,
    ),

    mistake(
      "bytes and tokens swapped, in nats",
      "There are fewer tokens than bytes, so a byte costs less than a token. And one bit is ln 2 nats.",
      16.8,
    ),
  ],
  explanation:
    "The whole text costs 4.2 · 250 = 1050 nats. A nat is 1 / ln 2 = 1.4427 bits, so that is " +
    "1514.8 bits for 1000 bytes: **1.515** bits per byte.",
});
