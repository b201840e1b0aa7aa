import { combine, mistake, prediction, say, varied } from "../../author";

/** How far each run lies from the mean of its model, in hundredths of a nat. */
const [FROM_A, FROM_B] = [
  [-3, 2, 1],
  [5, -5, 0],
];

const spreadOf = (losses: readonly number[]): number =>
  Math.max(...losses) - Math.min(...losses);

const seeds = (a: number, lead: number, timesA: number, timesB: number) => {
  const b = a + lead;
  const lossesA = FROM_A.map((from) => a + (timesA * from) / 100);
  const lossesB = FROM_B.map((from) => b + (timesB * from) / 100);
  const [list, other] = [lossesA, lossesB].map((losses) =>
    losses.map((loss) => loss.toFixed(2)).join(", "),
  );
  const spreads = [spreadOf(lossesA), spreadOf(lossesB)];
  const spread = Math.max(...spreads);
  const said = `${say(lead, 3)} / ${spread.toFixed(2)}`;
  const pair = (seed: number): number => lossesB[seed] - lossesA[seed];
  return prediction(lead / spread, {
    title: "Predict: is A the better model?",
    task: `Two models were trained with seeds 1, 2 and 3. A ended at ${list} nats, B at ${other}. A model's spread is its largest loss minus its smallest. Divide the difference of the two means by the larger of the two spreads: what comes out?`,
    effort: { minutes: 3, difficulty: 2, points: 2 },
    hints: [
      "Take the mean of A's three losses, and of B's. How far apart are they?",
      `The means are ${a.toFixed(2)} and ${b.toFixed(2)}. Which model has the larger spread, and how large is it?`,
      `The larger spread is ${spread.toFixed(2)}. Divide ${say(lead, 3)} by it.`,
    ],
    unit: "spreads",
    tolerance: 0.005,
    mistakes: [
      mistake(
        "the difference, not compared",
        "That is the difference in nats. Is it much or little? Divide it by the larger spread.",
        lead,
      ),
      mistake(
        "the smaller spread",
        "Take the larger spread: a difference must be seen above the noise of both models.",
        lead / Math.min(...spreads),
      ),
      mistake(
        "upside down",
        "That is how many differences fit into the spread. Divide the difference by the spread.",
        spread / lead,
      ),
      mistake(
        "seed 1 alone",
        "That looks at seed 1 only. Take the means of all three seeds.",
        pair(0) / spread,
      ),
      mistake(
        "seed 2 alone",
        "That looks at seed 2 only. Take the means of all three seeds.",
        Math.abs(pair(1)) / spread,
      ),
      mistake(
        "the best runs compared",
        "That compares the best run of each, which rewards luck. Compare the means.",
        Math.abs(Math.min(...lossesB) - Math.min(...lossesA)) / spread,
      ),
      mistake(
        "sums instead of means",
        "Those are the sums. The mean of three losses is a third of their sum.",
        (3 * lead) / spread,
      ),
      mistake(
        "the mean of the spreads",
        "That divides by the mean of the two spreads. Divide by the larger one.",
        (2 * lead) / (spreads[0] + spreads[1]),
      ),
      mistake(
        "the spreads added",
        "That divides by both spreads together. Divide by the larger one.",
        lead / (spreads[0] + spreads[1]),
      ),
      mistake(
        "A minus B",
        "The size is right. How far apart the means are has no sign: take the larger minus the smaller.",
        -lead / spread,
      ),
      mistake(
        "A minus B, and not compared",
        "That is A minus B, in nats. How far apart they are has no sign; then divide it by the larger spread.",
        -lead,
      ),
      mistake(
        "in percent",
        "That is in percent. As a plain number it is a hundredth of that.",
        (100 * lead) / spread,
      ),
    ],
    explanation:
      `The means are ${a.toFixed(2)} and ${b.toFixed(2)}, and the larger spread is ${spread.toFixed(2)}: ${said} = **${say(lead / spread, 3)}**. ` +
      "A is ahead by less than another seed changes, so this is a tie. With one seed you could have reported either order: seed 1 says A, seed 2 says B. " +
      "Only many more seeds could show whether A is a little better.",
  });
};

export default varied(
  seeds,
  [5.24, 0.02, 1, 1],
  combine([4.12, 3.36], [0.01, 0.03, 0.04], [1, 2], [1, 2, 3]),
);
