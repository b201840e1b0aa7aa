import { mapNumbers, transposed } from "./slip";
import { isList } from "./values";

export type Change = (value: unknown) => unknown;

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
export type Reading = [asIf: string, taken: Change, hint: string];

const NO_EFFECT: Reading[] = [
  ["NAME were 1", numbers(() => 1), "Is it used at all?"],
  [
    "NAME had the other sign",
    numbers((v) => -v),
    "Look at what is added and what is subtracted.",
  ],
  ["NAME were 0", numbers(() => 0), "Is it used at all?"],
  ["NAME had no sign", numbers(Math.abs), "Its sign counts, too."],
  ["NAME were twice as large", numbers((v) => 2 * v), "Look for a factor 2."],
  ["NAME were half as large", numbers((v) => v / 2), "Look for a factor 2."],
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

export const LIST: Reading[] = [
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

export const READINGS: Record<string, Reading[] | undefined> = {
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
