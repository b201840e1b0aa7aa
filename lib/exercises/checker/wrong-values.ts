import {
  mapNumbers,
  numbersOf,
  transposed,
  type Part,
  type Wrong,
} from "./slip";
import { isList, isRecord } from "./values";

export function each(change: (v: number) => number): Wrong {
  return ({ right }) => mapNumbers(right, change);
}

/** For an argument that is changed: a number after the call, and before. */
export function moved(mix: (after: number, before: number) => number): Wrong {
  return ({ right, before }) => {
    if (before === undefined) return undefined;
    const old = numbersOf(before).values();
    return mapNumbers(right, (v) => mix(v, old.next().value ?? 0));
  };
}

export function items(
  change: (list: unknown[], yours: unknown) => unknown,
): Wrong {
  return ({ right, yours }) =>
    isList(right) ? change(Array.from(right), yours) : undefined;
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
export function shuffled(right: unknown[], yours: unknown): unknown {
  const same = isList(yours) && sameItems(right, Array.from(yours));
  return same ? yours : undefined;
}

/** The learner's record, if it holds the right values under the wrong fields. */
export function misplaced(part: Part): unknown {
  return sameFields(part, (here, there) => sameItems(here, there));
}

/** The learner's record, if a field with a right value has another name. */
export function renamed(part: Part): unknown {
  return sameFields(part, (here, there) => !sameItems(here, there));
}

/** The learner's record, if its values are right and its names as they may be. */
function sameFields(
  { right, yours }: Part,
  may: (names: string[], yours: string[]) => boolean,
): unknown {
  if (!isRecord(right) || !isRecord(yours)) return undefined;
  const same = sameItems(Object.values(right), Object.values(yours));
  return same && may(Object.keys(right), Object.keys(yours))
    ? yours
    : undefined;
}

/** The learner's numbers, if they only have to be rounded. */
export function unrounded(round: (v: number) => number): Wrong {
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
export function shared(right: unknown[], yours: unknown): unknown {
  if (!isList(yours) || !right.every(isList)) return undefined;
  const rows = Array.from(yours);
  return right.map((row, i) =>
    rows.indexOf(rows[i]) === rows.lastIndexOf(rows[i]) ? row : rows[i],
  );
}

/** Every row as the sum of all: what `+=` leaves in rows that are one list. */
export function addedUp(rows: unknown[]): unknown {
  const columns = transposed(rows);
  if (!isList(columns) || rows.length < 2) return undefined;
  const sums = Array.from(columns, (column) =>
    numbersOf(column).reduce((a, b) => a + b, 0),
  );
  return rows.map(() => sums);
}

/** Every row as the last one: what `=` leaves in rows that are one list. */
export function lastForAll(rows: unknown[]): unknown {
  return rows.length > 1 && rows.every(isList)
    ? rows.map(() => rows.at(-1))
    : undefined;
}

/** A slip of one item: the learner's beside the right others, or the reverse. */
export function mixed(
  mix: (right: unknown[], yours: unknown[]) => unknown,
): Wrong {
  return items((list, yours) =>
    isList(yours) && yours.length === list.length
      ? mix(list, Array.from(yours))
      : undefined,
  );
}

/** The learner's value, if every number of it is off by the same. */
export function alike(off: (right: number, yours: number) => number): Wrong {
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
