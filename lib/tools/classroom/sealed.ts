import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

import * as ts from "typescript";

import { replaceFile } from "../../disk/replace-file";
import { findExercise } from "../../exercises/course";
import { functionText } from "../../exercises/checker/source-text";
import { CHECK_OF_NAME, exerciseOf } from "../notebooks/exercise-cells";
import { findNotebooks } from "../notebooks/find";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  type NotebookCell,
  readNotebook,
} from "../notebooks/format";
import { courseFolder, filesBelow } from "../setup/course-files.cjs";
import { classChapter } from "./class-chapter";
import { sealedLibrary } from "./seal-library";
import { zipOf } from "./zip";

/**
 * Makes hand-outs for marks: a zip per chapter, with its notebook, in which no
 * solution of an exercise stands, and with a library of its own, which
 * {@link sealedLibrary} describes. It runs anywhere inside the course, and its
 * hand-ins are graded like all others.
 *
 * @param folder the folder of the class
 * @param chapters beginnings of their names
 * @returns the paths of the zips
 * @throws if there is no such chapter
 */
export function sealedRelease(folder: string, chapters: string[]): string[] {
  return findNotebooks(chapters).map((path) => {
    const name = basename(path, ".ipynb");
    const sealed = sealedNotebook(readNotebook(path));
    const { notebook } = classChapter(folder, path, sealed);
    const library = Object.entries(sealedLibrary(randomUUID()));
    const datasets = join(courseFolder(), "datasets");
    const files: Record<string, Buffer> = {
      [`${name}/${name}.ipynb`]: Buffer.from(formatNotebook(notebook)),
    };
    const modules = `${name}/node_modules`;
    for (const [file, text] of library)
      files[`${modules}/tinyllm/${file}`] = text;
    // where the library looks for them
    for (const file of filesBelow(datasets, () => true)) {
      const place = relative(datasets, file).split(sep).join("/");
      files[`${modules}/datasets/${place}`] = readFileSync(file);
    }
    const zip = join(folder, "sealed", `${name}.zip`);
    const bytes = zipOf(files);
    replaceFile(zip, [bytes], { where: "npm run release" });
    return zip;
  });
}

/**
 * A chapter in which no cell shows the solution of one of its exercises.
 *
 * @param chapter not changed
 */
export function sealedNotebook(chapter: Notebook): Notebook {
  const solved = new Map<string, { text: string; name: string }>();
  const cells = chapter.cells.map((cell): NotebookCell => {
    const id = exerciseOf(cell);
    if (id !== undefined) note(id, cell, solved);
    if (cell.cell_type !== "code" || id !== undefined) return cell;
    const source = joinLines(cell.source);
    const sealed = withoutSolutions(source, solved);
    return sealed === source ? cell : { ...cell, source: sealed };
  });
  return { ...chapter, cells };
}

/** Remembers the solution of an exercise, and the chapter's name for it. */
function note(
  id: string,
  cell: NotebookCell,
  solved: Map<string, { text: string; name: string }>,
): void {
  const exercise = findExercise(id);
  if (exercise.kind === "predict") return;
  const source = joinLines(cell.source);
  const name = /const (\w+) = check\(/.exec(source)?.[1];
  const answer = CHECK_OF_NAME.exec(source)?.[1];
  const { code } = functionText(exercise.source);
  const kept = name ?? answer;
  if (kept !== undefined)
    solved.set(exercise.source.name, { text: bodyOf(code), name: kept });
}

/** Text of a cell in which each solution is what the exercise's `check` gave. */
function withoutSolutions(
  source: string,
  solved: ReadonlyMap<string, { text: string; name: string }>,
): string {
  const file = ts.createSourceFile(
    "cell.ts",
    source,
    ts.ScriptTarget.ES2022,
    true,
  );
  let text = source;
  for (const node of [...file.statements].reverse()) {
    if (!ts.isFunctionDeclaration(node) || !node.name) continue;
    const name = node.name.text;
    const found =
      solved.get(name) ??
      [...solved.values()].find((one) => one.text === bodyOf(node.getText()));
    if (!found) continue;
    const instead =
      `// Sealed: your own, or the course's until it passes.\n` +
      `const ${name} = ${found.name};`;
    text = text.slice(0, node.getStart()) + instead + text.slice(node.getEnd());
  }
  return text === source ? source : text.replace(/^\/\/ -> .*\n/, "");
}

/** The body of a function without white space and comments, for comparing. */
export function bodyOf(code: string): string {
  const plain = ts.transpileModule(code, {
    compilerOptions: { removeComments: true, target: ts.ScriptTarget.ES2022 },
  }).outputText;
  return plain.slice(plain.indexOf("{")).replace(/\s+/g, "");
}
