import { expectId, expectIds, expectNumber } from "../base/expect";
import { expectPrompt, type GenerateOptions } from "../model/generate";
import { nextTokenProbabilities, sampleIndex } from "../model/sampling";

/** A model that knows only how often tokens followed one another. */
export interface NgramModel {
  /** 1: tokens alone; 2: pairs; 3: triples; ... */
  order: number;
  /** V */
  vocabSize: number;
  /** the counts for contexts of length 0, 1, ... order - 1 */
  levels: NgramLevel[];
}

/** The counts for all contexts of one length. */
interface NgramLevel {
  /** context, as one number -> the tokens that followed it */
  followers: Map<number, Followers>;
  /** D, subtracted from every count and given to unseen tokens */
  discount: number;
}

/** The tokens that followed one context. */
interface Followers {
  /** c(h): number of tokens that followed */
  total: number;
  /** token w -> c(h w): number of times it followed */
  counts: Map<number, number>;
}

/** Options of {@link createNgramModel}. */
export interface NgramOptions {
  /** from 1 to 8, fewer if V ** (order - 1) would be above 2 ** 53 */
  order: number;
  vocabSize: number;
}

/**
 * Counts an n-gram model, the baseline that a language model has to beat.
 *
 * A fixed D is subtracted from each count. The freed share goes to the model
 * with one token less of context, down to the uniform guess ("interpolated
 * absolute discounting", a form of smoothing with back-off):
 *
 * `P(w | h) = (max(c(h w) - D, 0) + D kinds(h) P(w | h')) / c(h)`
 *
 * D comes from the training text alone: `D = n1 / (n1 + 2 n2)`, where n1 and n2
 * count the n-grams that occur once and twice. Nothing is tuned on held-out
 * text.
 *
 * @param ids (N) tokens of the training text
 * @throws if there are fewer tokens than `order`, or an id is out of range
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function createNgramModel(
  ids: Int32Array,
  { order, vocabSize }: NgramOptions,
): NgramModel {
  const size = { whole: true, least: 1, most: 1_000_000 };
  expectNumber("createNgramModel: vocabSize", vocabSize, size);
  // A context is counted under one exact number, in base V.
  const exact = Math.log(Number.MAX_SAFE_INTEGER) / Math.log(vocabSize);
  const most = 1 + Math.floor(Math.min(7, exact));
  const orders = { whole: true, least: 1, most };
  expectNumber("createNgramModel: order", order, orders);
  expectNumber("createNgramModel: ids.length", ids.length, { least: order });
  expectIds("createNgramModel: ids", ids, vocabSize);
  const levels = Array.from({ length: order }, (_, length) =>
    countLevel(ids, length, vocabSize),
  );
  return { order, vocabSize, levels };
}

/** Counts what followed every context of `length` tokens. */
function countLevel(
  ids: Int32Array,
  length: number,
  vocabSize: number,
): NgramLevel {
  const followers = new Map<number, Followers>();
  for (let at = length; at < ids.length; at++) {
    const context = contextKey(ids, at, length, vocabSize);
    const seen = followers.get(context) ?? { total: 0, counts: new Map() };
    seen.total++; // c(h)
    seen.counts.set(ids[at], (seen.counts.get(ids[at]) ?? 0) + 1); // c(h w)
    followers.set(context, seen);
  }
  let once = 0;
  let twice = 0;
  for (const { counts } of followers.values())
    for (const count of counts.values()) {
      if (count === 1)
        once++; // n1
      else if (count === 2) twice++; // n2
    }
  // A text too small to estimate D gets 0.5, so that nothing is impossible.
  const isKnown = once > 0 && twice > 0;
  return { followers, discount: isKnown ? once / (once + 2 * twice) : 0.5 };
}

/** The `length` tokens before position `at` as one number, in base V. */
function contextKey(
  ids: ArrayLike<number>,
  at: number,
  length: number,
  vocabSize: number,
): number {
  let key = 0;
  // digits in base V
  for (let i = at - length; i < at; i++) key = key * vocabSize + ids[i];
  return key;
}

/**
 * The probability that an n-gram model gives to the token at one position,
 * from the tokens before it (fewer at the beginning).
 *
 * @param model the result of {@link createNgramModel}
 * @param ids (N) token ids
 * @param at the position to predict, from 0 to N - 1
 * @throws if there is no such position, or its token is out of range
 */
export function ngramProbability(
  model: NgramModel,
  ids: ArrayLike<number>,
  at: number,
): number {
  const { order, vocabSize, levels } = model;
  const places = { whole: true, least: 0, most: ids.length - 1 };
  expectNumber("ngramProbability: at", at, places);
  expectId("ngramProbability: ids[at]", ids[at], vocabSize);
  let probability = 1 / vocabSize; // P(w | h'), the uniform guess at first
  for (let length = 0; length <= Math.min(at, order - 1); length++) {
    const { followers, discount } = levels[length];
    const seen = followers.get(contextKey(ids, at, length, vocabSize));
    if (seen === undefined) break; // back off: h was never seen
    const count = seen.counts.get(ids[at]) ?? 0;
    const freed = discount * seen.counts.size; // D kinds(h)
    probability =
      (Math.max(count - discount, 0) + freed * probability) / seen.total;
  }
  return probability;
}

/**
 * The loss of an n-gram model on a text, to compare with a neural model's. The
 * first token is not predicted, as in training windows.
 *
 * `loss = -1/(N-1) sum_{t=1}^{N-1} ln P(ids[t] | ids[0..t-1])`
 *
 * @param model the result of {@link createNgramModel}
 * @param ids (N) tokens of the text to evaluate on
 * @returns mean nats per token
 * @throws if there are fewer than 2 tokens, or an id is out of range
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function ngramLoss(model: NgramModel, ids: Int32Array): number {
  expectNumber("ngramLoss: ids.length", ids.length, { least: 2 });
  expectIds("ngramLoss: ids", ids, model.vocabSize);
  let sum = 0;
  for (let at = 1; at < ids.length; at++)
    sum -= Math.log(ngramProbability(model, ids, at)); // -ln P(ids[t] | ...)
  return sum / (ids.length - 1);
}

/**
 * Lets an n-gram model write, as {@link generateTokens} lets a TinyLLM write:
 * its logits are ln P(id | text).
 *
 * @param model the result of {@link createNgramModel}
 * @param options prompt, number of tokens, sampling, random generator
 * @returns a generator of token ids; each is computed when it is asked for
 * @throws at the first token, if the prompt is empty or an id is out of range
 * @see notebooks/15-train-tinyllm.ipynb
 */
export function* ngramTokens(
  model: NgramModel,
  { prompt, maxNewTokens = 100, stopToken, random, ...how }: GenerateOptions,
): Generator<number, void, undefined> {
  expectPrompt(model.vocabSize, { prompt, maxNewTokens, stopToken });
  const text = Array.from(prompt);
  const logits = new Float64Array(model.vocabSize); // (V)
  for (let count = 0; count < maxNewTokens; count++) {
    const at = text.length;
    for (let id = 0; id < model.vocabSize; id++) {
      text[at] = id;
      logits[id] = Math.log(ngramProbability(model, text, at)); // ln P(id | text)
    }
    text[at] = sampleIndex(nextTokenProbabilities(logits, how), random);
    yield text[at];
    if (text[at] === stopToken) return;
  }
}
