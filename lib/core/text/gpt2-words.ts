import { END_OF_TEXT_NAME } from "./merges";

/**
 * GPT-2's own pattern. It differs from `WORD_PATTERN` where characters that are
 * not letters meet: an ending such as `'s` is cut off after anything, `’` is not
 * an apostrophe, marks are not part of a word, and in a run of white space line
 * ends are characters like the others.
 */
const GPT2_PATTERN = new RegExp(
  [
    /'(?:[dmst]|ll|re|ve)/u,
    / ?\p{L}+/u,
    / ?\p{N}+/u,
    / ?[^\p{White_Space}\p{L}\p{N}]+/u,
    /\p{White_Space}+(?!\P{White_Space})/u,
    /\p{White_Space}+/u,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gu",
);

/**
 * Cuts a text into words exactly as GPT-2 does. The name of the end of text is a
 * word of its own.
 *
 * @param text any string
 * @returns the pieces in order; joined, they give the text again
 */
export function splitLikeGpt2(text: string): string[] {
  return text
    .split(END_OF_TEXT_NAME)
    .flatMap((part, i) => [
      ...(i === 0 ? [] : [END_OF_TEXT_NAME]),
      ...(part.match(GPT2_PATTERN) ?? []),
    ]);
}
