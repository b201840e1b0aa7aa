import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../testing/close";
import { createRandom } from "../core/base/random";
import { utf8Length } from "../core/text/clean-text";
import { corpusChecksum, readDataset } from "./catalog";
import {
  compileGrammar,
  type Grammar,
  type GrammarFile,
  type Item,
  type ListName,
  type Part,
} from "./grammar";
import { loadCorpus } from "./load";
import { analyzeGrammar } from "./story-statistics";
import { readStory, type StoryFault } from "./read-story";
import { tellStory } from "./tales";
import {
  readTinyTale,
  tinyTalesEntropy,
  tinyTalesLogProbability,
  tinyTalesStory,
} from "./tiny-tales";

const BOTH = (["first-tales", "tiny-tales"] as const).map((name) => ({
  name,
  grammar: compileGrammar(readDataset(`${name}.json`) as GrammarFile),
}));

/** A grammar with every feature, small enough to list all stories. */
const TOY: GrammarFile = {
  lists: {
    name: [
      { name: "Mia", they: "she" },
      { name: "Finn", they: "he" },
      { name: "Ada", they: "she" },
    ],
    place: [
      { name: "pond", things: ["frog", "reed", "wet leaf"] },
      { name: "attic", things: ["trunk", "moth"] },
    ],
  },
  rules: {
    story: ["{opening} {plot} {hero.They} slept."],
    opening: [
      { weight: 3, text: "{hero:name} woke." },
      { weight: 1, text: "Hello, {hero:name}!" },
    ],
    plot: [
      "{friend:name} saw {hero}.{more}",
      "At the {place:place} lay a {thing:place.things} by a {next:place.things}.",
    ],
    more: [
      { weight: 4, text: "" },
      { weight: 1, text: " {friend.They} waved." },
    ],
  },
};

/**
 * Lists every story of a grammar with its probability by trying every choice.
 */
function allStories(grammar: Grammar): { text: string; p: number }[] {
  const stories: { text: string; p: number }[] = [];
  const visit = (path: number[]): void => {
    const { text, p, sizes } = replay(grammar, path);
    if (sizes.length === path.length) stories.push({ text, p });
    else
      for (let choice = 0; choice < sizes[path.length]; choice++)
        visit([...path, choice]);
  };
  visit([]);
  return stories;
}

/**
 * Tells the story of given choices; `sizes` holds the number of options of
 * each.
 */
function replay(grammar: Grammar, path: number[]) {
  const sizes: number[] = [];
  const held = new Map<string, Item>();
  let text = "";
  let p = 1;
  const choice = (size: number): number => {
    sizes.push(size);
    return path[sizes.length - 1] ?? 0;
  };
  const walk = (rule: string): void => {
    const alternatives = grammar.rules[rule];
    const { probability, parts } = alternatives[choice(alternatives.length)];
    p *= probability;
    for (const part of parts) {
      if (sizes.length > path.length) return;
      if (part.do === "say") text += part.text;
      else if (part.do === "expand") walk(part.rule);
      else if (part.do === "recall") {
        const said = held.get(part.variable)?.[part.field] as string;
        text += part.capital ? said[0].toUpperCase() + said.slice(1) : said;
      } else {
        const { list } = part;
        const items =
          "list" in list
            ? grammar.lists[list.list]
            : (held.get(list.variable)?.[list.field] as Item[]);
        const free = items.filter((item) => ![...held.values()].includes(item));
        const item = free[choice(free.length)];
        p /= free.length;
        held.set(part.variable, item);
        text += item.name as string;
      }
    }
  };
  walk("story");
  return { text, p, sizes: sizes.slice(0, path.length + 1) };
}

/**
 * The entropy, summed over every way through the rules: -p ln p of the
 * alternatives taken, and p times the mean ln of the number of free items at
 * each draw.
 */
