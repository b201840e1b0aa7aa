import { ensure } from "../core/base/expect";
import { utf8Length } from "../core/text/clean-text";
import type { Grammar, Item, ListName, Part } from "./grammar";

/** Exact statistics of all stories, computed from the grammar. */
export interface StoryStatistics {
  /** entropy in nats: the mean of -ln P(story), the lowest possible loss */
  natsPerStory: number;
  /** mean length of a story, in UTF-8 bytes */
  bytesPerStory: number;
  /** the lowest possible loss, in bits per byte */
  bitsPerByte: number;
}

/** The bound variables, with the list that each was drawn from. */
interface Situation {
  probability: number;
  sources: ReadonlyMap<string, ListName>;
}

/**
 * Computes the exact entropy and mean length of a grammar's stories.
 *
 * The entropy of a story is the sum of the entropies of its choices, each
 * weighted by the probability of reaching it (chain rule). A choice depends on
 * which variables are bound, not on their values, and by symmetry each takes
 * every item of its list equally often. So it is enough to follow the rules
 * once per set of bound variables.
 *
 * @throws if a rule, list, variable or field does not exist where it is used, a
 *   list is too short, or a rule refers back to itself
 */
export function analyzeGrammar(grammar: Grammar): StoryStatistics {
  let nats = 0;
  let bytes = 0;

  function follow(parts: readonly Part[], from: Situation[], depth: number) {
    let situations = from;
    for (const part of parts) {
      if (part.do === "expand")
        situations = expand(part.rule, situations, depth);
      else if (part.do === "draw")
        situations = situations.map((situation) => draw(part, situation));
      else
        for (const { probability, sources } of situations)
          // mean length
          bytes += probability * meanBytes(grammar, part, sources);
    }
    return situations;
  }

  function expand(rule: string, situations: Situation[], depth: number) {
    ensure(
      Object.hasOwn(grammar.rules, rule) && depth < 50,
      () =>
        `tiny-tales: {${rule}} must be a rule that does not refer back to ` +
        `itself, or a variable drawn earlier, as in {${rule}:name}.`,
    );
    const mass = situations.reduce((sum, { probability: p }) => sum + p, 0);
    const after = grammar.rules[rule].flatMap(({ probability, parts }) => {
      nats -= mass * probability * Math.log(probability); // -sum p ln p
      const scaled = situations.map(({ probability: p, sources }) => ({
        probability: p * probability,
        sources,
      }));
      return follow(parts, scaled, depth + 1);
    });
    return mergeSituations(after);
  }

  function draw(part: Part & { do: "draw" }, situation: Situation): Situation {
    const { variable, list } = part;
    const { probability, sources } = situation;
    const lists = possibleLists(grammar, list, sources);
    const same = [...sources.values()].filter((source) =>
      isSameList(source, list),
    );
    const choices = lists.map((items) => items.length - same.length);
    ensure(
      !sources.has(variable) && choices.every((count) => count > 0),
      () =>
        `tiny-tales: {${variable}:...} must be drawn once per story, from a ` +
        `list that has an unused item.`,
    );
    nats += probability * mean(choices.map(Math.log)); // ln(free items)
    const bound = new Map(sources).set(variable, list);
    bytes += probability * meanBytes(grammar, recallName(variable), bound);
    return { probability, sources: bound };
  }

  const start = [{ probability: 1, sources: new Map<string, ListName>() }];
  follow([{ do: "expand", rule: "story" }], start, 0);
  const bitsPerByte = nats / (bytes * Math.LN2);
  return { natsPerStory: nats, bytesPerStory: bytes, bitsPerByte };
}

/** Merges situations with the same bound variables; their probabilities add up. */
function mergeSituations(situations: readonly Situation[]): Situation[] {
  const merged = new Map<string, Situation>();
  for (const { probability, sources } of situations) {
    const key = JSON.stringify([...sources].sort());
    const sum = (merged.get(key)?.probability ?? 0) + probability; // P(key)
    merged.set(key, { probability: sum, sources });
  }
  return [...merged.values()];
}

/**
 * Finds the list of that name or, for a field of a variable, the list of each
 * item that the variable may hold.
 */
function possibleLists(
  grammar: Grammar,
  source: ListName,
  sources: Situation["sources"],
): Item[][] {
  if ("list" in source) {
    ensure(
      Object.hasOwn(grammar.lists, source.list),
      () =>
        `tiny-tales: {...:${source.list}} must name a list of the grammar; there is no list ${source.list}.`,
    );
    return [grammar.lists[source.list]];
  }
  const { variable, field } = source;
  const owner = sources.get(variable);
  const lists = owner
    ? possibleLists(grammar, owner, sources)
        .flat()
        .map((item) => item[field])
    : [];
  ensure(
    lists.length > 0 && lists.every(Array.isArray),
    () =>
      `tiny-tales: {...:${variable}.${field}} needs ${variable} to be drawn ` +
      `earlier, from a list whose items all have a list "${field}".`,
  );
  return lists as Item[][];
}

function isSameList(a: ListName, b: ListName): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The mean length of a step without a choice, over all possible items. */
function meanBytes(
  grammar: Grammar,
  part: Part,
  sources: Situation["sources"],
): number {
  if (part.do === "say") return utf8Length(part.text);
  if (part.do !== "recall") return 0;
  const { variable, field } = part;
  const source = sources.get(variable);
  const lists = source ? possibleLists(grammar, source, sources) : [];
  const texts = lists.map((items) => items.map((item) => item[field]));
  ensure(
    lists.length > 0 && texts.flat().every((text) => typeof text === "string"),
    () =>
      `tiny-tales: {${variable}.${field}} needs ${variable} to be drawn ` +
      `earlier, from a list whose items all have a text "${field}".`,
  );
  return mean(texts.map((few) => mean((few as string[]).map(utf8Length))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Makes the step that writes the name of a variable's item. */
function recallName(variable: string): Part {
  return { do: "recall", variable, field: "name", capital: false };
}
