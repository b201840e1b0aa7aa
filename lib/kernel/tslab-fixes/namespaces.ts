import { ts } from "../typescript";
import { namesOf, parseDeclarations } from "./declaration-file";

/**
 * tslab 1.0.22 forgets a namespace after one cell. This adds each namespace of
 * the declarations before a cell that those after it neither keep nor replace.
 */
export function withNamespaces(after: string, before: string): string {
  if (!before.includes("namespace ")) return after; // nearly always
  const present = new Set(parseDeclarations(after).statements.flatMap(namesOf));
  const file = parseDeclarations(before);
  const lost = file.statements
    .filter(ts.isModuleDeclaration)
    .filter(({ name }) => !present.has(name.text))
    .map((one) => one.getText(file));
  return [after, ...lost].join("\n");
}
