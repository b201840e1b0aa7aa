import { crossEntropy } from "../../core/by-hand/softmax";
import { createRandom } from "../../core/base/random";
import { generate } from "../../core/model/generate";
import type { TinyLLM } from "../../core/model/tinyllm";
import type { BPETokenizer } from "../../core/text/tokenizer";
import { readTinyTale } from "../../corpus";
import { readDataset } from "../../corpus/catalog";
import type { GrammarFile } from "../../corpus/grammar";
import { round } from "./experiment";

/** One story, from the end of text to the end of text. */
export function tellStory(
  model: TinyLLM,
  tokenizer: BPETokenizer,
  temperature: number,
  seed: number,
): string {
  const { endOfText } = tokenizer;
  const ids = generate(model, {
    prompt: [endOfText],
    maxNewTokens: model.config.maxSeqLen - 1,
    stopToken: endOfText,
    temperature,
    random: createRandom(seed),
  });
  return tokenizer.decode(ids.filter((id) => id !== endOfText));
}

/** Mean nats that the model needs for a story and its end. */
export function natsPerStory(
  model: TinyLLM,
  tokenizer: BPETokenizer,
  stories: string[],
): number {
  let nats = 0;
  for (const story of stories) {
    const targets = tokenizer.encodeDocuments([story]);
    const { length } = targets;
    const inputs = Int32Array.of(tokenizer.endOfText, ...targets.slice(0, -1));
    nats += length * model.loss({ inputs, targets, batchSize: 1, length });
  }
  return nats / stories.length;
}

/**
 * Mean nats of a word of the grammar's lists where it comes again in its story.
 */
export function namesAgain(
  model: TinyLLM,
  tokenizer: BPETokenizer,
  stories: string[],
): Record<string, number> {
  const { lists } = readDataset("tiny-tales.json") as GrammarFile;
  const { vocabSize } = model.config;
  const read = stories.map((story) => {
    const ids = Int32Array.of(tokenizer.endOfText, ...tokenizer.encode(story));
    return { ids, logits: model.logits(ids, [1, ids.length]).data.slice() };
  });
  const losses: Record<string, number> = {};
  for (const list of ["hero", "friend", "elder", "toy"]) {
    const names = lists[list].map((item) =>
      typeof item === "string" ? item : (item.name as string),
    );
    const tokens = names.map((name) => tokenizer.encode(` ${name}`)[0]);
    let sum = 0;
    let count = 0;
    for (const { ids, logits } of read)
      ids.forEach((id, t) => {
        if (!tokens.includes(id) || ids.indexOf(id) === t) return;
        const row = logits.slice((t - 1) * vocabSize, t * vocabSize);
        sum += crossEntropy(Array.from(row), id);
        count++;
      });
    losses[`${list} again`] = sum / count;
  }
  return losses;
}

/** The share of stories that the grammar could have told. */
export function shareOfFlawless(stories: string[]): number {
  const right = stories.filter((text) => readTinyTale(text).probability > 0);
  return right.length / stories.length;
}

/** How many stories leave the grammar by each kind of fault. */
export function faultKinds(stories: string[]): Map<string, number> {
  const kinds = new Map<string, number>();
  for (const text of stories) {
    const { fault } = readTinyTale(text);
    if (fault) kinds.set(fault.kind, (kinds.get(fault.kind) ?? 0) + 1);
  }
  return kinds;
}

/**
 * Mean number of words in the longest span of a story that a training story also
 * has. A few stories, and a part of the training stories, keep the time short.
 */
export function meanCopy(stories: string[], read: string[]): number {
  const judged = stories.slice(0, 20);
  const haystack = read.slice(0, 8000).join("\n");
  let sum = 0;
  for (const story of judged) {
    const words = story.split(" ");
    let longest = 0;
    for (let start = 0; start < words.length; start++) {
      const span = (length: number): string =>
        words.slice(start, start + length).join(" ");
      while (
        start + longest < words.length &&
        haystack.includes(span(longest + 1))
      )
        longest++;
    }
    sum += longest;
  }
  return round(sum / judged.length, 2);
}
