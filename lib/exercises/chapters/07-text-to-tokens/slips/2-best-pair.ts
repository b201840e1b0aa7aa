import { mistake, type MistakeOf, times } from "../../../author";
import { type Merge } from "../../../../core/text/merges";
import { asAsked, bestPair } from "../2-best-pair";
import { type CountedWord } from "../shared";

const APART =
  "Two lists with the same numbers are two keys for a Map: each pair is found " +
  "once. Make a key that is equal when the pair is, such as `${left} ${right}`.";

/** The best of all occurrences, none added to another. */
const apart =
  (better: (a: number[], b: number[]) => number) =>
  (words: CountedWord[]): Merge => {
    const seen = words.flatMap(({ tokens, count }) =>
      tokens.slice(1).map((right, i) => [tokens[i], right, count]),
    );
    const [left, right] = seen.sort(better)[0];
    return [left, right];
  };

/** What else learners answer to exercise 07.2. */
export const slips: MistakeOf<typeof bestPair>[] = [
  mistake("each occurrence of a pair is counted apart", APART, apart(asAsked)),
  mistake(
    "each occurrence of a pair is counted apart, and the first one wins",
    APART,
    apart((a, b) => b[2] - a[2]),
  ),
  mistake(
    "pairs from one occurrence of a word to the next",
    "A word that occurs 5 times in the text adds 5 to each of its own pairs. Its last and its first token are not neighbors.",
    (words) =>
      bestPair([
        {
          tokens: words.flatMap(({ tokens, count }) =>
            times(count, () => tokens).flat(),
          ),
          count: 1,
        },
      ]),
  ),
  mistake(
    "pairs across two words, counted like the second one",
    "A pair never spans two words: forget the last token when a new word begins.",
    (words) =>
      bestPair(
        words.map(({ tokens, count }, w) => ({
          tokens: [...(words[w - 1]?.tokens.slice(-1) ?? []), ...tokens],
          count,
        })),
      ),
  ),
  mistake(
    "`a a a` is counted once",
    "The task counts the pair `a a` twice in `a a a`, although only one of the two can be merged.",
    (words) =>
      bestPair(
        words.map(({ tokens, count }) => ({
          tokens: tokens.flatMap((token, at) => {
            let run = 0;
            while (tokens[at - run - 1] === token) run++;
            return run > 1 && run % 2 === 0 ? [-1 - at, token] : [token];
          }),
          count,
        })),
      ),
  ),
  mistake(
    "only the last occurrence counts",
    "`counts.set(pair, count)` wipes out what was there. Add to it.",
    (words) => {
      const last = new Map(
        words.flatMap(({ tokens, count }) =>
          tokens
            .slice(1)
            .map((right, i) => [`${tokens[i]} ${right}`, count] as const),
        ),
      );
      return bestPair(
        [...last].map(([pair, count]) => ({
          tokens: pair.split(" ").map(Number),
          count,
        })),
      );
    },
  ),
  mistake(
    "the last pair of each word is lost",
    "The loop ends one pair too early. A word of n tokens holds n - 1 pairs.",
    (words) =>
      bestPair(
        words.map(({ tokens, count }) => ({
          tokens: tokens.slice(0, -1),
          count,
        })),
      ),
  ),
];
