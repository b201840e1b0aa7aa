import {
  mapFields,
  numbersOf,
  scaled,
  SLIPS,
  VAGUE_SLIPS,
  type Part,
  type Slip,
} from "./answer-slips";
import { withTimeLimit } from "./time-limit";
import { misreadings, type Misreading } from "./argument-slips";
import { runCases, sameRuns, type Run, type Trial } from "./trial";
import { isList, isRecord } from "./values";
import type { KnownMistake } from "./verdict";

/** Where a part of an answer is: names of fields. */
type Path = readonly string[];

/** The whole value, and every field of it. */
function partsOf(value: unknown): Path[] {
  if (!isRecord(value)) return [[]];
  const inner = Object.entries(value).flatMap(([name, part]) =>
    partsOf(part).map((path) => [name, ...path]),
  );
  return [[], ...inner];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce(
    (part, name) => (part as Record<string, unknown> | undefined)?.[name],
    value,
  );
}

/** A copy in which the part at `path` is another one. */
function withPart(
  value: Record<string, unknown>,
  [name, ...rest]: Path,
  part: unknown,
): Record<string, unknown> {
  return mapFields(value, (field, n) => {
    if (n !== name) return field;
    return rest.length === 0
      ? part
      : withPart(field as typeof value, rest, part);
  });
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
const SEARCH_MS = 300;

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
  const same = (theirs: Run[]): boolean =>
    sameRuns(trial, runs, theirs, tolerance);
  if (same(trial.right) || runs.some(({ error }) => error)) return undefined;
  try {
    // NaN has too many causes
    if (!numbersOf(runs.map(({ after }) => after)).every(Number.isFinite))
      return undefined;
    return withTimeLimit(
      SEARCH_MS,
      () =>
        turnedAnswer(trial, runs, same, exactly) ??
        misread(trial, same) ??
        turnedAnswer(trial, runs, same, () => VAGUE_SLIPS),
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
  same: (theirs: Run[]) => boolean,
  slips: (parts: Part[]) => readonly Slip[],
): KnownMistake | undefined {
  const { right } = trial;
  const inputs = argumentsOf(trial);
  for (const path of partsOf(right[0].after).slice(1)) {
    const parts = right.map(({ after }, c): Part => ({
      right: at(after, path),
      yours: at(runs[c].after, path),
      before: at(inputs[c], path),
      given: Object.fromEntries(
        Object.entries(inputs[c]).flatMap(([n, value]) => givenIn(value, n)),
      ),
    }));
    const slip = slips(parts).find(({ wrong }) => {
      const theirs = right.map(({ after }, c) => ({
        after: withPart(after, path, wrong(parts[c]) ?? parts[c].right),
      }));
      return same(theirs);
    });
    if (!slip) continue;
    const part = path.join(".").replace(/^result\.?/, "");
    const name = part ? `${part}: ${slip.name}` : slip.name;
    return { name, hint: slip.hint };
  }
  return undefined;
}

function misread(
  trial: Trial,
  same: (theirs: Run[]) => boolean,
): KnownMistake | undefined {
  const { exercise } = trial;
  const inputs = argumentsOf(trial);
  const gives = ({ spoil }: Misreading): boolean => {
    try {
      const wrong = inputs.map((args) => Object.values(spoil(args)));
      return same(runCases(exercise, exercise.reference, wrong));
    } catch {
      return false;
    }
  };
  const found = misreadings(inputs[0], exercise.changes ?? []).find(gives);
  return found && { name: found.name, hint: found.hint };
}
