import { mapNumbers, numbersOf, sameShape } from "./numbers";
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
export type Wrong = (part: Part) => unknown;

/** A slip that any exercise may see, and how it spoils a right answer. */
export type Slip = KnownMistake & { wrong: Wrong };

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

/** The learner's record, if it holds the right values under other names. */
export function misnamed({ right, yours }: Part): unknown {
  if (!isRecord(right) || !isRecord(yours)) return undefined;
  const same = sameItems(Object.values(right), Object.values(yours));
  return same ? yours : undefined;
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

const short = (v: number): number => Number(v.toPrecision(9));

/** The right rows, but the learner's where one list stands several times. */
export function shared(right: unknown[], yours: unknown): unknown {
  if (!isList(yours) || !right.every(isList)) return undefined;
  const rows = Array.from(yours);
  return right.map((row, i) =>
    rows.indexOf(rows[i]) === rows.lastIndexOf(rows[i]) ? row : rows[i],
  );
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
