import { mapNumbers, numbersOf, type Part, type Slip } from "./slip";
import { isList, isRecord } from "./values";

/** Numbers and lengths of lists in the arguments, by how one writes them. */
export function givenIn(value: unknown, name: string): [string, number][] {
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

/** Answers that are off by a factor: a constant, or one that the case gives. */
export function factorSlips(parts: Part[]): Slip[] {
  const ratio = firstRatio(parts[0]);
  const names = Object.keys(parts[0].given);
  const given = names.flatMap((name) => [
    scaled(`too large by the factor ${name}`, (p) => p.given[name]),
    scaled(`too small by the factor ${name}`, (p) => 1 / p.given[name]),
    scaled(`too large by the root of ${name}`, (p) => p.given[name] ** 0.5),
    scaled(`too small by the root of ${name}`, (p) => p.given[name] ** -0.5),
    ...[1, -1].map((more) =>
      scaled(
        `divided by ${name} ${more > 0 ? "+" : "-"} 1, not by ${name}`,
        ({ given }) => given[name] / (given[name] + more),
      ),
    ),
    ...names.map((other) =>
      scaled(
        `divided by ${other}, not by ${name}`,
        (p) => p.given[name] / p.given[other],
      ),
    ),
  ]);
  const times = String(Number(ratio.toPrecision(4)));
  const constant = scaled(`${times} times the right answer`, () => ratio);
  return Number.isFinite(ratio) ? [constant, ...given] : given;
}

/** The right numbers, or by how much they move, times a factor. */
function scaled(name: string, factor: (part: Part) => number): Slip {
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
