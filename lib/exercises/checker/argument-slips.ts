import { mapFields, mapNumbers, transposed } from "./numbers";
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

type Change = (value: unknown) => unknown;

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

const numbers = (change: (v: number) => number): Change => {
  return (value) => mapNumbers(value, (v) => finite(change(v)));
};

/** Throws for 1 / 0: a loop up to Infinity would not end. */
function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new RangeError("a misreading must be a finite number");
}

const items = (change: (list: unknown[]) => unknown): Change => {
  return (value) => change(Array.from(value as ArrayLike<unknown>));
};

const flags = (change: (flag: boolean) => boolean): Change => {
  const walk = (value: unknown): unknown =>
    isList(value) ? Array.from(value, walk) : change(value as boolean);
  return walk;
};

/** What an argument is taken for: what follows "as if", and a hint. */
type Reading = [asIf: string, taken: Change, hint: string];

const NO_EFFECT: Reading[] = [
  ["NAME were 0", numbers(() => 0), "Is it used at all?"],
  ["NAME were 1", numbers(() => 1), "Is it used at all?"],
  [
    "NAME had the other sign",
    numbers((v) => -v),
    "Look at what is added and what is subtracted.",
  ],
];

const COUNT = "Count again where it begins and where it ends.";

const NUMBER: Reading[] = [
  ...NO_EFFECT,
  ["NAME were 1 larger", numbers((v) => v + 1), COUNT],
  ["NAME were 1 smaller", numbers((v) => v - 1), COUNT],
  [
    "NAME were 1 / NAME",
    numbers((v) => 1 / v),
    "Look at what is multiplied and what is divided.",
  ],
  ["NAME were squared", numbers((v) => v * v), "Is it used once too often?"],
];

const LIST: Reading[] = [
  [
    "NAME had no last item",
    items((list) => list.slice(0, -1)),
    "Does a loop stop one too early?",
  ],
  [
    "NAME had no first item",
    items((list) => list.slice(1)),
    "Does a loop begin one too late?",
  ],
  [
    "NAME had only its last item",
    items((list) => list.slice(-1)),
    "Is something overwritten that should be added up?",
  ],
  [
    "NAME had only its first item",
    items((list) => list.slice(0, 1)),
    "Does a `return` end the loop in its first turn?",
  ],
  [
    "NAME were in reverse order",
    items((list) => list.reverse()),
    "Does a loop run backward?",
  ],
];

const FLAGS: Reading[] = [
  [
    "true and false were swapped in NAME",
    flags((flag) => !flag),
    "Look at the condition.",
  ],
  ["NAME were always true", flags(() => true), "Is it used at all?"],
  ["NAME were always false", flags(() => false), "Is it used at all?"],
];

const READINGS: Record<string, Reading[] | undefined> = {
  number: NUMBER,
  boolean: FLAGS,
  "list of number": [...NO_EFFECT, ...LIST],
  "list of boolean": FLAGS,
  "list of list of number": [
    ...NO_EFFECT,
    [
      "the rows of NAME were its columns",
      items(transposed),
      "Look at the order of the two indices.",
    ],
    ...LIST,
  ],
  "list of object": LIST,
};

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
