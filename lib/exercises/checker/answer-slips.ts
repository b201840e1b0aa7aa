import { isList, isRecord } from "./values";
import type { KnownMistake } from "./verdict";

/** A part of an answer, in one case. */
export interface Part {
  right: unknown;
  yours: unknown;
  /** what stood there before, in an argument that is to be changed */
  before: unknown;
  /** the numbers that the arguments hold, and the lengths of their lists */
  given: Record<string, number>;
}

/** Makes the wrong value; undefined where the slip makes no sense. */
type Wrong = (part: Part) => unknown;

/** A slip that any exercise may see, and how it spoils a right answer. */
export type Slip = KnownMistake & { wrong: Wrong };

/** Applies `change` to every number of a value of any shape. */
export function mapNumbers(
  value: unknown,
  change: (v: number) => number,
): unknown {
  if (typeof value === "number") return change(value);
  if (isList(value)) return Array.from(value, (v) => mapNumbers(v, change));
  return isRecord(value)
    ? mapFields(value, (v) => mapNumbers(v, change))
    : value;
}

/** Applies `change` to every field of a record, in the order of their names. */
export function mapFields(
  record: Record<string, unknown>,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  const fields = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([n, value]) => [n, change(value, n)]));
}

/** The numbers of a value of any shape, in one list. */
export function numbersOf(value: unknown): number[] {
  const numbers: number[] = [];
  mapNumbers(value, (v) => numbers.push(v));
  return numbers;
}

function each(change: (v: number) => number): Wrong {
  return ({ right }) => mapNumbers(right, change);
}

/** For an argument that is changed: a number after the call, and before. */
function moved(mix: (after: number, before: number) => number): Wrong {
  return ({ right, before }) => {
    if (before === undefined) return undefined;
    const old = numbersOf(before).values();
    return mapNumbers(right, (v) => mix(v, old.next().value ?? 0));
  };
}

function items(change: (list: unknown[], yours: unknown) => unknown): Wrong {
  return ({ right, yours }) =>
    isList(right) ? change(Array.from(right), yours) : undefined;
}

/** Rows of the columns; undefined if there are no rows. */
export function transposed(rows: unknown[]): unknown {
  if (rows.length === 0 || !rows.every(isList)) return undefined;
  return Array.from(rows[0], (_, c) => rows.map((row) => row[c]));
}

function sameItems(some: unknown[], others: unknown[]): boolean {
  const key = (list: unknown[]): string =>
    list
      .map((item) => JSON.stringify(mapNumbers(item, short)))
      .sort()
      .join();
  return key(some) === key(others);
}

/** The learner's list, if it holds the right items in another order. */
function shuffled(right: unknown[], yours: unknown): unknown {
  const same = isList(yours) && sameItems(right, Array.from(yours));
  return same ? yours : undefined;
}

/** The learner's record, if it holds the right values under other names. */
function misnamed({ right, yours }: Part): unknown {
  if (!isRecord(right) || !isRecord(yours)) return undefined;
  const same = sameItems(Object.values(right), Object.values(yours));
  return same ? yours : undefined;
}

/** The learner's numbers, if they only have to be rounded. */
function unrounded(round: (v: number) => number): Wrong {
  return ({ right, yours }) => {
    const own = numbersOf(yours);
    const whole = numbersOf(right);
    const same = own.every((v, i) => round(v) === whole[i]);
    return same && sameShape(right, yours) ? yours : undefined;
  };
}

/** Whether two values differ in nothing but their numbers. */
function sameShape(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map((v) =>
    JSON.stringify(mapNumbers(v, () => 0)),
  );
  return a === b;
}

const short = (v: number): number => Number(v.toPrecision(9));

/** The right rows, but the learner's where one list stands several times. */
function shared(right: unknown[], yours: unknown): unknown {
  if (!isList(yours) || !right.every(isList)) return undefined;
  const rows = Array.from(yours);
  return right.map((row, i) =>
    rows.indexOf(rows[i]) === rows.lastIndexOf(rows[i]) ? row : rows[i],
  );
}

/** A slip of one item: the learner's beside the right others, or the reverse. */
function mixed(mix: (right: unknown[], yours: unknown[]) => unknown): Wrong {
  return items((list, yours) =>
    isList(yours) && yours.length === list.length
      ? mix(list, Array.from(yours))
      : undefined,
  );
}

/** The learner's value, if every number of it is off by the same. */
function alike(off: (right: number, yours: number) => number): Wrong {
  return ({ right, yours, before }) => {
    const [all, theirs, old] = [right, yours, before].map(numbersOf);
    if (all.length < 2 || !sameShape(right, yours)) return undefined;
    const by = all
      .map((v, i) => off(v - (old[i] ?? 0), theirs[i] - (old[i] ?? 0)))
      .filter((one) => !Number.isNaN(one)); // 0 / 0
    const same = by.every((one) => Math.abs(one - by[0]) < 1e-9);
    return by.length > 1 && same ? yours : undefined;
  };
}

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 8];

type Row = [name: string, wrong: Wrong, hint: string];

const slip = ([name, wrong, hint]: Row): Slip => ({ name, wrong, hint });