function entropyOfAllWays({ lists, rules }: Grammar): number {
  const sizes = new Map<string, number[]>(); // of the lists that a draw may use
  const items = new Map<string, Item[]>(); // in any of these lists
  const drawn = new Map<string, string>(); // variable -> name of its list
  let entropy = 0;

  function listOf(source: ListName): string {
    const name =
      "list" in source
        ? source.list
        : `${drawn.get(source.variable)}.${source.field}`;
    if (!sizes.has(name)) {
      const options =
        "list" in source
          ? [lists[source.list]]
          : items
              .get(drawn.get(source.variable)!)!
              .map((item) => item[source.field] as Item[]);
      sizes.set(
        name,
        options.map(({ length }) => length),
      );
      items.set(name, options.flat());
    }
    return name;
  }

  function walk(parts: readonly Part[], p: number, nats: number): void {
    const [part, ...rest] = parts;
    if (part === undefined) {
      entropy += p * (nats - Math.log(p));
    } else if (part.do === "expand") {
      for (const { probability, parts: inner } of rules[part.rule])
        walk(choicesOf([...inner, ...rest]), p * probability, nats);
    } else if (part.do === "draw") {
      const list = listOf(part.list);
      const same = [...drawn.values()].filter((other) => other === list);
      const free = sizes.get(list)!.map((size) => Math.log(size - same.length));
      drawn.set(part.variable, list);
      const sum = free.reduce((total, x) => total + x, 0);
      walk(rest, p, nats + sum / free.length);
      drawn.delete(part.variable);
    }
  }
  const choicesOf = (parts: readonly Part[]): Part[] =>
    parts.filter((part) => part.do === "expand" || part.do === "draw");
  walk([{ do: "expand", rule: "story" }], 1, 0);
  return entropy;
}

/** Asserts equality up to a tolerance that is relative for large numbers. */
function close(actual: number, expected: number, relative = 1e-12): void {
  const tolerance = relative * Math.max(1, Math.abs(expected));
  assertClose(actual, expected, { tolerance });
}

test("a toy grammar's stories are all different and sum to 1", () => {
  const stories = allStories(compileGrammar(TOY));
  // 2 openings x 3 heroes x (2 friends x 2 + (3 x 2 + 2 x 1) things)
  assert.equal(stories.length, 2 * 3 * (2 * 2 + 8));
  assert.equal(new Set(stories.map(({ text }) => text)).size, stories.length);
  close(
    stories.reduce((sum, { p }) => sum + p, 0),
    1,
  );
  assert.ok(
    stories.some(
      ({ text }) => text === "Mia woke. Finn saw Mia. He waved. She slept.",
    ),
  );
});

test("entropy and mean length agree with the list of all stories", () => {
  const grammar = compileGrammar(TOY);
  const stories = allStories(grammar);
  const sum = (of: (story: { text: string; p: number }) => number): number =>
    stories.reduce((total, story) => total + of(story), 0);
  const { natsPerStory, bytesPerStory, bitsPerByte } = analyzeGrammar(grammar);
  close(natsPerStory, -sum(({ p }) => p * Math.log(p)));
  close(
    bytesPerStory,
    sum(({ text, p }) => p * utf8Length(text)),
  );
  close(bitsPerByte, natsPerStory / Math.LN2 / bytesPerStory);
});

test("the probability of a text is the product over its choices", () => {
  const grammar = compileGrammar(TOY);
  for (const { text, p } of allStories(grammar))
    close(readStory(grammar, text).probability, p);
  for (const text of ["", "Mia woke.", "Mia woke. Mia saw Mia. She slept."])
    assert.equal(readStory(grammar, text).probability, 0);
});

test("two ways to the same text add up", () => {
  const grammar = compileGrammar({
    lists: {},
    rules: { story: ["{a}b", "a{b}"], a: ["a", "x"], b: ["b", "y"] },
  });
  close(readStory(grammar, "ab").probability, 0.5);
  close(readStory(grammar, "xb").probability, 0.25);
});

test("stories are told as often as their probability predicts", () => {
  const grammar = compileGrammar(TOY);
  const random = createRandom(11);
  const told = new Map<string, number>();
  const N = 40_000;
  for (let i = 0; i < N; i++) {
    const { text, logProbability } = tellStory(grammar, random);
    told.set(text, (told.get(text) ?? 0) + 1);
    close(Math.exp(logProbability), readStory(grammar, text).probability);
  }
  for (const { text, p } of allStories(grammar)) {
    const tolerance = 5 * Math.sqrt(N * p);
    assertClose(told.get(text) ?? 0, N * p, { tolerance, what: text });
  }
});

