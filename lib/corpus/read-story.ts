import type { Grammar, Item, Part } from "./grammar";
import { type Bindings, freeItems, spoken } from "./tales";

/** Where and why a text stops being a story that the grammar can tell. */
export interface StoryFault {
  /** index of the first character of the word that is wrong */
  at: number;
  /**
   * | kind | what is wrong |
   * |---|---|
   * | `name` | another character's name, or a new one |
   * | `pronoun` | he for she, or her for his |
   * | `memory` | a thing or a place is not the one told before |
   * | `fact` | this does not go with what it belongs to |
   * | `word` | the grammar's list does not hold it |
   * | `phrase` | a fixed phrase is broken |
   * | `end` | the text stops early, or goes on after the end |
   */
  kind: "name" | "pronoun" | "memory" | "fact" | "word" | "phrase" | "end";
  /** what could have been there, without repetitions */
  expected: string[];
  /** the word that is there, "" at the end of the text */
  wrote: string;
}

/** What the grammar says about a text. */
export interface StoryReading {
  /** the probability that the grammar tells exactly this text */
  probability: number;
  /** if the probability is 0, the place that no way of telling gets past */
  fault?: StoryFault;
}

/**
 * The remaining steps as a linked list, so that continuations can share a tail.
 */
interface Steps {
  part: Part;
  next: Steps | undefined;
}

/** A step that did not fit the text. */
interface Misfit {
  /** index at which the step began */
  at: number;
  kind: StoryFault["kind"];
  said: string;
}

/**
 * Reads a text as a story. Its probability is the sum over all ways to tell it;
 * it is 0 for a text that is not a story. The fault of such a text is where the
 * way that gets furthest ends.
 *
 * @param grammar a compiled grammar
 * @param text any string
 */
export function readStory(grammar: Grammar, text: string): StoryReading {
  let furthest = 0;
  let misfits: Misfit[] = [];

  /** Whether the text goes on with `said`; if not, notes up to which word. */
  function fits(at: number, said: string, kind: Misfit["kind"]): boolean {
    if (text.startsWith(said, at)) return true;
    let agreed = at;
    while (agreed < text.length && text[agreed] === said[agreed - at]) agreed++;
    if (agreed === text.length) note(agreed, { at, kind: "end", said });
    else note(wordStart(text, agreed), { at, kind, said });
    return false;
  }

  function note(reached: number, misfit: Misfit): void {
    if (reached > furthest) misfits = [];
    furthest = Math.max(furthest, reached);
    if (reached === furthest) misfits.push(misfit);
  }

  function follow(
    steps: Steps | undefined,
    at: number,
    bindings: Bindings,
  ): number {
    if (!steps) return fitsEnd(at) ? 1 : 0;
    const { part, next } = steps;
    let sum = 0;
    if (part.do === "expand") {
      for (const { probability, parts } of grammar.rules[part.rule])
        sum += probability * follow(prepend(parts, next), at, bindings);
      return sum; // sum of p(alternative) P(rest)
    }
    if (part.do === "draw") {
      const free = freeItems(grammar, part.list, bindings);
      const kind = "list" in part.list ? "word" : "fact";
      for (const item of free) {
        const said = item.name as string;
        if (!fits(at, said, kind)) continue;
        const bound = new Map(bindings).set(part.variable, item);
        sum += follow(next, at + said.length, bound) / free.length;
      }
      return sum; // sum of P(rest) / free items
    }
    const said = spoken(part, bindings);
    return fits(at, said, kindOf(part, bindings))
      ? follow(next, at + said.length, bindings)
      : 0;
  }

  function fitsEnd(at: number): boolean {
    if (at === text.length) return true;
    note(at, { at, kind: "end", said: "" });
    return false;
  }

  const steps = prepend([{ do: "expand", rule: "story" }]);
  const probability = follow(steps, 0, new Map());
  return probability > 0
    ? { probability }
    : { probability, fault: describe(text, furthest, misfits, grammar) };
}

function prepend(parts: readonly Part[], next?: Steps): Steps | undefined {
  return parts.reduceRight<Steps | undefined>(
    (tail, part) => ({ part, next: tail }),
    next,
  );
}

/** What goes wrong if a step without a choice does not fit. */
function kindOf(part: Part, bindings: Bindings): Misfit["kind"] {
  if (part.do !== "recall") return "phrase";
  if (PRONOUNS.includes(part.field)) return "pronoun";
  return bindings.get(part.variable)?.they ? "name" : "memory";
}

/** The fields of a character that hold a pronoun. */
const PRONOUNS = ["they", "them", "their"];

/** Which kind to name if several steps could have come. */
const ORDER: readonly Misfit["kind"][] = [
  "memory",
  "fact",
  "word",
  "phrase",
  "name",
  "pronoun",
  "end",
];

/** The index at which the word around `at` begins, or `at` between words. */
function wordStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && IN_WORD.test(text[start - 1])) start--;
  return start;
}

const IN_WORD = /[\p{L}\p{N}'-]/u;

function describe(
  text: string,
  at: number,
  misfits: readonly Misfit[],
  grammar: Grammar,
): StoryFault {
  const [word] = /^[\p{L}\p{N}'-]*/u.exec(text.slice(at)) ?? [""];
  const wrote = word === "" ? text.slice(at, at + 1) : word;
  const kinds = new Set(misfits.map((misfit) => misfit.kind));
  const byWord = kindOfWord(wrote, grammar);
  const sure = byWord && kinds.has(byWord);
  const kind = sure ? byWord : ORDER.find((each) => kinds.has(each));
  const expected = misfits
    .filter((misfit) => !sure || misfit.kind === kind)
    .map(({ at: began, said }) => said.slice(Math.max(0, at - began)).trim());
  return { at, kind: kind!, expected: [...new Set(expected)], wrote };
}

/** Whether a word is a character's name or a pronoun. */
function kindOfWord(
  word: string,
  { lists }: Grammar,
): "name" | "pronoun" | undefined {
  const people = Object.values(lists)
    .flat()
    .filter((item: Item) => item.they);
  if (people.some(({ name }) => name === word)) return "name";
  const lower = word.toLowerCase();
  return people.some((item) => PRONOUNS.some((field) => item[field] === lower))
    ? "pronoun"
    : undefined;
}
