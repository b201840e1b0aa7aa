import { existsSync, readFileSync, writeFileSync } from "node:fs";
import {
  draftToNotebook,
  formatNotebook,
  notebookToDraft,
  parseNotebook,
} from "./notebook-format";

function convertDraft(draft: string, notebook: string): void {
  const previous = existsSync(notebook)
    ? parseNotebook(readFileSync(notebook, "utf8"), notebook)
    : undefined;
  const converted = draftToNotebook(readFileSync(draft, "utf8"), previous);
  writeFileSync(notebook, formatNotebook(converted));
}

function convertNotebook(notebook: string, draft: string): void {
  const parsed = parseNotebook(readFileSync(notebook, "utf8"), notebook);
  writeFileSync(draft, notebookToDraft(parsed));
}

function main(args: string[]): void {
  const [first, source, target] = args;
  if (first === "--from" && source && target) convertDraft(source, target);
  else if (first === "--to" && source && target)
    convertNotebook(target, source);
  else throw new Error("publish --from draft.md notebook.ipynb");
}

if (require.main === module) main(process.argv.slice(2));
