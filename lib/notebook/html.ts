/** Colours of a notebook's page, in JupyterLab, VS Code, and elsewhere. */
export const PAGE = {
  text: "var(--jp-content-font-color1, var(--vscode-foreground, currentColor))",
  quiet:
    "var(--jp-content-font-color2, var(--vscode-descriptionForeground, #7a7a7a))",
  line: "var(--jp-border-color2, rgba(128, 128, 128, 0.35))",
  surface: "var(--jp-layout-color2, rgba(128, 128, 128, 0.12))",
} as const;

/**
 * Makes text safe inside HTML, also inside an attribute.
 *
 * @param text any text
 * @returns the text with `& < > " '` written as entities
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A number for reading: four digits that count, thousands set apart. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) || Math.abs(value) >= 1000)
    return Math.round(value).toLocaleString("en-US");
  return Math.abs(value) < 1e-3 ? value.toExponential(2) : value.toPrecision(4);
}

/** A time span for reading: "0.4 s", "12 s", "3 min 20 s", "1 h 5 min". */
export function formatDuration(elapsedMs: number): string {
  const seconds = elapsedMs / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/**
 * A bar that fills; a screen reader says how far.
 *
 * @param share how much is done, 0 to 1
 * @param label what is being done
 * @param colour the filled part
 * @returns HTML without scripts
 */
export function barHtml(share: number, label: string, colour: string): string {
  const percent = (100 * Math.min(1, Math.max(0, share))).toFixed(1);
  return (
    `<div role="progressbar" aria-label="${escapeHtml(label)}" ` +
    `aria-valuemin="0" aria-valuemax="100" aria-valuenow="${percent}" ` +
    `style="height:6px;border-radius:3px;overflow:hidden;background:${PAGE.surface}">` +
    `<div style="height:100%;width:${percent}%;border-radius:3px;background:${colour}">` +
    `</div></div>`
  );
}
