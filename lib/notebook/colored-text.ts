import { expectNumber } from "../core/base/expect";
import { shown, type Shown } from "./figure";
import { html, PAGE } from "./html";
import { colorOf, faint } from "./style";

/** A piece of a text, such as a token. */
export interface TextPiece {
  text: string;
  /** how strongly it is colored, from 0 to 1 @defaultValue 0 */
  strength?: number;
  /**
   * number of its color in the palette, which begins again after its end; a
   * piece that gives it is a chip, with space around it and no line below
   * @defaultValue 1
   */
  color?: number;
  /** a remark: shown on hovering, and in brackets in plain text */
  note?: string;
}

/** Options of {@link coloredText}. */
export interface ColoredTextOptions {
  caption: string;
  /** in the order of the text */
  pieces: readonly TextPiece[];
}

/**
 * Shows a text whose pieces are colored by a number, such as each token's
 * surprise. A piece with a note is also underlined.
 *
 * @param options caption and pieces
 * @returns a value that is shown if it ends a cell
 * @throws RangeError if a strength is not from 0 to 1
 * @example
 * coloredText({
 *   caption: "Surprise",
 *   pieces: [{ text: "The whale" }, { text: " sang", strength: 0.9 }],
 * })
 */
export function coloredText({ caption, pieces }: ColoredTextOptions): Shown {
  for (const { strength = 0 } of pieces)
    expectNumber("coloredText: strength", strength, { least: 0, most: 1 });
  const spans = pieces.map(({ text, strength = 0, color, note }) => {
    if (strength === 0 && note === undefined) return html`${text}`;
    const chip = color === undefined ? "" : CHIP;
    const style = `background:${faint(colorOf(color ?? 1), 0.6 * strength)};border-radius:3px${chip}`;
    if (note === undefined) return html`<span style="${style}">${text}</span>`;
    return html`<u title="${note}" style="${style}">${text}</u>`;
  });
  const plain = pieces.map(({ text, note }) =>
    note === undefined ? text : `${text} [${note}]`,
  );
  return shown(() => ({
    "text/html": String(html`
      <div style="margin:4px 0;color:${PAGE.text};max-width:52rem">
        <div style="padding:4px 0;font-weight:600">${caption}</div>
        <div style="line-height:1.6;white-space:pre-wrap">${spans}</div>
      </div>`),
    "text/plain": `${caption}\n${plain.join("")}`,
  }));
}

/** What sets the chip of a token apart from its neighbors. */
const CHIP = ";text-decoration:none;padding:2px 1px;margin-right:2px";
