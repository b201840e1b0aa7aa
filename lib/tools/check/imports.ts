import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

import * as ts from "typescript";

import { filesBelow } from "../setup/library.cjs";

/**
 * Which folders of the library a folder may import. `core` stands on nothing;
 * `corpus`, `files`, `fast` and `notebook` stand on it; the others on those.
 */
const STANDS_ON: Record<string, string[]> = {
  core: [],
  corpus: ["core"],
  files: ["core"],
  fast: ["core"],
  notebook: ["core"],
  exercises: ["core", "notebook"],
  kernel: ["core", "notebook"],
  tools: [
    "core",
    "corpus",
    "fast",
    "notebook",
    "exercises",
    "kernel",
    "testing",
  ],
  testing: ["core", "notebook", "exercises", "kernel", "tools"],
  "": ["core", "corpus", "files", "fast", "notebook", "exercises"],
};

/** File to the files of the library that it imports, paths below `lib`. */
export type ImportGraph = Map<string, string[]>;

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function resolved(from: string, specifier: string, known: Set<string>): string {
  const base = join(dirname(from), specifier).split(sep).join("/");
  const ways = [base, `${base}.ts`, `${base}/index.ts`];
  return ways.find((way) => known.has(way)) ?? base;
}

/**
 * Reads which file imports which.
 * @param files path below `lib` to TypeScript
 * @returns the graph; imports of packages are left out, types count
 */
export function importGraph(files: Map<string, string>): ImportGraph {
  const known = new Set(files.keys());
  const graph: ImportGraph = new Map();
  for (const [path, text] of files) {
    const imported = ts.preProcessFile(text, true, true).importedFiles;
    const own = imported.flatMap(({ fileName }) => {
      if (fileName === "tinyllm") return ["index.ts"];
      return fileName.startsWith(".") ? [resolved(path, fileName, known)] : [];
    });
    graph.set(path, own);
  }
  return graph;
}

/**
 * Finds a circle of imports.
 * @param graph as {@link importGraph} gives it
 * @returns the files of the first circle, its first file again at the end; or
 *   nothing
 */
export function findCircle(graph: ImportGraph): string[] | undefined {
  const done = new Set<string>();
  const walk = (path: string, trail: string[]): string[] | undefined => {
    if (trail.includes(path))
      return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of graph.get(path) ?? []) {
      const circle = walk(next, [...trail, path]);
      if (circle) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of graph.keys()) {
    const circle = walk(path, []);
    if (circle) return circle;
  }
  return undefined;
}

/**
 * Finds imports that go against the direction of the house, and circles.
 * @param graph as {@link importGraph} gives it
 * @returns a sentence for each
 */
export function brokenDirections(graph: ImportGraph): string[] {
  const broken: string[] = [];
  for (const [path, imports] of graph) {
    const folder = folderOf(path);
    const allowed = [folder, ...(STANDS_ON[folder] ?? [])];
    for (const other of imports) {
      if (allowed.includes(folderOf(other))) continue;
      broken.push(
        `lib/${path} imports lib/${other}; lib/${folder} may import only ` +
          `${allowed.map((name) => `lib/${name}`).join(", ")}.`,
      );
    }
  }
  const circle = findCircle(graph);
  if (circle) broken.push(`The imports go round: ${circle.join(" -> ")}.`);
  return broken;
}

/**
 * Reads the imports of the library as it is, tests left out.
 * @param root the folder of the course
 * @returns the graph
 */
export function libraryImports(root: string): ImportGraph {
  const lib = join(root, "lib");
  const sources = filesBelow(lib, (path) => path !== join(lib, "dist"))
    .filter((path) => /\.(ts|cjs)$/.test(path) && !path.endsWith(".test.ts"))
    .map((path): [string, string] => [
      relative(lib, path).split(sep).join("/"),
      readFileSync(path, "utf8"),
    ]);
  return importGraph(new Map(sources));
}
