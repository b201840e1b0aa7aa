import { combine, mistake, prediction, say, varied } from "../../author";

const logitsInMemory = (windows: number, length: number, vocab: number) => {
  const count = windows * length * vocab;
  const megabytes = (4 * count) / 1e6;
  return prediction(megabytes, {
    title: "Predict: how large are the logits?",
    task: `The logits of a TinyLLM batch have shape (${windows}, ${length}, ${vocab}). How many megabytes (a million bytes) is that in 32 bits?`,
    effort: { minutes: 3, difficulty: 1, points: 3 },
    hints: [
      "How many numbers does the shape hold?",
      `${windows} × ${length} × ${vocab} = ${say(count)} numbers. A 32-bit number takes 4 bytes.`,
      "Multiply by 4 and divide by a million.",
    ],
    unit: "MB",
    tolerance: 0.1,
    mistakes: [
      mistake(
        "64-bit numbers",
        "32 bits are 4 bytes; 8 bytes would be 64 bits.",
        2 * megabytes,
      ),
      mistake(
        "the numbers, not the bytes",
        "That is how many million numbers. Each takes 4 bytes.",
        count / 1e6,
      ),
      mistake(
        "binary megabytes",
        "You divided by 1024 twice. Here a megabyte is a million bytes.",
        (4 * count) / 1024 ** 2,
      ),
      mistake(
        "one window only",
        `There are ${windows} windows in the batch.`,
        megabytes / windows,
      ),
      mistake(
        "one place of each window",
        `Each window has ${length} places, and a score for every token at each of them.`,
        megabytes / length,
      ),
      mistake(
        "one score per place",
        `At each place there is a score for each of ${vocab} tokens.`,
        megabytes / vocab,
      ),
      mistake(
        "16-bit numbers",
        "32 bits are 4 bytes; 2 bytes would be 16 bits.",
        megabytes / 2,
      ),
      mistake(
        "how many numbers, not bytes",
        "Each of these numbers takes 4 bytes. Then divide by a million.",
        count,
      ),
    ],
    explanation:
      `${windows} · ${length} · ${vocab} = ${say(count)} numbers of 4 bytes each: **${say(megabytes)}** MB. ` +
      "It would be by far the largest tensor of the model.",
  });
};

export default varied(
  logitsInMemory,
  [32, 128, 5000],
  combine([16, 24, 48], [64, 128, 256], [4000, 8000]),
);
