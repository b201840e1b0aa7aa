import { ensure, show } from "../core/base/expect";

/** One step of a compiled template. */
export type Part =
  | { do: "say"; text: string }
  | { do: "expand"; rule: string }
  | { do: "draw"; variable: string; list: ListName }
  | { do: "recall"; variable: string; field: string; capital: boolean };

/** Names a list of the grammar, or a field of a variable's item. */
export type ListName = { list: string } | { variable: string; field: string };

/** Something that can be drawn: its name and its other fields. */
export type Item = Record<string, string | Item[]>;

/** One way to expand a rule, and its probability. */
export interface Alternative {
  probability: number;
  parts: Part[];
}

/** A compiled grammar of stories. */
export interface Grammar {
  lists: Record<string, Item[]>;
  rules: Record<string, Alternative[]>;
}

/** A grammar as written in its file; `datasets/README.md` explains it. */
export interface GrammarFile {
  lists: Record<string, (string | ItemFile)[]>;
  rules: Record<string, (string | { text: string; weight: number })[]>;
}

type ItemFile = Record<string, string | string[]>;

/**
 * Compiles a grammar: texts become steps, weights become probabilities.
 *
 * @param file the parsed JSON
 * @throws if lists or rules do not have their form, a slot is malformed, or a
 *   weight is not above 0
 */
export function compileGrammar(file: GrammarFile): Grammar {
  ensureForm(file, "lists", isItem);
  ensureForm(file, "rules", isAlternative);
  const lists: Grammar["lists"] = {};
  for (const [name, items] of Object.entries(file.lists))
    lists[name] = items.map(compileItem);
  const ruleNames = Object.keys(file.rules);
  const rules: Grammar["rules"] = {};
  for (const [name, written] of Object.entries(file.rules)) {
    const alternatives = written.map((alternative) =>
      typeof alternative === "string"
        ? { text: alternative, weight: 1 }
        : alternative,
    );
    const total = alternatives.reduce((sum, { weight }) => sum + weight, 0);
    rules[name] = alternatives.map(({ text, weight }) => {
      ensure(
        Number.isFinite(weight) && weight > 0,
        () =>
          `tiny-tales: a weight must be above 0; got ${weight} in rule ${name}.`,
      );
      const parts = compileTemplate(text, ruleNames);
      return { probability: weight / total, parts };
    });
  }
  return { lists, rules };
}

/** Checks that a part of the file holds named lists of the right things. */
function ensureForm(
  file: unknown,
  part: "lists" | "rules",
  fits: (value: unknown) => boolean,
): void {
  const lists = isObject(file) ? file[part] : undefined;
  ensure(
    isObject(lists),
    () => `tiny-tales: the grammar must have ${part}; got ${show(lists)}.`,
  );
  for (const [name, list] of Object.entries(lists))
    ensure(
      Array.isArray(list) && list.length > 0 && list.every(fits),
      () =>
        `tiny-tales: ${name} in ${part} must be a list of texts, or of objects ` +
        `as in datasets/README.md; got ${show(list)}.`,
    );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isItem(value: unknown): boolean {
  const isField = (field: unknown): boolean =>
    isText(field) || (Array.isArray(field) && field.every(isText));
  return (
    isText(value) || (isObject(value) && Object.values(value).every(isField))
  );
}

function isAlternative(value: unknown): boolean {
  if (!isObject(value)) return isText(value);
  return isText(value.text) && typeof value.weight === "number";
}

function compileItem(item: string | ItemFile): Item {
  if (typeof item === "string") return { name: item };
  const compiled: Item = {};
  for (const [field, value] of Object.entries(item))
    compiled[field] =
      typeof value === "string" ? value : value.map((name) => ({ name }));
  return compiled;
}

/**
 * Compiles a text such as `"So {hero.they} took {toy:toy}."` to a list of
 * steps.
 */
function compileTemplate(template: string, ruleNames: string[]): Part[] {
  const pieces = template.split(/([{][^}]*[}])/).filter((text) => text !== "");
  return pieces.map((piece) =>
    piece.startsWith("{")
      ? compileSlot(piece, ruleNames)
      : { do: "say", text: piece },
  );
}

function compileSlot(slot: string, ruleNames: string[]): Part {
  const [, first, sign, second, third] =
    /^[{](\w+)(?:([.:])(\w+)(?:[.](\w+))?)?[}]$/.exec(slot) ?? [];
  ensure(
    first !== undefined && (third === undefined || sign === ":"),
    () =>
      `tiny-tales: a slot must be {rule}, {variable}, {variable.field}, ` +
      `{variable:list} or {variable:variable.list}; got ${slot}.`,
  );
  if (sign === ":") {
    const list = third ? { variable: second, field: third } : { list: second };
    return { do: "draw", variable: first, list };
  }
  if (sign === undefined && ruleNames.includes(first))
    return { do: "expand", rule: first };
  const written = second ?? "name";
  const field = written.slice(0, 1).toLowerCase() + written.slice(1);
  return { do: "recall", variable: first, field, capital: field !== written };
}
