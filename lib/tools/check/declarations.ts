import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

import type * as tsTypes from "typescript";

import { filesBelow } from "../setup/course-files.cjs";

type TypeScript = typeof tsTypes;

/** The type arguments that typed arrays have had since TypeScript 5.7. */
const NEW_GENERIC = /Array<(Shared)?ArrayBuffer(Like)?>/;

/**
 * Loads the TypeScript of tslab, which reads our declarations when a notebook
 * imports the library.
 * @param root the folder of the course
 * @returns its compiler, typed as ours, which has the same names
 */
export function tslabTypeScript(root: string): TypeScript {
  const load = createRequire(join(root, "package.json"));
  return load("@tslab/typescript-for-tslab") as TypeScript;
}

function optionsOf(ts: TypeScript): tsTypes.CompilerOptions {
  return {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2020,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    esModuleInterop: true,
    types: ["node"],
  };
}

/** Whether a type is `any`, or a function that takes or returns one. */
function hidesAny(
  ts: TypeScript,
  checker: tsTypes.TypeChecker,
  type: tsTypes.Type,
  place: tsTypes.Node,
): boolean {
  if (type.flags & ts.TypeFlags.Any) return true;
  return type.getCallSignatures().some((signature) => {
    const inputs = signature.getParameters();
    const types = inputs.map((p) =>
      checker.getTypeOfSymbolAtLocation(p, place),
    );
    return [...types, signature.getReturnType()].some(
      (inner) => (inner.flags & ts.TypeFlags.Any) !== 0,
    );
  });
}

function lostTypes(ts: TypeScript, program: tsTypes.Program, entry: string) {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (!source || !module) return [`${entry} exports nothing.`];
  return checker.getExportsOfModule(module).flatMap((symbol) => {
    const aliased = symbol.flags & ts.SymbolFlags.Alias;
    const target = aliased ? checker.getAliasedSymbol(symbol) : symbol;
    if (!(target.flags & ts.SymbolFlags.Value)) return [];
    const type = checker.getTypeOfSymbolAtLocation(target, source);
    return hidesAny(ts, checker, type, source)
      ? [`tslab sees \`any\` in the type of ${symbol.name}.`]
      : [];
  });
}

/**
 * Reads the library's declarations as a notebook's cell does, with the older
 * TypeScript of tslab, and finds what it cannot read.
 * @param root the folder of the course, its library compiled
 * @param entry the declarations that `import ... from "tinyllm"` reads
 * @returns one sentence per problem
 */
export function brokenDeclarations(
  root: string,
  entry: string = join(root, "lib", "dist", "index.d.ts"),
): string[] {
  const ts = tslabTypeScript(root);
  const program = ts.createProgram([entry], optionsOf(ts));
  const read = program
    .getSourceFiles()
    .filter((file) => !file.fileName.includes("node_modules"));
  const errors = read.flatMap((file) => [
    ...program.getSyntacticDiagnostics(file),
    ...program.getSemanticDiagnostics(file),
  ]);
  const sentences = errors.map(({ file, messageText }) => {
    const name = relative(root, file?.fileName ?? entry);
    return `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
  return [...sentences, ...lostTypes(ts, program, entry)];
}

/**
 * Finds declarations with the type arguments of TypeScript 5.7, which the
 * TypeScript of tslab silently turns into `any`.
 * @param dist the folder of the compiled library
 * @returns one sentence per file
 */
export function newGenerics(dist: string): string[] {
  return filesBelow(dist, () => true)
    .filter((path) => path.endsWith(".d.ts"))
    .filter((path) => NEW_GENERIC.test(readFileSync(path, "utf8")))
    .map(
      (path) =>
        `${relative(dist, path)} has a typed array with a type argument; ` +
        "write the export's type: `Float32Array`.",
    );
}
