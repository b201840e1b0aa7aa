/** What {@link cleanText} may do beyond its fixed rules. */
export interface CleanTextOptions {
  /**
   * join the lines of a paragraph into one, for text that was wrapped at a
   * fixed width: where a line breaks is then no part of the language (false)
   */
  joinLines?: boolean;
  /** keep indentation and runs of spaces, for code or verse (false) */
  keepSpacing?: boolean;
}

/**
 * The same text without what a model should not spend its effort on.
 *
 * | rule | why |
 * |---|---|
 * | half a surrogate pair becomes U+FFFD | it is no character and has no UTF-8 |
 * | every kind of line end becomes `\n` | one meaning, one spelling |
 * | control characters, byte order mark, soft hyphen and zero-width space go | nobody sees them, each would cost a token |
 * | letters are composed (Unicode NFC) | "é" as one sign or as two is the same letter |
 * | runs of spaces and tabs become one space, none at the edges of a line | layout, not language (not with `keepSpacing`, trailing ones excepted) |
 * | at most one blank line | a paragraph ends; how far the next stands away says nothing |
 * | no blank lines at the beginning and the end | the same |
 * | with `joinLines`: a single line end between two words becomes a space | the width of somebody's page |
 *
 * Cleaning twice gives the same as cleaning once.
 *
 * @param text any string
 * @returns the cleaned text; empty when nothing readable was in it
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function cleanText(
  text: string,
  { joinLines = false, keepSpacing = false }: CleanTextOptions = {},
): string {
  let clean = text
    .replace(/\p{Surrogate}/gu, "\uFFFD")
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/(?![\n\t])\p{Control}|[\u00AD\u200B\uFEFF]/gu, "")
    .normalize("NFC");
  if (!keepSpacing)
    clean = clean.replace(/[^\S\n]+/g, " ").replace(/(?<=^|\n) /g, "");
  clean = clean
    .replace(/(?<![^\S\n])[^\S\n]+(?=\n|$)/g, "")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "");
  return joinLines ? clean.replace(/(?<=\S)\n(?=\S)/g, " ") : clean;
}

/**
 * The pieces inside which byte pairs may be merged; joined they are the text.
 *
 * - a contracted ending after a letter: `'s 't 'd 'm 'll 've 're`
 * - letters with their marks, digits, or other signs, each run with the one
 *   space before it
 * - line ends; then spaces that stand before nothing or before another space
 */
export const WORD_PATTERN: RegExp = new RegExp(
  [
    /(?<=\p{L})['’](?:[dmst]|ll|re|ve)(?!\p{L})/u,
    / ?\p{L}[\p{L}\p{M}]*/u,
    / ?\p{N}+/u,
    / ?[^\s\p{L}\p{N}]+/u,
    /\n+/u,
    /[^\S\n]+(?!\S)/u,
    /[^\S\n]/u,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gu",
);

/**
 * Cuts a text into words in the manner of GPT-2: a word keeps the space before
 * it, so "the" inside a sentence is one piece, " the". Tokens never cross the
 * border of a word: "dog" and "dog." share what they have in common.
 *
 * @param text any string
 * @returns the pieces in order; `splitWords(text).join("")` is `text`
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function splitWords(text: string): string[] {
  return text.match(WORD_PATTERN) ?? [];
}

/** How many bytes `text` has in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
