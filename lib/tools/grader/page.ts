import { renderToString } from "temml";

/** Formulas between dollars, as JupyterLab reads them. */
const FORMULA = /^(?:\$\$([^$]+)\$\$|\$([^$\n]+)\$)/;

/**
 * What turns markdown of a chapter into HTML. Its formulas become MathML, which
 * browsers draw without a network. Not for texts of learners, whose HTML would
 * run.
 */
export async function markdownReader(): Promise<(markdown: string) => string> {
  const { Marked } = await import("marked");
  const reader = new Marked({
    extensions: [
      {
        name: "formula",
        level: "inline",
        start: (text: string) => text.indexOf("$"),
        tokenizer: formulaIn,
        renderer: (token): string => {
          const { text, isDisplayed } = token as Formula;
          return renderToString(text, { displayMode: isDisplayed });
        },
      },
    ],
  });
  return (markdown) => reader.parse(markdown, { async: false });
}

/** A formula in markdown. */
interface Formula {
  type: "formula";
  raw: string;
  text: string;
  isDisplayed: boolean;
}

function formulaIn(text: string): Formula | undefined {
  const found = FORMULA.exec(text);
  if (!found) return undefined;
  const [raw, displayed, inline] = found;
  const source = displayed ?? inline;
  const isDisplayed = displayed !== undefined;
  return { type: "formula", raw, text: source, isDisplayed };
}

/** Any text, as HTML that shows it. */
export function textHtml(text: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (sign) => names[sign]);
}

const STYLE = `
:root { color-scheme: light dark; --line: #8885; --soft: #8882;
  --passed: #2e9e5b; --failed: #d9534f; --open: #d99a2b; --missing: #999; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto;
  padding: 0 1rem; }
h2 { margin: 2.5rem 0 0.5rem; font-size: 1.15rem; }
pre { background: var(--soft); padding: 0.75rem; overflow-x: auto;
  border-radius: 4px; font-size: 0.85rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; padding: 0.4rem 0.6rem; vertical-align: top;
  border-bottom: 1px solid var(--line); }
.said { border-left: 4px solid; padding: 0.2rem 0.75rem; }
.passed { color: var(--passed); } .failed { color: var(--failed); }
.open { color: var(--open); } .missing { color: var(--missing); }
.bar { display: flex; height: 1.1rem; min-width: 12rem; }
.bar div { background: currentColor; }
.points { float: right; }
`;

/** A page that needs no other file. */
export function pageHtml(title: string, body: string): string {
  return (
    `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n` +
    `<meta name="viewport" content="width=device-width">\n` +
    `<title>${textHtml(title)}</title>\n<style>${STYLE}</style>\n` +
    `<body>\n<h1>${textHtml(title)}</h1>\n${body}\n</body>\n</html>\n`
  );
}
