import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

import * as ts from "typescript";

import { COURSE } from "../../exercises/course";
import type {
  AnyFunction,
  FunctionSpec,
  SourceText,
} from "../../exercises/checker/exercise";
import { judge } from "../../exercises/checker/judge";
import { declaringFile } from "../../exercises/checker/source-text";
import { editsOf, type Edit, isAside } from "./mutations";
import { courseFolder } from "../../tools/setup/course-files.cjs";
import { REVIEWED, type Reviewed } from "./reviewed";

/** A reference with one thing changed. */
export interface Mutant {
  /** the changed line, before and after */
  change: string;
  code: AnyFunction;
}

/** The results for one exercise. */
export interface Search {
  id: string;
  mutants: number;
  /** numbers of mutants that gave a wrong answer, threw, or did not end */
  wrong: number;
  threw: number;
  endless: number;
  /** the changes that still pass */
  survivors: string[];
}

/** Time limit of a mutant, in milliseconds; a right answer takes a few. */
const LIMIT_MS = 200;

/** A function as JavaScript, with the values that it imports. */
interface Program {
  text: string;
  /** what only argument checks use; it is not changed */
  checks: string;
  imports: Map<string, unknown>;
}

/** Reads a function and the functions it calls in its own file. */
function readProgram({ file: from, name }: SourceText): Program {
  const file = declaringFile({ file: from, name });
  const path = join(courseFolder(), "lib", file);
  const source = ts.createSourceFile(
    path,
    readFileSync(path, "utf8"),
    ts.ScriptTarget.ES2022,
    true,
  );
  const declared = new Map<string, ts.Statement>();
  const imports = new Map<string, unknown>();
  for (const part of source.statements) {
    if (ts.isFunctionDeclaration(part) && part.name)
      declared.set(part.name.text, part);
    if (ts.isVariableStatement(part))
      for (const { name } of part.declarationList.declarations)
        declared.set(name.getText(), part);
    if (ts.isImportDeclaration(part)) addImports(part, file, imports);
  }
  const parts = new Set<ts.Statement>();
  const checks = new Set<ts.Statement>();
  const take = (name: string, into: Set<ts.Statement>): void => {
    const part = declared.get(name);
    if (!part || parts.has(part) || checks.has(part)) return;
    into.add(part);
    const skip = into === parts ? isAside : () => false;
    for (const used of namesIn(part, skip)) take(used, into);
  };
  take(name, parts);
  for (const part of parts)
    for (const used of namesIn(part, () => false)) take(used, checks);
  return { text: asJavaScript(parts), checks: asJavaScript(checks), imports };
}

/** Statements of a file, in its order, as JavaScript. */
function asJavaScript(parts: ReadonlySet<ts.Statement>): string {
  const inOrder = [...parts].sort((a, b) => a.pos - b.pos);
  const typed = inOrder.map((part) => part.getText().replace(/^export /, ""));
  const { ESNext: module } = ts.ModuleKind;
  const { ES2022: target } = ts.ScriptTarget;
  const compilerOptions = { target, module, removeComments: true };
  return ts.transpileModule(typed.join("\n"), { compilerOptions }).outputText;
}

/** The names that a part of a file uses from outside. */
function namesIn(part: ts.Node, skip: (node: ts.Node) => boolean): string[] {
  const [used, own] = [new Set<string>(), new Set<string>()];
  const visit = (node: ts.Node): void => {
    if (node !== part && skip(node)) return;
    if (ts.isIdentifier(node)) used.add(node.text);
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node);
    if (declares && node.parent.parent !== part) own.add(node.name.getText());
    node.forEachChild(visit);
  };
  visit(part);
  return [...used].filter((name) => !own.has(name));
}

function addImports(
  part: ts.ImportDeclaration,
  file: string,
  imports: Map<string, unknown>,
): void {
  const names = part.importClause?.namedBindings;
  if (part.importClause?.isTypeOnly || !names || !ts.isNamedImports(names))
    return;
  const from = (part.moduleSpecifier as ts.StringLiteral).text;
  const dist = createRequire(join(courseFolder(), "lib", "dist", file));
  const exported = dist(from) as Record<string, unknown>;
  for (const { name, propertyName } of names.elements)
    imports.set(name.text, exported[(propertyName ?? name).text]);
}

