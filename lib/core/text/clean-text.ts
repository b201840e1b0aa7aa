/** Options of {@link cleanText}. */
export interface CleanTextOptions {
  /**
   * joins the lines of a paragraph, for text that was wrapped at a fixed
   * width, where line breaks are not part of the language
   * @defaultValue false
   */
  joinLines?: boolean;
  /** keeps indentation and runs of spaces, for code or verse @defaultValue false */
  keepSpacing?: boolean;
}

/**
 * Removes differences in a text that carry no meaning.
 *
 * | rule | why |
 * |---|---|
 * | half a surrogate pair becomes U+FFFD | it is not a character and has no UTF-8 |
 * | every kind of line end becomes `\n` | one meaning, one spelling |
 * | control characters, byte order mark, soft hyphen and zero-width space are
 * removed | they are invisible, and each would cost a token |
 * | letters are composed (Unicode NFC) | "é" is the same letter as one code point or as two |
 * | runs of spaces and tabs become one space, none at the edges of a line | layout, not language; `keepSpacing` only removes those at the end of a line |
 * | at most one blank line | one is enough to end a paragraph |
 * | no blank lines at the beginning and the end | the same |
 * | with `joinLines`: a single line end between two words becomes a space | the width of a page is not language |
 *
 * Cleaning twice gives the same result as cleaning once.
 *
 * @param text any string
 * @param options joinLines, keepSpacing
 * @returns the cleaned text; empty if the text has no readable characters
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
 * Matches the pieces inside which byte pairs may be merged. Joined, the pieces
 * give the text again.
 *
 * - a contracted ending after a letter: `'s 't 'd 'm 'll 've 're`
 * - letters with their marks, or digits, or other characters: each run with the
 *   one space before it
 * - line ends; then spaces before another space or before the end
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
 * Cuts a text into words like GPT-2: a word keeps the space before it, so "the"
 * inside a sentence is one piece, " the". Tokens never cross the border of a
 * word, so "dog" and "dog." share their first tokens.
 *
 * @param text any string
 * @returns the pieces in order; `splitWords(text).join("")` is `text`
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function splitWords(text: string): string[] {
  return text.match(WORD_PATTERN) ?? [];
}

/** The number of bytes of `text` in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
