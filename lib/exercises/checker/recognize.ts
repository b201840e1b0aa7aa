import { scaled, type Part, type Slip } from "./answer-slips";
import { mapFields, numbersOf } from "./numbers";
import { SLIPS, VAGUE_SLIPS } from "./slip-table";
import { withTimeLimit } from "./time-limit";
import { misreadings, type Misreading } from "./argument-slips";
import { runCases, sameRuns, type Run, type Trial } from "./trial";
import { isList, isRecord } from "./values";
import type { KnownMistake } from "./verdict";

/** Where a part of an answer is: fields, indices, `*` for every item. */
type Path = readonly string[];

/** An answer of a few rows may hold another thing in each of them. */
const MOST_ROWS = 3;

/** The whole value, every field of it, and its first rows. */
function partsOf(value: unknown): Path[] {
  const inside = (name: string, part: unknown): Path[] =>
    partsOf(part).map((path) => [name, ...path]);
  if (isRecord(value))
    return [[], ...Object.entries(value).flatMap(([n, v]) => inside(n, v))];
  if (!isList(value) || value.length === 0) return [[]];
  if (isRecord(value[0])) return [[], ...inside("*", value[0]).slice(1)];
  if (!isList(value[0])) return [[]];
  const rows = Array.from(value).slice(0, MOST_ROWS);
  return [[], ...rows.map((_, i) => [String(i)])];
}

function at(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined) return value;
  if (name === "*")
    return isList(value) ? Array.from(value, (v) => at(v, rest)) : undefined;
  return isList(value) || isRecord(value)
    ? at((value as Record<string, unknown>)[name], rest)
    : undefined;
}

/** A copy in which the part at `path` is another one. */
function withPart(
  value: unknown,
  [name, ...rest]: Path,
  part: unknown,
): unknown {
  if (name === undefined) return part;
  if (isRecord(value))
    return mapFields(value, (v, n) =>
      n === name ? withPart(v, rest, part) : v,
    );
  const parts = part as unknown[];
  return Array.from(value as unknown[], (v, i) => {
    if (name === "*") return withPart(v, rest, parts[i]);
    return name === String(i) ? withPart(v, rest, part) : v;
  });
}

/** `` for a result, `weights` for an argument, `result[0]`, `loss`. */
function nameOf([first, ...rest]: Path): string {
  const inner = rest.filter((name) => name !== "*").join(".");
  if (/^\d/.test(inner)) return `${first}[${inner}]`;
  return first === "result" ? inner : [first, inner].filter(Boolean).join(".");
}

/** Numbers and lengths of lists in the arguments, by how one writes them. */
function givenIn(value: unknown, name: string): [string, number][] {
  if (typeof value === "number") return [[name, value]];
  if (isList(value))
    return [
      [`${name}.length`, value.length],
      ...(isList(value[0]) ? givenIn(value[0], `${name}[0]`) : []),
    ];
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([field, part]) => givenIn(part, field));
}

/** The factor between the first number that is not 0, and the right one. */
function firstRatio({ right, yours, before }: Part): number {
  const [a, b, c] = [right, yours, before].map(numbersOf);
  const i = a.findIndex((v, n) => v !== (c[n] ?? 0));
  return (b[i] - (c[i] ?? 0)) / (a[i] - (c[i] ?? 0));
}

function factorSlips(parts: Part[]): Slip[] {
  const ratio = firstRatio(parts[0]);
  const given = Object.keys(parts[0].given).flatMap((name) => [
    scaled(`too large by the factor ${name}`, (p) => p.given[name]),
    scaled(`too small by the factor ${name}`, (p) => 1 / p.given[name]),
  ]);
  const times = String(Number(ratio.toPrecision(4)));
  const constant = scaled(`${times} times the right answer`, () => ratio);
  return Number.isFinite(ratio) ? [constant, ...given] : given;
}

/** How long the search may take; wrong arguments may make a loop endless. */
const SEARCH_MS = 1000;

/** Whether the answer is what `theirs` gives, in all cases. */
type Fits = (theirs: (c: number) => Run) => boolean;

/**
 * Recognizes a slip in an answer that no mistake of the exercise explains: in
 * all cases it is the right answer turned into a wrong one by one rule, or the
 * right answer to arguments of which one is misread.
 *
 * @returns undefined if there is no such rule, or the search takes too long
 */
export function recognizeSlip(
  trial: Trial,
  runs: Run[],
  tolerance: number,
): KnownMistake | undefined {
  const fits: Fits = (theirs) =>
    runs.every((run, c) => sameRuns(trial, [run], [theirs(c)], tolerance));
  if (fits((c) => trial.right[c]) || runs.some(({ error }) => error))
    return undefined;
  try {
    // NaN has too many causes
    if (!numbersOf(runs.map(({ after }) => after)).every(Number.isFinite))
      return undefined;
    return withTimeLimit(
      SEARCH_MS,
      () =>
        turnedAnswer(trial, runs, fits, exactly) ??
        misread(trial, fits) ??
        turnedAnswer(trial, runs, fits, () => VAGUE_SLIPS),
    );
  } catch {
    return undefined;
  }
}

function argumentsOf({ exercise, cases }: Trial): Record<string, unknown>[] {
  const { parameters } = exercise;
  return cases.map((args) =>
    Object.fromEntries(parameters.map((name, i) => [name, args[i]])),
  );
}

function exactly(parts: Part[]): Slip[] {
  return [...SLIPS, ...factorSlips(parts)];
}

function turnedAnswer(
  trial: Trial,
  runs: Run[],
  fits: Fits,
  slips: (parts: Part[]) => readonly Slip[],
): KnownMistake | undefined {
  const { right } = trial;
  const inputs = argumentsOf(trial);
  const paths = partsOf(right[0].after).slice(1).reverse(); // small parts first
  for (const path of paths) {
    const parts = right.map(({ after }, c): Part => ({
      right: at(after, path),
      yours: at(runs[c].after, path),
      before: at(inputs[c], path),
      given: Object.fromEntries(
        Object.entries(inputs[c]).flatMap(([n, value]) => givenIn(value, n)),
      ),
    }));
    const slip = slips(parts).find(({ wrong }) =>
      fits((c) => {
        const part = wrong(parts[c]) ?? parts[c].right;
        return { after: withPart(right[c].after, path, part) as Run["after"] };
      }),
    );
    if (!slip) continue;
    const part = nameOf(path);
    const name = part ? `${part}: ${slip.name}` : slip.name;
    return { name, hint: slip.hint };
  }
  return undefined;
}

function misread(trial: Trial, fits: Fits): KnownMistake | undefined {
  const { exercise } = trial;
  const inputs = argumentsOf(trial);
  const gives = ({ spoil }: Misreading): boolean => {
    try {
      return fits((c) => {
        const wrong = spoil(inputs[c]);
        const args = exercise.parameters.map((name) => wrong[name]);
        return runCases(exercise, exercise.reference, [args])[0];
      });
    } catch {
      return false; // an argument that cannot be misread like this
    }
  };
  const found = misreadings(inputs[0], exercise.changes ?? []).find(gives);
  return found && { name: found.name, hint: found.hint };
}
