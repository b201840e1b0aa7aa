import type { Node, SourceFile, Symbol } from "typescript";

import { ts } from "../typescript";

/** The parsed JavaScript of a cell, and the scopes of its names. */
export interface Scopes {
  file: SourceFile;
  /** The symbol that `name` refers to at `node`; `undefined` for a global. */
  resolve(name: string, node: Node): Symbol | undefined;
}

const FILE = "cell.js";
const COMPILER_OPTIONS = { allowJs: true, noLib: true, noResolve: true };

/** The compiler's own name lookup, which its public types omit. */
interface Resolver {
  resolveName(
    name: string,
    location: Node,
    meaning: number,
    excludeGlobals: boolean,
  ): Symbol | undefined;
}

/** Parses the JavaScript of a cell and binds its names to their scopes. */
export function scopesOf(js: string): Scopes {
  const { ES2022 } = ts.ScriptTarget;
  const file = ts.createSourceFile(FILE, js, ES2022, true);
  const program = ts.createProgram([FILE], COMPILER_OPTIONS, hostOf(file));
  const checker = program.getTypeChecker() as unknown as Resolver;
  const meaning = ts.SymbolFlags.Value | ts.SymbolFlags.Alias;
  return {
    file,
    resolve: (name, node) => checker.resolveName(name, node, meaning, true),
  };
}

/** A file system that holds one file. */
function hostOf(
  file: SourceFile,
): NonNullable<Parameters<typeof ts.createProgram>[2]> {
  return {
    fileExists: (name) => name === FILE,
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => "",
    getDefaultLibFileName: () => "",
    getNewLine: () => "\n",
    getSourceFile: (name) => (name === FILE ? file : undefined),
    readFile: () => undefined,
    useCaseSensitiveFileNames: () => true,
    writeFile: () => undefined,
  };
}
