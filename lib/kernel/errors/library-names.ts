import { join } from "node:path";

import { ts } from "../typescript";

const DECLARATIONS = join(__dirname, "..", "..", "index.d.ts");

let names: ReadonlySet<string> | undefined;

/** Whether `tinyllm` exports a value or a type of this name. */
export function isOfLibrary(name: string): boolean {
  names ??= exportedNames(DECLARATIONS);
  return names.has(name);
}

/** The names that a declaration file exports, including re-exports. */
function exportedNames(path: string): ReadonlySet<string> {
  const program = ts.createProgram([path], {
    noLib: true,
    types: [],
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file && checker.getSymbolAtLocation(file);
  const symbols = module ? checker.getExportsOfModule(module) : [];
  return new Set(symbols.map((symbol) => symbol.name));
}
