import { combine, mistake, prediction, say, varied } from "../../author";

const bitsOfAByte = (loss: number, tokens: number, bytes: number) => {
  const nats = loss * tokens;
  const bits = nats / Math.LN2;
  return prediction(bits / bytes, {
    title: "Predict: bits per byte",
    task: `A model has a loss of ${loss} nats per token on a text of ${tokens} tokens and ${bytes} bytes. How many bits per byte is that, to two digits after the point?`,
    effort: { minutes: 4, difficulty: 2, points: 3 },
    hints: [
      "How many nats does the model need for the whole text?",
      `${loss} × ${tokens} = ${say(nats)} nats in all. One bit is ln 2 = 0.693 nats.`,
      `Turn ${say(nats)} nats into bits and share them among ${bytes} bytes.`,
    ],
    unit: "bits per byte",
    tolerance: 0.01,
    mistakes: [
      mistake(
        "nats, not bits",
        "That is nats per byte. A nat is 1/ln 2 = 1.44 bits.",
        nats / bytes,
      ),
      mistake(
        "bits per token",
        `That is bits per token. A token here stands for ${say(bytes / tokens, 3)} bytes.`,
        loss / Math.LN2,
      ),
      mistake(
        "bytes and tokens swapped",
        `There are fewer tokens than bytes, so a byte costs less than a token. Divide by ${say(bytes / tokens, 3)}.`,
        (loss * bytes) / tokens / Math.LN2,
      ),
      mistake(
        "multiplied by ln 2",
        "A bit is smaller than a nat, so there are more of them: divide by ln 2.",
        (nats / bytes) * Math.LN2,
      ),
      mistake(
        "the bits of the whole text",
        `That is what all ${bytes} bytes cost. Divide by their number.`,
        bits,
      ),
      mistake(
        "the nats of the whole text",
        "That is what the whole text costs, in nats. Turn it into bits, and divide by the bytes.",
        nats,
      ),
      mistake(
        "bytes and tokens swapped, in nats",
        "There are fewer tokens than bytes, so a byte costs less than a token. And one bit is ln 2 nats.",
        (loss * bytes) / tokens,
      ),
    ],
    explanation:
      `The whole text costs ${loss} · ${tokens} = ${say(nats)} nats. A nat is 1 / ln 2 = 1.4427 bits, so that is ` +
      `${say(bits, 5)} bits for ${bytes} bytes: **${say(bits / bytes, 4)}** bits per byte.`,
  });
};

export default varied(
  bitsOfAByte,
  [4.2, 250, 1000],
  combine([3.6, 4.8, 5.4], [200, 300, 400], [1000, 1200]),
);
