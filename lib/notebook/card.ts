import type { MimeBundle } from "../core/base/display";
import { html, type Html, PAGE } from "./html";
import { PALETTE } from "./style";

/** Options of {@link card}. */
export interface CardOptions {
  tone: "passed" | "failed" | "hint" | "open";
  title: string;
  /** text, or HTML without scripts and style elements */
  body: string | Html | readonly Html[];
  /** the body in plain text */
  text: string;
}

/**
 * A tone has a symbol, a word and a color, so it is never signaled by color
 * alone.
 */
const TONES = {
  passed: { sign: "✓", word: "Passed", color: PALETTE[2] },
  failed: { sign: "✗", word: "Not yet", color: PALETTE[1] },
  hint: { sign: "?", word: "Hint", color: PALETTE[4] },
  open: { sign: "○", word: "Open", color: PALETTE[0] },
} as const;

/**
 * Makes a framed message, for the answer to an exercise.
 *
 * @param options tone, title and body
 * @returns a bundle for `show`, as HTML and as plain text
 */
export function card(options: CardOptions): MimeBundle {
  const { tone, title, body, text } = options;
  const { sign, word, color } = TONES[tone];
  const heading = `${word}: ${title}`;
  const section = html`
    <section role="region" aria-label="${heading}" style="margin:4px 0;
      border:1px solid ${PAGE.line};border-left:4px solid ${color};
      border-radius:6px;padding:10px 16px;color:${PAGE.text};max-width:52rem">
      <div role="heading" aria-level="4" style="display:flex;gap:8px;
        align-items:center;font-weight:600;font-size:1.05em">
        <span aria-hidden="true" style="flex:none;width:20px;height:20px;
          line-height:20px;border-radius:50%;text-align:center;font-size:13px;
          color:#fff;background:${color}">${sign}</span>
        <span>${heading}</span>
      </div>
      <div style="margin-top:6px">${body}</div>
    </section>`;
  return {
    "text/html": String(section),
    "text/plain": `${sign} ${heading}\n${text}`,
  };
}
