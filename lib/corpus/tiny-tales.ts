import { expectNumber } from "../core/base/expect";
import { createRandom, type Random } from "../core/base/random";
import { underRule } from "../core/base/read-file";
import { readDataset, type CorpusDocument } from "./catalog";
import { compileGrammar, type Grammar, type GrammarFile } from "./grammar";
import { analyzeGrammar, type StoryStatistics } from "./story-statistics";
import { storyProbability, tellStory, type Story } from "./tales";

/** The grammar in `datasets/tiny-tales.json`, compiled. */
function readGrammar(): Grammar {
  const file = readDataset("tiny-tales.json") as GrammarFile;
  const rule = "loadCorpus: datasets/tiny-tales.json must hold a grammar";
  return underRule(rule, () => compileGrammar(file));
}

/**
 * Tells one very simple story and its probability. No other choices lead to the
 * same text, so the sum of their logarithms is ln P(text).
 *
 * @param random source of the choices
 * @see datasets/README.md for the grammar
 */
export function tinyTalesStory(random: Random): Story {
  return tellStory(readGrammar(), random);
}

/**
 * Computes ln P(text) under the grammar of the tiny tales, `-Infinity` if the
 * grammar never tells it. Use it to judge what a model wrote.
 *
 * @param text any string
 * @returns nats, at most 0
 */
export function tinyTalesLogProbability(text: string): number {
  return Math.log(storyProbability(readGrammar(), text));
}

/**
 * Computes the entropy of the tiny tales: the loss of a perfect model.
 *
 * The lowest possible loss on one text, in nats per token, is the sum of its
 * stories' `-logProbability` divided by its number of tokens.
 *
 * @returns exact values, not estimates
 */
export function tinyTalesEntropy(): StoryStatistics {
  return analyzeGrammar(readGrammar());
}

/** A request for tiny tales. */
export interface TinyTalesRequest {
  name: "tiny-tales";
  /** number of stories @defaultValue 2000, about 1 MB */
  stories?: number;
  /** integer that determines the stories @defaultValue 1 */
  seed?: number;
}

/** The stories of a request, each as a document. */
export function tellTinyTales({
  stories = 2000,
  seed = 1,
}: TinyTalesRequest): CorpusDocument[] {
  expectNumber("loadCorpus: stories", stories, {
    whole: true,
    least: 1,
    most: 1_000_000,
  });
  const grammar = readGrammar();
  analyzeGrammar(grammar); // reports errors in an edited grammar
  const random = createRandom(seed);
  return Array.from({ length: stories }, (_, i) => ({
    title: `story ${i + 1}`,
    ...tellStory(grammar, random),
  }));
}
