import { ensure, expectNumber, show } from "../core/base/expect";
import { createRandom, type Random } from "../core/base/random";
import { underRule } from "../disk/read-file";
import { readDataset, type CorpusDocument } from "./catalog";
import { compileGrammar, type Grammar, type GrammarFile } from "./grammar";
import { analyzeGrammar, type StoryStatistics } from "./story-statistics";
import { readStory, type StoryReading } from "./read-story";
import { tellStory, type Story } from "./tales";

/**
 * The generated stories: `first-tales` tell one event, `tiny-tales` several,
 * with up to three characters who are remembered.
 */
export type TalesName = "first-tales" | "tiny-tales";

/** The grammar in `datasets/`, compiled. */
function readGrammar(name: TalesName): Grammar {
  ensure(
    isTalesName(name),
    () =>
      `tiny-tales: name must be "first-tales" or "tiny-tales"; got ${show(name)}.`,
  );
  const file = readDataset(`${name}.json`) as GrammarFile;
  const rule = `loadCorpus: datasets/${name}.json must hold a grammar`;
  return underRule(rule, () => compileGrammar(file));
}

/** Whether a corpus is told by a grammar. */
export function isTalesName(name: unknown): name is TalesName {
  return name === "first-tales" || name === "tiny-tales";
}

/**
 * Tells one very simple story and its probability. No other choices lead to the
 * same text, so the sum of their logarithms is ln P(text).
 *
 * @param random source of the choices
 * @param name which stories @defaultValue "tiny-tales"
 * @see datasets/README.md for the grammar
 */
export function tinyTalesStory(
  random: Random,
  name: TalesName = "tiny-tales",
): Story {
  return tellStory(readGrammar(name), random);
}

/**
 * Reads a text as a tiny tale. Use it to judge what a model wrote: could the
 * grammar have told this story, and if not, where and why does it leave it?
 *
 * @param text any string
 * @param name which stories @defaultValue "tiny-tales"
 * @returns the probability of the story, and the fault if that is 0
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function readTinyTale(
  text: string,
  name: TalesName = "tiny-tales",
): StoryReading {
  return readStory(readGrammar(name), text);
}

/**
 * Computes ln P(text) under the grammar of the tiny tales, `-Infinity` if the
 * grammar never tells it.
 *
 * @param text any string
 * @param name which stories @defaultValue "tiny-tales"
 * @returns nats, at most 0
 */
export function tinyTalesLogProbability(
  text: string,
  name: TalesName = "tiny-tales",
): number {
  return Math.log(readTinyTale(text, name).probability);
}

/**
 * Computes the entropy of the tiny tales: the loss of a perfect model.
 *
 * The lowest possible loss on one text, in nats per token, is the sum of its
 * stories' `-logProbability` divided by its number of tokens.
 *
 * @param name which stories @defaultValue "tiny-tales"
 * @returns exact values, not estimates
 */
export function tinyTalesEntropy(
  name: TalesName = "tiny-tales",
): StoryStatistics {
  return analyzeGrammar(readGrammar(name));
}

/** A request for tiny tales. */
export interface TinyTalesRequest {
  name: TalesName;
  /** number of stories @defaultValue 2000, about 1 or 2 MB */
  stories?: number;
  /** integer that determines the stories @defaultValue 1 */
  seed?: number;
}

/** The stories of a request, each as a document. */
export function tellTinyTales({
  name,
  stories = 2000,
  seed = 1,
}: TinyTalesRequest): CorpusDocument[] {
  expectNumber("loadCorpus: stories", stories, {
    whole: true,
    least: 1,
    most: 1_000_000,
  });
  const grammar = readGrammar(name);
  analyzeGrammar(grammar); // reports errors in an edited grammar
  const random = createRandom(seed);
  return Array.from({ length: stories }, (_, i) => ({
    title: `story ${i + 1}`,
    ...tellStory(grammar, random),
  }));
}
