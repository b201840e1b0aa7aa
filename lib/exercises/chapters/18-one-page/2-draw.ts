import {
  args,
  between,
  draw as cases,
  exercise,
  mistake,
  times,
  total,
} from "../../author";

/** Index of the token that a uniform number between 0 and 1 chooses. */
export function drawToken(p: number[], u: number): number {
  let left = u;
  const found = p.findIndex((one) => (left -= one) < 0);
  return found < 0 ? p.length - 1 : found;
}

export default exercise(drawToken, {
  title: "Find the bug: a draw without a memory",
  task: "Return the index that the uniform number u draws: index i must come with probability p[i]. If rounding leaves the sum of p below u, it is the last index.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Lay the probabilities end to end on a line from 0 to 1. u is a point on it. Which piece does it hit?",
    "Take p = [0.5, 0.3, 0.2] and u = 0.6. The broken function compares 0.6 with each number alone. What should it compare with 0.3?",
    "Subtract every probability that you pass from u. The first one that makes the rest negative is the token.",
  ],
  as: "drawToken",
  firstCases: [
    [[0.5, 0.3, 0.2], 0.6],
    [[0.5, 0.3, 0.2], 0.1],
    [[0.5, 0.3, 0.2], 0.95],
    [[0.25, 0.5, 0.25], 0.7],
    [[0.5, 0, 0.5], 0.5],
    [[0.2, 0.3, 0.4999], 0.99999],
  ],
  randomCases: cases(12, (random, c) => {
    const sizes = times(3 + (c % 4), () => between(random, 0.1, 1));
    const all = total(sizes);
    return args(
      sizes.map((size) => size / all),
      random(),
    );
  }),
  given: (p, u) => {
    for (let id = 0; id < p.length; id++) if (u < p[id]) return id;
    return p.length - 1;
  },
  mistakes: [
    mistake(
      "the likeliest token",
      "That is a draw at temperature 0: it never uses u. A token of probability 0.2 must come in a fifth of all draws.",
      (p) => p.indexOf(Math.max(...p)),
    ),
    mistake(
      "one token too late",
      "The token whose piece contains u is the answer, not the one after it.",
      (p, u) => Math.min(drawToken(p, u) + 1, p.length - 1),
    ),
    mistake(
      "one token too early",
      "You return the last token that was passed. The next one contains u.",
      (p, u) => Math.max(drawToken(p, u) - 1, 0),
    ),
    mistake(
      "every token equally likely",
      "u times the number of tokens ignores p. Frequent tokens must come more often.",
      (p, u) => Math.floor(u * p.length),
    ),
    mistake(
      "laid out from the end",
      "You start at the last token. Begin with the first: u below p[0] draws index 0.",
      (p, u) => p.length - 1 - drawToken([...p].reverse(), u),
    ),
    mistake(
      "the probability, not its index",
      "Return the position of the token. The page looks its text up there.",
      (p, u) => p[drawToken(p, u)],
    ),
    mistake(
      "a token of probability 0",
      "A rest of exactly 0 is not negative yet: u belongs to the next piece. Compare with `<`.",
      (p, u) => {
        let left = u;
        return p.findIndex((one) => (left -= one) <= 0);
      },
    ),
    mistake(
      "the border belongs to the token before",
      "A token of probability 0 must never come, and a border is where the next piece begins. Compare with `<`.",
      (p, u) => {
        let left = u;
        const found = p.findIndex((one) => (left -= one) <= 0);
        return found < 0 ? p.length - 1 : found;
      },
    ),
  ],
  alsoRight: (p, u) => {
    const ends = p.map((_, id) => total(p.slice(0, id + 1)));
    const found = ends.findIndex((end) => u < end);
    return found < 0 ? p.length - 1 : found;
  },
});