for (const { name, grammar } of BOTH) {
  test(`each of the ${name} can be told in only one way`, () => {
    // If there were a second way, the sum over all ways would be larger.
    const random = createRandom(2);
    for (let i = 0; i < 1500; i++) {
      const { text, logProbability } = tellStory(grammar, random);
      const { probability } = readStory(grammar, text);
      close(Math.log(probability), logProbability, 1e-9);
    }
  });

  test(`in ${name} no item is a prefix of another in its list, and no alternative is repeated`, () => {
    const lists = Object.values(grammar.lists).flatMap((items) => [
      items,
      ...items.flatMap((item) => Object.values(item).filter(Array.isArray)),
    ]) as Item[][];
    for (const items of lists) {
      const names = items.map((item) => item.name as string);
      for (const [i, first] of names.entries())
        for (const [j, other] of names.entries())
          assert.ok(
            i === j || !other.startsWith(first),
            `${first} and ${other}`,
          );
    }
    for (const alternatives of Object.values(grammar.rules)) {
      const texts = alternatives.map(({ parts }) => JSON.stringify(parts));
      assert.equal(new Set(texts).size, texts.length);
    }
  });

  test(`the exact entropy of ${name} agrees with an enumeration of all ways through the rules`, () => {
    close(entropyOfAllWays(grammar), tinyTalesEntropy(name).natsPerStory, 1e-9);
  });

  test(`the exact entropy of ${name} agrees with thousands of stories`, () => {
    const { natsPerStory, bytesPerStory } = tinyTalesEntropy(name);
    const { documents } = loadCorpus({ name, stories: 10_000, seed: 9 });
    const surprises = documents.map(
      ({ logProbability = NaN }) => -logProbability,
    );
    const lengths = documents.map(({ text }) => utf8Length(text));
    for (const [values, expected] of [
      [surprises, natsPerStory],
      [lengths, bytesPerStory],
    ] as const) {
      const mean =
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance =
        values.reduce((sum, value) => sum + (value - mean) ** 2, 0) /
        values.length;
      const error = Math.sqrt(variance / values.length);
      assertClose(mean, expected, { tolerance: 4 * error });
    }
  });
}

test("the same seed tells the same stories on every machine", () => {
  for (const [name, checksum] of [
    ["first-tales", "d0a1512653d4bdcf"],
    ["tiny-tales", "8b23e9617c72bed9"],
  ] as const) {
    const { documents } = loadCorpus(name);
    assert.equal(documents.length, 2000);
    assert.equal(corpusChecksum(documents).slice(0, 16), checksum);
    const [again] = loadCorpus({ name, stories: 1 }).documents;
    assert.deepEqual(again, documents[0]);
    const [other] = loadCorpus({ name, stories: 1, seed: 2 }).documents;
    assert.notEqual(other.text, again.text);
    // all stories are different, as the chapters expect
    assert.equal(new Set(documents.map(({ text }) => text)).size, 2000);
  }
});

test("a story knows its own probability; other texts have probability 0", () => {
  for (const { name } of BOTH) {
    const { text, logProbability } = tinyTalesStory(createRandom(5), name);
    close(tinyTalesLogProbability(text, name), logProbability, 1e-9);
    assert.equal(tinyTalesLogProbability(text.slice(1), name), -Infinity);
    assert.equal(tinyTalesLogProbability(text + " ", name), -Infinity);
  }
});

test("the place and the reason are named where a text leaves the grammar", () => {
  const grammar = compileGrammar({
    lists: {
      name: [
        { name: "Mia", they: "she", their: "her" },
        { name: "Milo", they: "he", their: "his" },
        { name: "Ada", they: "she", their: "her" },
      ],
      place: [
        { name: "the pond", things: ["a frog", "a reed"] },
        { name: "the attic", things: ["a moth", "a trunk"] },
      ],
    },
    rules: {
      story: [
        "{hero:name} went to {place:place}. {rest}",
        "Nobody was in {place:place}.",
      ],
      rest: [
        "{hero.They} saw {thing:place.things}, and {hero} left {place}.",
        "{hero} met {friend:name}.",
      ],
    },
  });
  const fault = (text: string): StoryFault | undefined =>
    readStory(grammar, text).fault;
  assert.equal(fault("Mia went to the pond. Mia met Ada."), undefined);
  const cases: [string, Partial<StoryFault>][] = [
    ["Mia went to the pond. She saw a frog, and Milo left the pond.",
      { kind: "name", wrote: "Milo", expected: ["Mia"] }],
    ["Mia went to the pond. Ada met Milo.",
      { kind: "name", wrote: "Ada", expected: ["Mia"] }],
    ["Mia went to the pond. He saw a frog, and Mia left the pond.",
      { kind: "pronoun", wrote: "He", expected: ["She"] }],
    ["Mia went to the pond. She saw a moth, and Mia left the pond.",
      { kind: "fact", wrote: "moth", expected: ["frog", "reed"] }],
    ["Mia went to the pond. She saw a frog, and Mia left the attic.",
      { kind: "memory", wrote: "attic", expected: ["pond"] }],
    ["Mia went to the sea.",
      { kind: "word", wrote: "sea", expected: ["pond", "attic"] }],
    ["Mia ran to the pond.",
      { kind: "phrase", wrote: "ran" }],
    ["Mia went to the pond. Mia met Mia.",
      { kind: "word", wrote: "Mia", expected: ["Milo", "Ada"] }],
    ["Mia went to the pond. She saw", { kind: "end", wrote: "" }],
    ["Nobody was in the attic. Then", { kind: "end", at: 24 }],
    ["", { kind: "end", at: 0, wrote: "" }],
  ]; // prettier-ignore
  for (const [text, expected] of cases) {
    const found = fault(text);
    assert.ok(found, text);
    assert.equal(found.at, expected.at ?? text.lastIndexOf(found.wrote), text);
    for (const [key, value] of Object.entries(expected))
      assert.deepEqual(
        found[key as keyof StoryFault],
        value,
        `${text}: ${key}`,
      );
  }
});

