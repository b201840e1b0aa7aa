/** The name of a library file that does not exist: {@link newestLib}. */
export const NEWEST_LIB = "lib.newest.d.ts";

const ARRAYS = ["Array", "ReadonlyArray"].map(
  (name) => `interface ${name}<T> {
  toSorted(compare?: (a: T, b: T) => number): T[];
  toReversed(): T[];
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  with(index: number, value: T): T[];
}`,
);

const TYPED_ARRAYS = [
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

/** What Node has, by version, that the types of tslab's TypeScript lack. */
const NEWER: [owner: object, member: string, declaration: string][] = [
  [Array.prototype, "toSorted", [...ARRAYS, ...TYPED_ARRAYS].join("\n")],
  [
    String.prototype,
    "toWellFormed",
    `interface String { isWellFormed(): boolean; toWellFormed(): string; }`,
  ],
  [
    Object,
    "groupBy",
    `interface ObjectConstructor {
  groupBy<K extends PropertyKey, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Partial<Record<K, T[]>>;
}`,
  ],
  [
    Map,
    "groupBy",
    `interface MapConstructor {
  groupBy<K, T>(items: Iterable<T>, keyOf: (item: T, index: number) => K): Map<K, T[]>;
}`,
  ],
  [
    Array,
    "fromAsync",
    `interface ArrayConstructor {
  fromAsync<T>(items: AsyncIterable<T> | Iterable<T | PromiseLike<T>> | ArrayLike<T | PromiseLike<T>>): Promise<T[]>;
  fromAsync<T, U>(items: AsyncIterable<T> | Iterable<T> | ArrayLike<T>, map: (item: Awaited<T>, index: number) => U, thisArg?: any): Promise<Awaited<U>[]>;
}`,
  ],
  [
    Promise,
    "withResolvers",
    `interface PromiseConstructor {
  withResolvers<T>(): { promise: Promise<T>; resolve: (value: T | PromiseLike<T>) => void; reject: (reason?: any) => void };
}`,
  ],
  [
    Promise,
    "try",
    `interface PromiseConstructor {
  try<T, A extends unknown[]>(call: (...args: A) => T | PromiseLike<T>, ...args: A): Promise<Awaited<T>>;
}`,
  ],
  [
    Set.prototype,
    "union",
    `interface ReadonlySetLike<T> { keys(): Iterator<T>; has(value: T): boolean; readonly size: number; }
interface Set<T> {
  union<U>(other: ReadonlySetLike<U>): Set<T | U>;
  intersection<U>(other: ReadonlySetLike<U>): Set<T & U>;
  difference<U>(other: ReadonlySetLike<U>): Set<T>;
  symmetricDifference<U>(other: ReadonlySetLike<U>): Set<T | U>;
  isSubsetOf(other: ReadonlySetLike<unknown>): boolean;
  isSupersetOf(other: ReadonlySetLike<unknown>): boolean;
  isDisjointFrom(other: ReadonlySetLike<unknown>): boolean;
}
interface ReadonlySet<T> extends Pick<Set<T>, "union" | "intersection" | "difference" | "symmetricDifference" | "isSubsetOf" | "isSupersetOf" | "isDisjointFrom"> {}`,
  ],
  [
    Object.getPrototypeOf(Object.getPrototypeOf([].values())) as object,
    "toArray",
    `interface IterableIterator<T> {
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
}`,
  ],
  [
    RegExp,
    "escape",
    `interface RegExpConstructor { escape(text: string): string; }`,
  ],
  [
    Math,
    "sumPrecise",
    `interface Math { sumPrecise(numbers: Iterable<number>): number; }`,
  ],
];

/** The types of what the running Node has beyond ES2023, and of nothing else. */
export function newestLib(): string {
  return NEWER.filter(([owner, member]) => member in owner)
    .map(([, , declaration]) => declaration)
    .join("\n");
}
