import type { Random } from "../core/base/random";
import type { Grammar, Item, ListName, Part } from "./grammar";

/** A story and the natural logarithm of its probability. */
export interface Story {
  text: string;
  /** exact ln P(text) in nats: the sum over the choices made */
  logProbability: number;
}

/** The item that each variable holds. */
export type Bindings = ReadonlyMap<string, Item>;

/**
 * Tells one story. It follows the rules from `story` on. Alternatives are
 * chosen by their weights. The items of a list are equally likely, except those
 * that a variable already holds.
 *
 * @param grammar a compiled grammar
 * @param random source of the choices
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
        story.logProbability -= Math.log(free.length); // ln(free items)
        story.text += item.name as string;
      } else story.text += spoken(part, bindings);
    }
  }

  function choose(rule: string): Part[] {
    const alternatives = grammar.rules[rule];
    let left = random();
    let at = 0;
    while (at < alternatives.length - 1) {
      left -= alternatives[at].probability; // u - (p[0] + ... + p[at])
      if (left < 0) break;
      at++;
    }
    story.logProbability += Math.log(alternatives[at].probability);
    return alternatives[at].parts;
  }

  tell([{ do: "expand", rule: "story" }]);
  return story;
}

/** The items that a draw may take: those that no variable holds. */
export function freeItems(
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

/** The text of a step without a choice. */
export function spoken(part: Part, bindings: Bindings): string {
  if (part.do === "say") return part.text;
  if (part.do !== "recall") return "";
  const text = bindings.get(part.variable)?.[part.field] as string;
  return part.capital ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}