test("a spoiled tiny tale is faulty at the spoiled word", () => {
  const random = createRandom(12);
  for (let i = 0; i < 200; i++) {
    const { text } = tinyTalesStory(random);
    const words = [...text.matchAll(/[A-Za-z-]+/g)];
    const word = words[Math.floor(random() * words.length)];
    const spoiled =
      text.slice(0, word.index) +
      "zzz" +
      text.slice(word.index + word[0].length);
    const { probability, fault } = readTinyTale(spoiled);
    assert.equal(probability, 0);
    assert.equal(fault?.at, word.index, spoiled);
    assert.equal(fault?.wrote.slice(0, 3), "zzz");
    assert.ok(
      fault.expected.some((said) => said.startsWith(word[0])),
      `${word[0]} is not in ${fault.expected.join(", ")}`,
    );
  }
});

test("pronouns agree with the names in a story", () => {
  const random = createRandom(8);
  for (const { grammar } of BOTH) {
    const people = Object.values(grammar.lists)
      .flat()
      .filter(({ they }) => they);
    for (let i = 0; i < 300; i++) {
      const { text } = tellStory(grammar, random);
      const used = people.filter(({ name }) =>
        new RegExp(`\\b${name as string}\\b`).test(text),
      );
      const she = used.some(({ they }) => they === "she");
      const he = used.some(({ they }) => they === "he");
      assert.ok(!/\b(she|her)\b/i.test(text) || she, text);
      assert.ok(!/\b(he|him|his)\b/i.test(text) || he, text);
    }
  }
});

test("a mistake in an edited grammar is reported", () => {
  const analyze = (rules: GrammarFile["rules"]) => () =>
    analyzeGrammar(compileGrammar({ lists: TOY.lists, rules }));
  const cases: [string, RegExp][] = [
    ["{nobody}", /\{nobody\.name\} needs nobody to be drawn earlier/],
    ["{hero:people}", /no list people/],
    ["{hero:name} {hero.age}", /list whose items all have a text "age"/],
    ["{hero:name} {x:hero.toys}", /items all have a list "toys"/],
    ["{hero:name} {hero:name}", /drawn once per story/],
    ["{a:name}{b:name}{c:name}{d:name}", /list that has an unused item/],
    ["{story}", /does not refer back to itself/],
    ["{hero name}", /a slot must be \{rule\}.*got \{hero name\}/],
  ];
  for (const [text, message] of cases)
    assert.throws(analyze({ story: [text] }), message);
  assert.throws(analyze({}), /\{story\} must be a rule/);
  assert.throws(analyze({ story: [{ text: "a", weight: 0 }] }), /above 0/);
  assert.throws(
    () => loadCorpus({ name: "tiny-tales", stories: 0 }),
    /stories must be a whole number from 1 to 1000000; got 0/,
  );
});

test("a grammar of another form is refused with the part that is wrong", () => {
  const rules = { story: ["once"] };
  const lists = { name: ["Tom"] };
  const refused: [unknown, RegExp][] = [
    [null, /must have lists; got undefined/],
    [{ rules }, /must have lists; got undefined/],
    [{ lists: [], rules }, /must have lists; got \[\]/],
    [{ lists, rules: null }, /must have rules; got null/],
    [{ lists: { name: "Tom" }, rules }, /name in lists must be a list .* "Tom"/],
    [{ lists: { name: [7] }, rules }, /name in lists must be a list .* \[7\]/],
    [{ lists: { name: [{ a: 7 }] }, rules }, /name in lists must be a list/],
    [{ lists, rules: { story: [] } }, /story in rules must be a list .* \[\]/],
    [{ lists, rules: { story: [{ text: "x" }] } }, /story in rules must be/],
    [{ lists, rules: { story: [{ text: "x", weight: Infinity }] } }, /weight must be above 0; got Infinity/],
  ]; // prettier-ignore
  for (const [file, message] of refused)
    assert.throws(() => compileGrammar(file as GrammarFile), {
      name: "RangeError",
      message,
    });
});
