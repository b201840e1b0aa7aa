/** Colors of a notebook's page, in JupyterLab, VS Code, and elsewhere. */
export const PAGE = {
  text: "var(--jp-content-font-color1, var(--vscode-foreground, currentColor))",
  quiet:
    "var(--jp-content-font-color2, var(--vscode-descriptionForeground, #7a7a7a))",
  line: "var(--jp-border-color2, rgba(128, 128, 128, 0.35))",
  surface: "var(--jp-layout-color2, rgba(128, 128, 128, 0.12))",
} as const;

/** Text that is already HTML. Only {@link html} creates it. */
export class Html {
  constructor(private readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/**
 * Template tag for HTML. It escapes values, inserts other HTML unchanged, and
 * joins lists.
 *
 * A line break and the indentation after it are dropped around tags, between
 * values, and after the `;` of a style. Elsewhere they become a space.
 *
 * @example
 * html`<p style="margin:0">${text}</p>`
 */
export function html(
  parts: TemplateStringsArray,
  ...values: (string | number | Html | readonly Html[])[]
): Html {
  const joined = parts.map((part) =>
    part
      .replace(/([>;])\n\s*|\n\s*(?=<)|^\n\s*$/g, "$1")
      .replace(/\n\s*/g, " "),
  );
  return new Html(String.raw({ raw: joined }, ...values.map(textOf)));
}

function textOf(value: string | number | Html | readonly Html[]): string {
  if (value instanceof Html) return value.toString();
  return value instanceof Array ? value.join("") : escapeHtml(String(value));
}

/**
 * Makes text safe inside HTML, including inside an attribute.
 *
 * @param text any text
 * @returns the text with `& < > " '` written as entities
 */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
