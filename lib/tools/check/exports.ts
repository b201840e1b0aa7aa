import * as ts from "typescript";

/** An exported function or class, with its doc comment. */
interface Exported {
  name: string;
  file: ts.SourceFile;
  comment: string;
}

const known = new Map<string, Exported[]>();

/**
 * Finds the functions and classes that a file exports, including those of
 * modules that it exports as a namespace.
 * @param entry the path of the file
 */
export function exportsOf(entry: string): Exported[] {
  const found = known.get(entry) ?? readExports(entry);
  known.set(entry, found);
  return found;
}

function readExports(entry: string): Exported[] {
  const program = ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const all = (symbol: ts.Symbol): Exported[] =>
    checker.getExportsOfModule(symbol).flatMap((exported): Exported[] => {
      const isAlias = exported.flags & ts.SymbolFlags.Alias;
      const meant = isAlias ? checker.getAliasedSymbol(exported) : exported;
      if (meant.flags & ts.SymbolFlags.ValueModule) return all(meant);
      const wanted = ts.SymbolFlags.Function | ts.SymbolFlags.Class;
      const node = meant.declarations?.[0];
      if (!(meant.flags & wanted) || !node) return [];
      const file = node.getSourceFile();
      const comment = file.text.slice(node.getFullStart(), node.getStart());
      return [{ name: exported.name, file, comment }];
    });
  const source = program.getSourceFile(entry);
  const symbol = source && checker.getSymbolAtLocation(source);
  return symbol ? all(symbol) : [];
}
