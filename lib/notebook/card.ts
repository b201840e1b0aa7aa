import type { MimeBundle } from "../core/base/display";
import { escapeHtml, PAGE } from "./html";
import { PALETTE } from "./style";

/** What a card says. */
export interface CardOptions {
  tone: "passed" | "failed" | "hint" | "open";
  title: string;
  /** HTML without scripts and style elements; other text goes through {@link escapeHtml} */
  bodyHtml: string;
  /** the same in plain text */
  text: string;
}

/** A tone in sign, word and colour: the colour is never all there is. */
const TONES = {
  passed: { sign: "✓", word: "Passed", colour: PALETTE[2] },
  failed: { sign: "✗", word: "Not yet", colour: PALETTE[1] },
  hint: { sign: "?", word: "Hint", colour: PALETTE[4] },
  open: { sign: "○", word: "Open", colour: PALETTE[0] },
} as const;

/**
 * A framed message, for the answer to an exercise.
 *
 * @param options tone, title and body
 * @returns a bundle for `show`, as HTML and as plain text
 */
export function card(options: CardOptions): MimeBundle {
  const { tone, title, bodyHtml, text } = options;
  const { sign, word, colour } = TONES[tone];
  const heading = `${word}: ${title}`;
  return {
    "text/html":
      `<section role="region" aria-label="${escapeHtml(heading)}" style="margin:4px 0;` +
      `border:1px solid ${PAGE.line};border-left:4px solid ${colour};` +
      `border-radius:6px;padding:10px 16px;color:${PAGE.text};max-width:52rem">` +
      `<div role="heading" aria-level="4" style="display:flex;gap:8px;` +
      `align-items:center;font-weight:600;font-size:1.05em">` +
      `<span aria-hidden="true" style="flex:none;width:20px;height:20px;` +
      `line-height:20px;border-radius:50%;text-align:center;font-size:13px;` +
      `color:#fff;background:${colour}">${sign}</span>` +
      `<span>${word}: ${escapeHtml(title)}</span></div>` +
      `<div style="margin-top:6px">${bodyHtml}</div></section>`,
    "text/plain": `${sign} ${heading}\n${text}`,
  };
}
