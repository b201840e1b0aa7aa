import { mistake, type MistakeOf } from "../../../author";
import { mergePair } from "../../../../core/text/merges";

/** What else learners answer to exercise 07.1. */
export const slips: MistakeOf<typeof mergePair>[] = [
  mistake(
    "merged in the JSON text of all ids",
    "As text, `197,98` contains `97,98` too. Compare numbers, token by token.",
    (tokens, [left, right], id) =>
      JSON.parse(
        JSON.stringify(tokens).replaceAll(`${left},${right}`, `${id}`),
      ) as number[],
  ),
  mistake(
    "only pairs that begin at an even place",
    "After a merge go on two places later, else only one: a pair may begin anywhere.",
    (tokens, [left, right], id) => {
      const merged: number[] = [];
      for (let at = 0; at < tokens.length; at += 2)
        if (tokens[at] === left && tokens[at + 1] === right) merged.push(id);
        else merged.push(...tokens.slice(at, at + 2));
      return merged;
    },
  ),
  mistake(
    "a token is skipped after every token",
    "Skip one only after a merge: is `at++` outside the `if`?",
    (tokens, [left, right], id) => {
      const merged: number[] = [];
      for (let at = 0; at < tokens.length; at += 2)
        merged.push(
          tokens[at] === left && tokens[at + 1] === right ? id : tokens[at],
        );
      return merged;
    },
  ),
  mistake(
    "the new id twice",
    "One token stands for both: push the id once, and skip the right one.",
    (tokens, pair, id) =>
      mergePair(tokens, pair, id).flatMap((token) =>
        token === id ? [id, id] : [token],
      ),
  ),
  mistake(
    "the pair is removed",
    "Push the new id where the pair stood.",
    (tokens, pair, id) =>
      mergePair(tokens, pair, id).filter((token) => token !== id),
  ),
];
