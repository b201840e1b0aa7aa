import { LIST, READINGS, type Reading } from "./argument-readings";
import { mapFields } from "./slip";
import { isList, isRecord } from "./values";
import type { KnownMistake } from "./verdict";

type Fields = Record<string, unknown>;

/** Where in the arguments a record is: names; `*` stands for every item. */
type Path = readonly string[];

/** An argument, or a field of one. */
interface Place {
  inside: Path;
  name: string;
  kind: string;
}

/** A right answer to wrong arguments: one is taken for something else. */
export type Misreading = KnownMistake & { spoil(args: Fields): Fields };

function isPlain(value: unknown): value is Fields {
  return isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
}

/** What can stand for what: numbers, lists of them, matrices, functions. */
function kindOf(value: unknown): string {
  return isList(value) ? `list of ${kindOf(value[0])}` : typeof value;
}

function placesIn(fields: Fields, inside: Path = []): Place[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const place = { inside, name, kind: kindOf(value) };
    if (isPlain(value)) return placesIn(value, [...inside, name]);
    if (isList(value) && isPlain(value[0]))
      return [place, ...placesIn(value[0], [...inside, name, "*"])];
    return [place];
  });
}

/** Changes the record at a path, in a copy of all arguments. */
function changeAt(
  value: unknown,
  [name, ...rest]: Path,
  change: (fields: Fields) => Fields,
): unknown {
  if (name === undefined) return change(value as Fields);
  if (name === "*")
    return (value as Fields[]).map((item) => changeAt(item, rest, change));
  const fields = value as Fields;
  return { ...fields, [name]: changeAt(fields[name], rest, change) };
}

function readingsOf({ inside, name, kind }: Place, all: Place[]): Misreading[] {
  const misreading = (
    [asIf, taken, hint]: Reading,
    isMeant: (field: string, fields: Fields) => boolean,
  ): Misreading => ({
    name: `as if ${asIf.replaceAll("NAME", `\`${name}\``)}`,
    hint,
    spoil: (args) =>
      changeAt(args, inside, (fields) =>
        mapFields(fields, (value, field) =>
          isMeant(field, fields) ? taken(value) : value,
        ),
      ) as Fields,
  });
  const beside = all.filter((other) => other.inside.join() === inside.join());
  const names = beside.map((other) => other.name);
  const alone = (READINGS[kind] ?? []).map((reading) =>
    misreading(reading, (field) => field === name),
  );
  if (!kind.startsWith("list")) return alone;
  // a loop over one list reads the others that are as long
  const together = LIST.map((reading) =>
    misreading(reading, (field, fields) => {
      const [list, other] = [fields[name], fields[field]] as unknown[][];
      return names.includes(field) && list.length === other.length;
    }),
  );
  return [...alone, ...together];
}

/** Two arguments of one kind, side by side, of which one is taken for both. */
function mixUps({ inside, name: a, kind }: Place, all: Place[]): Misreading[] {
  const hint = "Look at where each of the two is used.";
  const others = all.filter(
    (other) =>
      other.kind === kind &&
      other.name !== a &&
      other.inside.join() === inside.join(),
  );
  return others.flatMap(({ name: b }) => [
    {
      name: `as if \`${b}\` stood where \`${a}\` belongs`,
      hint,
      spoil: (args) =>
        changeAt(args, inside, (f) => ({ ...f, [a]: f[b] })) as Fields,
    },
    {
      name: `as if \`${a}\` and \`${b}\` were swapped`,
      hint,
      spoil: (args) =>
        changeAt(args, inside, (f) => ({
          ...f,
          [a]: f[b],
          [b]: f[a],
        })) as Fields,
    },
  ]);
}

/**
 * All ways to misread the arguments of an exercise, one at a time.
 *
 * @param args those of one case, by name
 * @param changed names of arguments that the answer changes; they stay
 */
export function misreadings(
  args: Fields,
  changed: readonly string[],
): Misreading[] {
  const all = Object.fromEntries(
    Object.entries(args).filter(([name]) => !changed.includes(name)),
  );
  const places = placesIn(all);
  return places.flatMap((place) => [
    ...readingsOf(place, places),
    ...mixUps(place, places),
  ]);
}
