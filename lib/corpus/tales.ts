import { ensure } from "../core/ensure";
import type { Random } from "../core/random";
import { utf8Length } from "../core/text";
import type { Grammar, Item, ListName, Part } from "./grammar";

/** A story and the natural logarithm of its probability. */
export interface Story {
  text: string;
  /** ln P(text), exact: the sum over the choices that were made */
  logProbability: number;
}

/** What a variable holds. */
type Bindings = ReadonlyMap<string, Item>;

/**
 * Tells one story: follows the rules from `story` on, chooses among
 * alternatives by their weights and among the items of a list evenly, never
 * one that a variable already holds.
 */
export function tellStory(grammar: Grammar, random: Random): Story {
  const story: Story = { text: "", logProbability: 0 };
  const bindings = new Map<string, Item>();

  function tell(parts: readonly Part[]): void {
    for (const part of parts) {
      if (part.do === "expand") {
        tell(choose(part.rule));
      } else if (part.do === "draw") {
        const free = freeItems(grammar, part.list, bindings);
        const item = free[Math.floor(random() * free.length)];
        bindings.set(part.variable, item);
        story.logProbability -= Math.log(free.length);
        story.text += item.name;
      } else story.text += spoken(part, bindings);
    }
  }

  function choose(rule: string): Part[] {
    const alternatives = grammar.rules[rule];
    let left = random();
    let at = 0;
    while (at < alternatives.length - 1) {
      left -= alternatives[at].probability;
      if (left < 0) break;
      at++;
    }
    story.logProbability += Math.log(alternatives[at].probability);
    return alternatives[at].parts;
  }

  tell([{ do: "expand", rule: "story" }]);
  return story;
}

/** Steps still to do, as a chain: many futures can share one tail. */
interface Steps {
  part: Part;
  next: Steps | undefined;
}

/**
 * The probability that {@link tellStory} tells exactly this text: the sum over
 * every way to tell it, 0 for a text that is no story.
 */
export function storyProbability(grammar: Grammar, text: string): number {
  function follow(
    steps: Steps | undefined,
    at: number,
    bindings: Bindings,
  ): number {
    if (!steps) return at === text.length ? 1 : 0;
    const { part, next } = steps;
    let sum = 0;
    if (part.do === "expand") {
      for (const { probability, parts } of grammar.rules[part.rule])
        sum += probability * follow(prepend(parts, next), at, bindings);
      return sum;
    }
    if (part.do === "draw") {
      const free = freeItems(grammar, part.list, bindings);
      for (const item of free) {
        const said = item.name as string;
        if (!text.startsWith(said, at)) continue;
        const bound = new Map(bindings).set(part.variable, item);
        sum += follow(next, at + said.length, bound) / free.length;
      }
      return sum;
    }
    const said = spoken(part, bindings);
    return text.startsWith(said, at)
      ? follow(next, at + said.length, bindings)
      : 0;
  }
  return follow(prepend([{ do: "expand", rule: "story" }]), 0, new Map());
}

function prepend(parts: readonly Part[], next?: Steps): Steps | undefined {
  return parts.reduceRight<Steps | undefined>(
    (tail, part) => ({ part, next: tail }),
    next,
  );
}

function freeItems(
  grammar: Grammar,
  source: ListName,
  bindings: Bindings,
): Item[] {
  const items =
    "list" in source
      ? grammar.lists[source.list]
      : (bindings.get(source.variable)?.[source.field] as Item[]);
  const held = [...bindings.values()];
  return items.filter((item) => !held.includes(item));
}

/** The text of a step that involves no choice. */
function spoken(part: Part, bindings: Bindings): string {
  if (part.do === "say") return part.text;
  if (part.do !== "recall") return "";
  const text = bindings.get(part.variable)?.[part.field] as string;
  return part.capital ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}

/** What can be said of all stories together, without telling one. */
export interface StoryStatistics {
  /** the entropy: the mean of -ln P(story), below which no model can get */
  natsPerStory: number;
  /** the mean length in UTF-8 bytes */
  bytesPerStory: number;
  /** the best possible loss in bits per byte */
  bitsPerByte: number;
}

/** Which variables are bound, and from where each was drawn. */
interface Situation {
  probability: number;
  sources: ReadonlyMap<string, ListName>;
}

/**
 * The exact entropy and mean length of a grammar's stories.
 *
 * The entropy of a story is the sum of its choices' entropies, each weighted
 * by how often it is met (chain rule). What a choice looks like depends on
 * which variables are bound, not on what they hold; and by symmetry each holds
 * every item of its list equally often. So it is enough to follow the rules
 * once for each set of bound variables.
 *
 * @throws if a rule, list, variable or field does not exist where it is used,
 *   a list is too short, or a rule leads back to itself
 */
export function analyseGrammar(grammar: Grammar): StoryStatistics {
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
          bytes += probability * meanBytes(grammar, part, sources);
    }
    return situations;
  }

  function expand(rule: string, situations: Situation[], depth: number) {
    ensure(
      Object.hasOwn(grammar.rules, rule) && depth < 50,
      () =>
        `tiny-tales: {${rule}} must be a rule that does not lead back to ` +
        `itself, or a variable drawn before, as in {${rule}:name}.`,
    );
    const mass = situations.reduce((sum, { probability: p }) => sum + p, 0);
    const after = grammar.rules[rule].flatMap(({ probability, parts }) => {
      nats -= mass * probability * Math.log(probability);
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
        `tiny-tales: {${variable}:...} must be drawn once in a story, from a ` +
        `list in which an item is left.`,
    );
    nats += probability * mean(choices.map(Math.log));
    const recalled: Part = {
      do: "recall",
      variable,
      field: "name",
      capital: false,
    };
    const bound = new Map(sources).set(variable, list);
    bytes += probability * meanBytes(grammar, recalled, bound);
    return { probability, sources: bound };
  }

  const start = [{ probability: 1, sources: new Map<string, ListName>() }];
  follow([{ do: "expand", rule: "story" }], start, 0);
  const bitsPerByte = nats / (bytes * Math.LN2);
  return { natsPerStory: nats, bytesPerStory: bytes, bitsPerByte };
}

/** Situations with the same bound variables are one, their probabilities added. */
function mergeSituations(situations: readonly Situation[]): Situation[] {
  const merged = new Map<string, Situation>();
  for (const { probability, sources } of situations) {
    const key = JSON.stringify([...sources].sort());
    const sum = (merged.get(key)?.probability ?? 0) + probability;
    merged.set(key, { probability: sum, sources });
  }
  return [...merged.values()];
}

/** The list of that name, or, where it belongs to a variable, the list of each
 * item that the variable may hold. */
function possibleLists(
  grammar: Grammar,
  source: ListName,
  sources: Situation["sources"],
): Item[][] {
  if ("list" in source) {
    ensure(
      Object.hasOwn(grammar.lists, source.list),
      () => `tiny-tales: there is no list ${source.list} to draw from.`,
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
      `before, from a list whose items all have a list "${field}".`,
  );
  return lists as Item[][];
}

function isSameList(a: ListName, b: ListName): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The mean length of a step without choice, over all that may be held. */
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
      `before, from a list whose items all have a text "${field}".`,
  );
  return mean(texts.map((few) => mean((few as string[]).map(utf8Length))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
