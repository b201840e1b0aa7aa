import { ensureInteger } from "../core/base/expect";
import { createRandom, type Random } from "../core/base/random";
import { readDataset, type CorpusDocument } from "./catalog";
import { compileGrammar, type Grammar, type GrammarFile } from "./grammar";
import { analyseGrammar, type StoryStatistics } from "./story-statistics";
import { storyProbability, tellStory, type Story } from "./tales";

/** The grammar in `datasets/tiny-tales.json`, ready to tell from. */
function readGrammar(): Grammar {
  return compileGrammar(readDataset("tiny-tales.json") as GrammarFile);
}

/**
 * One very simple story, and how probable it was: no other choices lead to the
 * same text, so the sum of their logarithms is ln P(text).
 *
 * @param random where the choices come from
 * @see datasets/README.md for the grammar
 */
export function tinyTalesStory(random: Random): Story {
  return tellStory(readGrammar(), random);
}

/**
 * ln P(text) under the grammar of the tiny tales, for any text; `-Infinity`
 * when the grammar never tells it. So it also judges what a model wrote.
 */
export function tinyTalesLogProbability(text: string): number {
  return Math.log(storyProbability(readGrammar(), text));
}

/**
 * How surprising the tiny tales are by nature: the loss of a perfect model.
 *
 * For one text, the floor in nats per token is the sum of its stories'
 * `-logProbability` divided by its number of tokens.
 *
 * @returns exact values, not estimates
 */
export function tinyTalesEntropy(): StoryStatistics {
  return analyseGrammar(readGrammar());
}

/** Which tiny tales to tell. */
export interface TinyTalesRequest {
  name: "tiny-tales";
  /** how many (2000, about 1 MB) */
  stories?: number;
  /** which ones (1) */
  seed?: number;
}

/** As many stories as asked for, each a document. */
export function tellTinyTales({
  stories = 2000,
  seed = 1,
}: TinyTalesRequest): CorpusDocument[] {
  ensureInteger("loadCorpus", "stories", stories);
  const grammar = readGrammar();
  analyseGrammar(grammar); // a grammar somebody edited fails here, with a reason
  const random = createRandom(seed);
  return Array.from({ length: stories }, (_, i) => ({
    title: `story ${i + 1}`,
    ...tellStory(grammar, random),
  }));
}
