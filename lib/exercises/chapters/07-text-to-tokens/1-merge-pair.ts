import { type Merge, mergePair } from "../../../core/text/merges";
import { draw, exercise, mistake, whole } from "../../author";
import { randomWord } from "./shared";

/** What 07.1 asks for. */
type MergeOnePair = (tokens: number[], pair: Merge, id: number) => number[];

export default exercise<MergeOnePair>(mergePair, {
  title: "Merge a pair",
  task: "Return the tokens with every occurrence of the pair replaced by the new id, read from the left.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Walk from left to right and build a new list. At each place ask: does the pair start here?",
    "If `tokens[at]` is left and `tokens[at + 1]` is right, push the new id; otherwise push `tokens[at]`.",
    "A merge uses up two old tokens: continue after both of them (`at++` once more).",
  ],
  parameters: ["tokens", "pair", "id"],
  firstCases: [
    [[97, 98, 99, 97, 98], [97, 98], 257],
    [[97, 97, 97, 97, 97], [97, 97], 257],
    [[197, 98, 97, 981, 97, 98], [97, 98], 257],
    [[97, 98], [97, 98], 257],
    [[0, 97, 0, 0, 97, 0], [0, 97], 257],
    [[], [97, 98], 257],
  ],
  randomCases: draw(8, (random) => [
    randomWord(random, 6, 14),
    [whole(random, 97, 98), whole(random, 97, 98)],
    257 + whole(random, 0, 40),
  ]),
  mistakes: [
    mistake(
      "the right token stays",
      "The new token stands for both. After pushing it, skip the right one too.",
      (tokens, [left, right], id) =>
        tokens.map((token, at) =>
          token === left && tokens[at + 1] === right ? id : token,
        ),
    ),
    mistake(
      "only the first occurrence",
      "You stop after one merge. The pair may occur many times.",
      (tokens, [left, right], id) => {
        const at = tokens.findIndex(
          (token, i) => token === left && tokens[i + 1] === right,
        );
        return at < 0
          ? [...tokens]
          : [...tokens.slice(0, at), id, ...tokens.slice(at + 2)];
      },
    ),
    mistake(
      "read from the right",
      "In a a a two places compete for the middle one. The left one wins, as when you read.",
      (tokens, [left, right], id) =>
        mergePair([...tokens].reverse(), [right, left], id).reverse(),
    ),
    mistake(
      "merged in the text of all ids",
      "As text, `197 98` contains `97 98` too, and an empty text gives [0]. Compare numbers, token by token.",
      (tokens, [left, right], id) =>
        tokens
          .join(" ")
          .replaceAll(`${left} ${right}`, `${id}`)
          .split(" ")
          .map(Number),
    ),
    mistake(
      "the pair in any order",
      "Order matters: `th` is not `ht`. Only left followed by right counts.",
      (tokens, [left, right], id) => {
        const merged: number[] = [];
        for (let at = 0; at < tokens.length; at++) {
          const next = [tokens[at], tokens[at + 1]];
          const found =
            (next[0] === left && next[1] === right) ||
            (next[0] === right && next[1] === left);
          merged.push(found ? id : tokens[at]);
          if (found) at++;
        }
        return merged;
      },
    ),
    mistake(
      "a last token that is not part of a pair is lost",
      "Your loop ends one token early. The last token has no right neighbor, but it still has to be copied.",
      (tokens, pair, id) => {
        const merged = mergePair(tokens, pair, id);
        return merged[merged.length - 1] === id ? merged : merged.slice(0, -1);
      },
    ),
  ],
  alsoRight: (tokens, [left, right], id) => {
    const rest = [...tokens];
    for (let at = 0; at + 1 < rest.length; at++)
      if (rest[at] === left && rest[at + 1] === right) rest.splice(at, 2, id);
    return rest;
  },
});
