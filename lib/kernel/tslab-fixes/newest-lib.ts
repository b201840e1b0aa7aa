/**
 * tslab 1.0.22 brings TypeScript 5.0 and gives cells the types of ES2022. Node
 * has ES2023 and more, depending on its version. So cells get the types of
 * ES2023 and of a library file that exists only here, generated for this Node.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { System } from "typescript";

const NEWEST_LIB = "lib.newest.d.ts";

/** The library files whose types cells see. */
export const LIBRARIES = ["lib.es2023.d.ts", NEWEST_LIB];

/**
 * A file system for the compiler, with the library file that exists only here.
 */
export function withNewestLib(
  system: Pick<System, "readFile" | "fileExists">,
): Pick<System, "readFile" | "fileExists"> {
  const isNewest = (path: string): boolean => path.endsWith(`/${NEWEST_LIB}`);
  return {
    readFile: (path, encoding) =>
      isNewest(path) ? newestLib() : system.readFile(path, encoding),
    fileExists: (path) => isNewest(path) || system.fileExists(path),
  };
}

/** A member that only some versions of Node have, and its types. */
interface Newer {
  owner: object;
  member: string;
  types: () => string;
}

const ITERATOR = Object.getPrototypeOf(
  Object.getPrototypeOf([].values()),
) as object;

const NEWER: Newer[] = [
  { owner: Array.prototype, member: "toSorted", types: changedCopies },
  {
    owner: String.prototype,
    member: "toWellFormed",
    types: of("es2024.string"),
  },
  { owner: Object, member: "groupBy", types: of("es2024.object") },
  { owner: Map, member: "groupBy", types: of("es2024.collection") },
  { owner: Promise, member: "withResolvers", types: of("es2024.promise") },
  { owner: Array, member: "fromAsync", types: of("esnext.array") },
  { owner: Promise, member: "try", types: of("esnext.promise") },
  { owner: Set.prototype, member: "union", types: of("esnext.collection") },
  { owner: ITERATOR, member: "toArray", types: iteratorMethods },
  {
    owner: RegExp,
    member: "escape",
    types: () =>
      "interface RegExpConstructor { escape(text: string): string; }",
  },
  {
    owner: Math,
    member: "sumPrecise",
    types: () =>
      "interface Math { sumPrecise(numbers: Iterable<number>): number; }",
  },
];

/** The types of exactly those features that this Node has beyond ES2023. */
function newestLib(): string {
  return NEWER.filter(({ owner, member }) => member in owner)
    .map(({ types }) => types())
    .join("\n");
}

/** Types from the course's own TypeScript that 5.0 can read. */
function of(library: string): () => string {
  const folder = dirname(require.resolve("typescript"));
  return () => readFileSync(join(folder, `lib.${library}.d.ts`), "utf8");
}

/**
 * Types of `toSorted` and the like, because 5.0 cannot read the newer types of
 * typed arrays.
 */
function changedCopies(): string {
  const arrays = ["Array", "ReadonlyArray"].map(
    (name) => `interface ${name}<T> {
  toSorted(compare?: (a: T, b: T) => number): T[];
  toReversed(): T[];
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}`,
  );
  const typedArrays = [
    ...["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32"],
    ...["Float32", "Float64", "BigInt64", "BigUint64"],
  ].map((kind) => {
    const item = kind.startsWith("Big") ? "bigint" : "number";
    return `interface ${kind}Array {
  toSorted(compare?: (a: ${item}, b: ${item}) => number): ${kind}Array;
  toReversed(): ${kind}Array;
  with(index: number, value: ${item}): ${kind}Array;
}`;
  });
  return [...arrays, ...typedArrays].join("\n");
}

/**
 * Types of the iterator methods, because the newer ones use an interface that
 * 5.0 lacks.
 */
function iteratorMethods(): string {
  return `interface IterableIterator<T> {
  map<U>(change: (value: T, index: number) => U): IterableIterator<U>;
  filter<S extends T>(isKept: (value: T, index: number) => value is S): IterableIterator<S>;
  filter(isKept: (value: T, index: number) => unknown): IterableIterator<T>;
  take(count: number): IterableIterator<T>;
  drop(count: number): IterableIterator<T>;
  flatMap<U>(change: (value: T, index: number) => Iterable<U>): IterableIterator<U>;
  reduce(join: (sum: T, value: T, index: number) => T): T;
  reduce<U>(join: (sum: U, value: T, index: number) => U, initial: U): U;
  toArray(): T[];
  forEach(visit: (value: T, index: number) => void): void;
  some(is: (value: T, index: number) => unknown): boolean;
  every(is: (value: T, index: number) => unknown): boolean;
  find(is: (value: T, index: number) => unknown): T | undefined;
}`;
}
