import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The file with the rules of a class; a class needs none. */
export const RULES_FILE = "class.json";

/** What a teacher may decide, in `class.json`; everything may be left out. */
export interface ClassRules {
  /** when chapters are due, by number: `{ "05": "2026-12-01T18:00" }` */
  due: Record<string, string>;
  /** other times for some learners: `{ "ada": { "05": "2026-12-03" } }` */
  extensions: Record<string, Record<string, string>>;
  /** the share of the points that each day or part of a day costs, such as 0.1 */
  penaltyPerDay: number;
  /** what the points of an exercise are multiplied by: `{ "05.2": 0 }` */
  weights: Record<string, number>;
  /** points on top, or taken away: `{ "ada": { "05": 2 } }` */
  extra: Record<string, Record<string, number>>;
  /** whether a function earns points for the cases that it gets right */
  partialCredit: boolean;
}

type Check = (value: unknown) => boolean;

const isShare: Check = (value) =>
  typeof value === "number" && value >= 0 && value <= 1;
const isFinite: Check = (value) => Number.isFinite(value);
const isWeight: Check = (value) => isFinite(value) && Number(value) >= 0;
const isTime: Check = (value) =>
  typeof value === "string" && !Number.isNaN(timeOf(value));
const isChapter = (key: string): boolean => /^\d\d$/.test(key);

/** An object whose keys and values all pass. */
const each =
  (ofKey: (key: string) => boolean, ofValue: Check): Check =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([key, one]) => ofKey(key) && ofValue(one));

const RULES: Record<
  keyof ClassRules,
  { check: Check; example: string; unset: unknown }
> = {
  due: {
    check: each(isChapter, isTime),
    example: '{ "05": "2026-12-01T18:00" }',
    unset: {},
  },
  extensions: {
    check: each(() => true, each(isChapter, isTime)),
    example: '{ "ada": { "05": "2026-12-03" } }',
    unset: {},
  },
  penaltyPerDay: { check: isShare, example: "0.1", unset: 0 },
  weights: {
    check: each((key) => /^\d\d\.\d+$/.test(key), isWeight),
    example: '{ "05.2": 0 }',
    unset: {},
  },
  extra: {
    check: each(() => true, each(isChapter, isFinite)),
    example: '{ "ada": { "05": 2 } }',
    unset: {},
  },
  partialCredit: {
    check: (value) => typeof value === "boolean",
    example: "true",
    unset: false,
  },
};

/**
 * Reads the rules of a class.
 *
 * @param folder the folder of the class
 * @throws if `class.json` holds something else than rules
 */
export function readRules(folder: string): ClassRules {
  const path = join(folder, RULES_FILE);
  const fail = (what: string): never => {
    throw new Error(`${path}: ${what}`);
  };
  let given: unknown = {};
  try {
    given = JSON.parse(readFileSync(path, "utf8").replace(/^\ufeff/, ""));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      fail(`must be JSON; ${(error as Error).message}. Is a comma missing?`);
  }
  if (typeof given !== "object" || given === null || Array.isArray(given))
    return fail('must be an object, such as { "due": {} }.');
  const names = Object.keys(RULES);
  for (const [key, value] of Object.entries(given)) {
    if (!names.includes(key))
      fail(`has no rule "${key}"; the rules are ${names.join(", ")}.`);
    const { check, example } = RULES[key as keyof ClassRules];
    if (!check(value))
      fail(`"${key}" must be like ${example}; got ${JSON.stringify(value)}.`);
  }
  const unset = names.map((name) => [
    name,
    RULES[name as keyof ClassRules].unset,
  ]);
  return { ...(Object.fromEntries(unset) as ClassRules), ...given };
}

/** A time in milliseconds; a day alone ends at midnight, local time. */
export function timeOf(text: string): number {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  return Date.parse(isDay ? `${text}T23:59:59.999` : text);
}
