import { combine, mistake, prediction, say, varied } from "../../author";

const uniformGuess = (bits: number, bytes: number) => {
  const tokens = 2 ** bits;
  return prediction(bits / bytes, {
    title: "Predict: the even guess",
    task: `A model gives each of ${tokens} tokens the same probability. A token has ${bytes} bytes on average. How many bits per byte is that?`,
    effort: { minutes: 4, difficulty: 2, points: 2 },
    hints: [
      `The surprise of one token is -log2(1/${tokens}) bits.`,
      `2 to the power of ${bits} is ${tokens}: so ${bits} bits per token.`,
      `Each token pays for ${bytes} bytes: divide.`,
    ],
    unit: "bits per byte",
    tolerance: 0.01,
    mistakes: [
      mistake(
        "bits per token",
        `That is the price of a token. It covers ${bytes} bytes.`,
        bits,
      ),
      mistake(
        "nats instead of bits",
        "You took the natural logarithm: those are nats per byte. Take log2, or divide by ln 2.",
        Math.log(tokens) / bytes,
      ),
      mistake(
        "nats per token",
        `That is the loss of one token, in nats. Turn it into bits, and spread them over its ${bytes} bytes.`,
        Math.log(tokens),
      ),
      mistake(
        "multiplied by the bytes",
        `More bytes in a token make each byte cheaper: divide by ${bytes}.`,
        bits * bytes,
      ),
      mistake(
        "every byte by itself",
        `8 bits would be an even guess among 256 bytes. This model guesses among ${tokens} tokens.`,
        8,
      ),
      mistake(
        "tokens instead of bits",
        `${tokens} is the number of tokens. Take its logarithm first: how many bits tell one of them from the others?`,
        tokens / bytes,
      ),
      mistake(
        "the logarithm to base 10",
        "`Math.log10` is the logarithm to base 10. Bits need `Math.log2`.",
        Math.log10(tokens) / bytes,
      ),
    ],
    explanation:
      `One token costs log2(${tokens}) = ${bits} bits and pays for ${bytes} bytes: ${bits} / ${bytes} = **${say(bits / bytes, 4)}** bits per byte. ` +
      "A model that has learned anything must be below that.",
  });
};

export default varied(
  uniformGuess,
  [9, 2.25],
  combine([10, 11, 12], [2, 2.5, 3.2]),
);
