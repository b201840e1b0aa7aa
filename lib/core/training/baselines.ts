import { ensure, ensureInteger, show } from "../base/expect";

/** A model that knows nothing but how often tokens followed one another. */
export interface NgramModel {
  /** 1: tokens alone; 2: pairs; 3: triples */
  order: number;
  vocabSize: number;
  /** the statistics of contexts of length 0, 1, ... order - 1 */
  levels: NgramLevel[];
}

/** What was seen after contexts of one length. */
interface NgramLevel {
  /** context and next token as one number -> how often they occurred */
  counts: Map<number, number>;
  /** context -> how often anything followed it */
  totals: Map<number, number>;
  /** context -> how many different tokens followed it */
  kinds: Map<number, number>;
  /** D, what is taken from every count and given to what was never seen */
  discount: number;
}

/** What {@link createNgramModel} needs beside the tokens. */
export interface NgramOptions {
  order: 1 | 2 | 3;
  vocabSize: number;
}

/**
 * Counts an n-gram model, the baseline that a language model has to beat.
 *
 * Of each count a fixed D is taken, and the mass it frees goes to the model
 * with one token less of context, down to the uniform guess ("interpolated
 * absolute discounting"):
 *
 * `P(w | h) = (max(c(h w) - D, 0) + D kinds(h) P(w | h')) / c(h)`
 *
 * D comes from the training text alone: `D = n1 / (n1 + 2 n2)`, with n1 and n2
 * the numbers of n-grams that occur once and twice. Nothing is tuned on text
 * held out.
 *
 * @param ids (N) tokens of the training text
 * @throws if there are fewer tokens than `order`, or an id is out of range
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function createNgramModel(
  ids: Int32Array,
  { order, vocabSize }: NgramOptions,
): NgramModel {
  ensure(
    order === 1 || order === 2 || order === 3,
    () =>
      `createNgramModel: order must be 1 (tokens), 2 (pairs) or 3 (triples); ` +
      `got ${show(order)}.`,
  );
  ensureIds("createNgramModel", ids, vocabSize, order);
  ensure(
    vocabSize ** order <= Number.MAX_SAFE_INTEGER,
    () =>
      `createNgramModel: vocabSize ** order must be at most 2 ** 53; got ` +
      `${vocabSize} ** ${order}. Use a smaller order or vocabulary.`,
  );
  const levels: NgramLevel[] = [];
  for (let context = 0; context < order; context++)
    levels.push(countLevel(ids, context, vocabSize));
  return { order, vocabSize, levels };
}

function countLevel(
  ids: Int32Array,
  context: number,
  vocabSize: number,
): NgramLevel {
  const counts = new Map<number, number>();
  const totals = new Map<number, number>();
  const kinds = new Map<number, number>();
  for (let at = context; at < ids.length; at++) {
    const before = contextKey(ids, at, { context, vocabSize });
    const key = before * vocabSize + ids[at];
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    totals.set(before, (totals.get(before) ?? 0) + 1);
    if (count === 0) kinds.set(before, (kinds.get(before) ?? 0) + 1);
  }
  return { counts, totals, kinds, discount: discountOf(counts) };
}

/** The tokens before position `at` as one number. */
function contextKey(
  ids: ArrayLike<number>,
  at: number,
  { context, vocabSize }: { context: number; vocabSize: number },
): number {
  let key = 0;
  for (let i = at - context; i < at; i++) key = key * vocabSize + ids[i];
  return key;
}

function discountOf(counts: Map<number, number>): number {
  let once = 0;
  let twice = 0;
  for (const count of counts.values()) {
    if (count === 1) once++;
    else if (count === 2) twice++;
  }
  // Texts too small to tell get one half: everything keeps some probability.
  return once > 0 && twice > 0 ? once / (once + 2 * twice) : 0.5;
}

/**
 * The probability that an n-gram model gives to the token at one position,
 * knowing the tokens before it (fewer at the beginning).
 *
 * @param model what {@link createNgramModel} counted
 * @param ids token ids
 * @param at the position to predict
 */
export function ngramProbability(
  model: NgramModel,
  ids: ArrayLike<number>,
  at: number,
): number {
  const { vocabSize, levels } = model;
  let probability = 1 / vocabSize;
  for (let context = 0; context <= Math.min(at, model.order - 1); context++) {
    const { counts, totals, kinds, discount } = levels[context];
    const before = contextKey(ids, at, { context, vocabSize });
    const total = totals.get(before);
    if (total === undefined) break;
    const count = counts.get(before * vocabSize + ids[at]) ?? 0;
    const freed = discount * (kinds.get(before) ?? 0);
    probability = (Math.max(count - discount, 0) + freed * probability) / total;
  }
  return probability;
}

/**
 * The loss of an n-gram model on a text: what a neural model's loss is
 * compared with. The first token is not predicted, as in training windows.
 *
 * `loss = -1/(N-1) sum_{t=1}^{N-1} ln P(ids[t] | ids[0..t-1])`
 *
 * @param model what {@link createNgramModel} counted on the training text
 * @param ids (N) tokens of the text to judge by
 * @returns mean nats per token
 * @throws if there are fewer than 2 tokens, or an id is out of range
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function ngramLoss(model: NgramModel, ids: Int32Array): number {
  ensureIds("ngramLoss", ids, model.vocabSize, 2);
  let sum = 0;
  for (let at = 1; at < ids.length; at++)
    sum -= Math.log(ngramProbability(model, ids, at));
  return sum / (ids.length - 1);
}

/**
 * The lowest loss that any bigram model can reach on this very text: the
 * conditional entropy of its own counts.
 *
 * `H = -1/(N-1) sum_{a,b} c(a b) ln (c(a b) / c(a))`
 *
 * @param ids (N) token ids
 * @param vocabSize V
 * @returns nats per token
 * @throws if there are fewer than 2 tokens, or an id is out of range
 * @see notebooks/06-one-training-step.ipynb
 */
export function bigramEntropy(ids: Int32Array, vocabSize: number): number {
  ensureIds("bigramEntropy", ids, vocabSize, 2);
  const { counts, totals } = countLevel(ids, 1, vocabSize);
  let sum = 0;
  for (const [key, count] of counts) {
    const total = totals.get(Math.floor(key / vocabSize)) ?? 0;
    sum -= count * Math.log(count / total);
  }
  return sum / (ids.length - 1);
}

function ensureIds(
  where: string,
  ids: Int32Array,
  vocabSize: number,
  least: number,
): void {
  ensureInteger(where, "vocabSize", vocabSize);
  ensure(
    ids.length >= least,
    () => `${where}: needs at least ${least} tokens; got ${ids.length}.`,
  );
  const wrong = ids.findIndex((id) => id < 0 || id >= vocabSize);
  ensure(
    wrong < 0,
    () =>
      `${where}: token ids run from 0 to ${vocabSize - 1}; got ${ids[wrong]} ` +
      `at position ${wrong}. Was another tokenizer used?`,
  );
}