const EXACT: Row[] = [
  [
    "left as it was",
    ({ before }) => before,
    "A new list or a copy of a number is lost when the function ends. Write into what came in.",
  ],
  [
    "overwritten, not added",
    moved((after, before) => after - before),
    "It may hold something already. Add with `+=`.",
  ],
  [
    "added twice",
    moved((after, before) => 2 * after - before),
    "Every number moves twice as far as it should.",
  ],
  [
    "moved the wrong way",
    moved((after, before) => 2 * before - after),
    "Every number moves as far as it should, in the other direction. Look at the signs.",
  ],
  [
    "several rows are one and the same list",
    items(shared),
    "`fill(row)` puts the same list into every row, and a change to one changes them all. Make a new list for each row.",
  ],
  [
    "everything is 0",
    each(() => 0),
    "Either nothing is added up, or it is added to a copy.",
  ],
  [
    "the sign is flipped",
    each((v) => -v),
    "The sizes are right. Look at what is subtracted from what.",
  ],
  [
    "the signs are lost",
    each(Math.abs),
    "The sizes are right. Where does a negative number become positive?",
  ],
  [
    "twice as large as it should be",
    each((v) => 2 * v),
    "Is a half missing, or is something added twice?",
  ],
  [
    "half as large as it should be",
    each((v) => v / 2),
    "Is a factor of 2 missing, or is a sum divided that should not be?",
  ],
  [
    "bits instead of nats",
    each((v) => v / Math.LN2),
    "One bit is ln 2 = 0.693 nats. `Math.log` gives nats, `Math.log2` bits.",
  ],
  [
    "nats instead of bits",
    each((v) => v * Math.LN2),
    "One bit is ln 2 = 0.693 nats. `Math.log` gives nats, `Math.log2` bits.",
  ],
  ["squared", each((v) => v * v), "A root is missing at the end."],
  [
    "the exponential is missing",
    each(Math.log),
    "`Math.exp` of it would be right.",
  ],
  [
    "one exponential too many",
    each(Math.exp),
    "`Math.log` of it would be right.",
  ],
  ["one root too many", each(Math.sqrt), "The square of it would be right."],
  ["upside down", each((v) => 1 / v), "1 divided by it would be right."],
  [
    "one too many",
    each((v) => v + 1),
    "Where does counting begin, at 0 or at 1? And is the end still counted?",
  ],
  [
    "one too few",
    each((v) => v - 1),
    "Where does counting begin, at 0 or at 1? And is the end still counted?",
  ],
  [
    "rows and columns are swapped",
    items(transposed),
    "What belongs in row i and column j is in row j and column i.",
  ],
  [
    "in reverse order",
    items((list) => list.reverse()),
    "All items are right, from the last to the first.",
  ],
  [
    "the last item is missing",
    items((list) => list.slice(0, -1)),
    "All others are right. Does the loop stop one too early?",
  ],
  [
    "the first item is missing",
    items((list) => list.slice(1)),
    "All others are right. Does the loop begin one too late?",
  ],
  [
    "the right items in another order",
    items(shuffled),
    "Nothing is missing. Look at which item belongs where.",
  ],
  [
    "the right values under the wrong names",
    misnamed,
    "Nothing is missing. Look at which value belongs to which field.",
  ],
  [
    "the zeros are left out",
    items((list) => list.filter((v) => v !== 0)),
    "All others are right. Every item keeps its place, those that are 0 too.",
  ],
  ...[Math.floor, Math.ceil, Math.round].map((round): Row => [
    "not rounded",
    unrounded(round),
    "A whole number is asked for. Is it rounded down, up or to the nearest?",
  ]),
  [
    "one list without rows",
    items((list) => (list.some(isList) ? list.flat() : undefined)),
    "All numbers are right. They should stand in rows.",
  ],
  [
    "a list around the answer",
    ({ right }) => [right],
    "What is inside is right. Return it without the outer brackets.",
  ],
  ...DIGITS.map((digits): Row => [
    "rounded",
    each((v) => Number(v.toFixed(digits))),
    "The numbers are right but for what was cut off. Round only what you print.",
  ]),
];

const VAGUE: Row[] = [
  [
    "the right proportions, not the right size",
    alike((right, yours) => yours / right),
    "All numbers of a case are off by one factor, another one in each case. Look at what divides or multiplies all of them.",
  ],
  [
    "shifted as a whole",
    alike((right, yours) => yours - right),
    "All numbers of a case are off by the same amount. Look at what is added to all of them, or subtracted.",
  ],
  [
    "only the first item is wrong",
    mixed((right, yours) => [yours[0], ...right.slice(1)]),
    "All others are right, in all cases.",
  ],
  [
    "only the last item is wrong",
    mixed((right, yours) => [...right.slice(0, -1), yours.at(-1)]),
    "All others are right, in all cases.",
  ],
  [
    "only the first item is right",
    mixed((right, yours) => [right[0], ...yours.slice(1)]),
    "It is right in all cases, and the others are not.",
  ],
];

/** Slips that say how right becomes wrong, the likelier ones first. */
export const SLIPS: readonly Slip[] = EXACT.map(slip);

/** What is still true where nothing more is known. */
export const VAGUE_SLIPS: readonly Slip[] = VAGUE.map(slip);

/** The right numbers, or by how much they move, times a factor. */
export function scaled(name: string, factor: (part: Part) => number): Slip {
  const wrong = ({ right, before, ...part }: Part): unknown => {
    const f = factor({ right, before, ...part });
    const old = before === undefined ? undefined : numbersOf(before).values();
    return mapNumbers(right, (v) => {
      const start = old?.next().value ?? 0;
      return start + f * (v - start);
    });
  };
  const hint =
    "Every number is off by this factor. Is it multiplied in or divided by " +
    "once too often, or not at all?";
  return { name, hint, wrong };
}
