import { mistake, prediction } from "../../author";

export default prediction(4, {
  title: "Predict: the even guess",
  task: "A model gives each of 512 tokens the same probability. A token has 2.25 bytes on average. How many bits per byte is that?",
  effort: { minutes: 4, difficulty: 2, points: 2 },
  hints: [
    "The surprise of one token is -log2(1/512) bits.",
    "2 to the power of 9 is 512: so 9 bits per token.",
    "Each token pays for 2.25 bytes: divide.",
  ],
  unit: "bits per byte",
  tolerance: 0.01,
  mistakes: [
    mistake(
      "bits per token",
      "That is the price of a token. It covers 2.25 bytes.",
      9,
    ),
    mistake(
      "nats instead of bits",
      "You took the natural logarithm: those are nats per byte. Take log2, or divide by ln 2.",
      Math.log(512) / 2.25,
    ),
    mistake(
      "nats per token",
      "That is the loss of one token, in nats. Turn it into bits, and spread them over its 2.25 bytes.",
      Math.log(512),
    ),
    mistake(
      "multiplied by the bytes",
      "More bytes in a token make each byte cheaper: divide by 2.25.",
      20.25,
    ),
    mistake(
      "every byte by itself",
      "8 bits would be an even guess among 256 bytes. This model guesses among 512 tokens.",
      8,
    ),
    mistake(
      "tokens instead of bits",
      "512 is the number of tokens. Take its logarithm first: how many bits tell one of them from the others?",
      512 / 2.25,
    ),
    mistake(
      "the logarithm to base 10",
      "`Math.log10` is the logarithm to base 10. Bits need `Math.log2`.",
      Math.log10(512) / 2.25,
    ),
  ],
  explanation:
    "One token costs log2(512) = 9 bits and pays for 2.25 bytes: 9 / 2.25 = **4** bits per byte. " +
    "A model that has learned anything must be below that.",
});
