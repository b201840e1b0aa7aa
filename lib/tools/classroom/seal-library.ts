import { readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { deflateRawSync } from "node:zlib";

import * as ts from "typescript";

import type { NumberSpec } from "../../exercises/checker/exercise";
import { sealNumber } from "../../exercises/checker/seal";
import { COURSE } from "../../exercises/course";
import { courseFolder, filesBelow } from "../setup/course-files.cjs";

/** Parts of the compiled library that notebooks need; a class may be beside them. */
const PARTS = /^((core|corpus|disk|exercises|fast|files|notebook)\/|index\.)/;
const EXERCISE = /^exercises\/chapters\/(\d\d)[^/]*\/(\d+)-[^/]*\.js$/;

/**
 * Runs a sealed file. What it exports keeps the text of its functions to itself
 * if it is the library's index.
 */
const OPENER = `"use strict";
const { inflateRawSync } = require("node:zlib");
const { compileFunction, constants } = require("node:vm");
const names = ["module", "exports", "require", "__filename", "__dirname"];
exports.open = (packed, ...values) => {
  const code = inflateRawSync(Buffer.from(packed, "base64")).toString();
  compileFunction(code, names, {
    filename: values[3],
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })(...values);
};
const hidden = new WeakMap();
/** A value whose functions do not show their text. */
function hide(value) {
  if (typeof value !== "function") return value;
  if (hidden.has(value)) return hidden.get(value);
  const shell = new Proxy(value, {});
  hidden.set(value, shell);
  hidden.set(shell, shell);
  for (const owner of [value, value.prototype ?? {}])
    for (const [key, one] of Object.entries(
      Object.getOwnPropertyDescriptors(owner),
    ))
      if (typeof one.value === "function" && key !== "constructor")
        if (one.configurable)
          Object.defineProperty(owner, key, { ...one, value: hide(one.value) });
  return shell;
}
/** An answer that is the learner's own stays as it is. */
exports.withHiddenAnswers = (library) => ({
  ...library,
  check(id, answer) {
    const kept = library.check(id, answer);
    return kept === answer ? kept : hide(kept);
  },
});
exports.hideAll = (library) =>
  Object.fromEntries(
    Object.entries(library).map(([name, value]) => [
      name,
      Object.getPrototypeOf(Object(value)) === Object.prototype
        ? exports.hideAll(value)
        : hide(value),
    ]),
  );
`;

/**
 * A copy of the library in which no exercise has its reference, its later
 * hints or its mistakes as readable text. All code is packed, and the functions
 * that a notebook gets do not show their text. Numbers are kept as hashes. It is
 * not a secret: a program can unpack it.
 *
 * @param salt a text of this hand-out's own
 * @returns the files of the package `tinyllm`, by path
 */
export function sealedLibrary(salt: string): Record<string, Buffer> {
  const lib = join(courseFolder(), "lib");
  const dist = join(lib, "dist");
  const files: Record<string, Buffer> = {
    "package.json": readFileSync(join(lib, "package.json")),
    "dist/sealed.js": Buffer.from(OPENER),
  };
  for (const path of filesBelow(dist, () => true)) {
    const name = relative(dist, path).split(sep).join("/");
    if (!PARTS.test(name) || name.includes(".test.")) continue;
    const text = (): string => readFileSync(path, "utf8");
    if (/\.(wasm|json)$/.test(name)) files[`dist/${name}`] = readFileSync(path);
    else if (name.endsWith(".d.ts"))
      files[`dist/${name}`] = Buffer.from(types(name, text()));
    else if (name.endsWith(".js"))
      files[`dist/${name}`] = packed(name, withoutAnswers(name, text(), salt));
  }
  return files;
}

/** Declarations without their comments. */
function types(name: string, text: string): string {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  return ts.createPrinter({ removeComments: true }).printFile(file);
}

/** A file that holds the code in a form that nobody reads by accident. */
function packed(name: string, code: string): Buffer {
  const opener = posix.relative(dirname(name), "sealed");
  const place = opener.startsWith(".") ? opener : `./${opener}`;
  const text = deflateRawSync(code).toString("base64");
  const hide =
    name === "index.js"
      ? `const sealed = require("${place}");\n` +
        `module.exports = sealed.hideAll(sealed.withHiddenAnswers(module.exports));\n`
      : "";
  return Buffer.from(
    `require("${place}").open("${text}", module, exports, require, ` +
      `__filename, __dirname);
${hide}`,
  );
}

/** The code of a file without what a sealed library must not hold. */
function withoutAnswers(name: string, code: string, salt: string): string {
  if (name === "exercises/checker/seal.js")
    return code.replace("exports.SEALED = false", "exports.SEALED = true");
  if (/^exercises\/chapters\/.*\/slips\//.test(name))
    return "exports.slips = [];";
  const [, chapter, number] = EXERCISE.exec(name) ?? [];
  return number === undefined
    ? code
    : sealedExercise(`${chapter}.${number}`, code, salt);
}

/** What stands in place of a property of an exercise. */
const INSTEAD: Record<string, (value: ts.Expression) => string> = {
  mistakes: () => "[]",
  alsoRight: () => "undefined",
  otherBugs: () => "[]",
  hints: (value) => {
    const first = ts.isArrayLiteralExpression(value) && value.elements.at(0);
    if (!first) throw new Error("hints must be a list of texts");
    return `[${first.getText()}]`;
  },
};

function sealedExercise(id: string, code: string, salt: string): string {
  const exercise = COURSE.flatMap(({ exercises }) => exercises).find(
    (one) => one.id === id,
  );
  if (exercise?.kind === "predict") return sealedPrediction(exercise, salt);
  const file = ts.createSourceFile(
    `${id}.js`,
    code,
    ts.ScriptTarget.ES2022,
    true,
  );
  const edits: [start: number, end: number, text: string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) {
      const { initializer } = node;
      const instead = INSTEAD[node.name.text]?.(initializer);
      if (instead !== undefined)
        return void edits.push([
          initializer.getStart(),
          initializer.getEnd(),
          instead,
        ]);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits
    .sort((a, b) => b[0] - a[0])
    .reduce(
      (text, [start, end, by]) => text.slice(0, start) + by + text.slice(end),
      code,
    );
}

/** A prediction from its data alone: code could tell how its number comes about. */
function sealedPrediction(exercise: NumberSpec, salt: string): string {
  const { id, title, task, minutes, difficulty, points } = exercise;
  const { hints, unit, tolerance, choice, reference } = exercise;
  const data = {
    ...{ title, task, unit, tolerance, choice },
    effort: { minutes, difficulty, points },
    hints: hints.slice(0, 1),
    ...{ mistakes: [], explanation: "" },
    sealed: sealNumber(reference, tolerance, `${salt} ${id}`),
  };
  return (
    `Object.defineProperty(exports, "__esModule", { value: true });\n` +
    `const { prediction } = require("../../author");\n` +
    `exports.default = prediction(NaN, ${JSON.stringify(data)});\n`
  );
}