function compile(
  { checks, imports }: Program,
  text: string,
  name: string,
): AnyFunction {
  const names = [...imports.keys()].join(", ");
  const make = runInThisContext(
    `(function (${names}) { "use strict";\n${checks}\n${text}\nreturn ${name}; })`,
  ) as (...values: unknown[]) => AnyFunction;
  return make(...imports.values());
}

function applied(text: string, { start, end, text: other }: Edit): string {
  return text.slice(0, start) + other + text.slice(end);
}

/** Describes a change: the line before and after, and the function's name. */
function describe(text: string, edit: Edit): string {
  const from = text.lastIndexOf("\n", edit.start) + 1;
  const to = text.indexOf("\n", edit.end);
  const tail = text.slice(edit.end, to);
  const after = text.slice(from, edit.start) + edit.text + tail;
  const short = (line: string): string => {
    const plain = line.replace(/\s+/g, " ").trim();
    return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
  };
  return `${short(text.slice(from, to))} => ${short(after)}`;
}

/**
 * Makes all mutants of an exercise's reference.
 *
 * @param source where the reference is
 */
export function mutantsOf(source: SourceText): Mutant[] {
  const program = readProgram(source);
  const mutants = new Map<string, Mutant>();
  for (const edit of editsOf(program.text)) {
    const text = applied(program.text, edit);
    const change = describe(program.text, edit);
    try {
      const code = compile(program, text, source.name);
      if (!mutants.has(text)) mutants.set(text, { change, code });
    } catch {
      // not a program, such as an assignment to a call
    }
  }
  return [...mutants.values()];
}

/** Judges all mutants of an exercise. */
export function search(exercise: FunctionSpec<AnyFunction>): Search {
  const mutants = mutantsOf(exercise.source);
  const found: Search = {
    id: exercise.id,
    mutants: mutants.length,
    wrong: 0,
    threw: 0,
    endless: 0,
    survivors: [],
  };
  for (const { change, code } of mutants) {
    const verdict = judge(exercise, code, LIMIT_MS);
    if (verdict.state === "passed") found.survivors.push(change);
    else if (verdict.state === "open") found.wrong += 1;
    else if (verdict.failure.sentence.startsWith("It threw")) found.threw += 1;
    else if (verdict.failure.sentence.startsWith("It did not end"))
      found.endless += 1;
    else found.wrong += 1;
  }
  return found;
}

/** Lists the function exercises: all, those of a chapter, or one. */
export function functionExercises(
  word: string = "",
): FunctionSpec<AnyFunction>[] {
  return COURSE.flatMap(({ exercises }) => exercises).filter(
    (exercise): exercise is FunctionSpec<AnyFunction> =>
      exercise.kind !== "predict" && exercise.id.startsWith(word),
  );
}

/** Finds the review of a change, if there is one. */
export function reviewed(id: string, change: string): Reviewed | undefined {
  return REVIEWED.find(
    ({ ids, changes }) =>
      ids.includes(id) && changes.some((known) => change.startsWith(known)),
  );
}

/** `npm run mutants -- [chapter or id]`: lists the changes that still pass. */
function main(word: string | undefined): number {
  const totals = { mutants: 0, wrong: 0, threw: 0, endless: 0 };
  let [survivors, open] = [0, 0];
  for (const exercise of functionExercises(word)) {
    const found = search(exercise);
    for (const change of found.survivors) {
      const known = reviewed(found.id, change);
      console.log(`${found.id}  ${change}\n       ${known?.why ?? "?"}`);
      if (!known) open += 1;
    }
    survivors += found.survivors.length;
    for (const name of ["mutants", "wrong", "threw", "endless"] as const)
      totals[name] += found[name];
  }
  const { mutants, wrong, threw, endless } = totals;
  console.log(
    `${mutants} mutants: ${wrong} gave a wrong answer, ${threw} threw, ` +
      `${endless} did not end.\n${survivors} pass; ${open} of these are not ` +
      `reviewed in lib/testing/mutants/reviewed.ts.`,
  );
  return open === 0 ? 0 : 1;
}

if (require.main === module) process.exitCode = main(process.argv[2]);
