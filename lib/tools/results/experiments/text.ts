import { createRandom, shuffled } from "../../../core/base/random";
import { generate } from "../../../core/model/generate";
import { copyValues } from "../../../core/model/parameters";
import { TinyLLM } from "../../../core/model/tinyllm";
import { cleanText, utf8Length } from "../../../core/text/clean-text";
import {
  createTrainingSequences,
  type DocumentSplit,
  splitDocuments,
} from "../../../core/text/sequences";
import { BPETokenizer } from "../../../core/text/tokenizer";
import { createNgramModel, ngramLoss } from "../../../core/training/baselines";
import { bitsPerByte, evaluate } from "../../../core/training/evaluate";
import { createTrainingRun } from "../../../core/training/training-run";
import { loadCorpus, type ResultRun } from "../../../corpus";
import {
  type Context,
  type Experiment,
  round,
  runEach,
  trainAndRecord,
} from "../experiment";

const LENGTH = 128;

/**
 * Chosen on the validation text of all speeches, in single runs over 0.6 million
 * tokens, with a vocabulary of 2000 unless stated: batches of 4 without dropout
 * came to 4.63 nats, of 16 with dropout 0.1 to 5.59; a rate of 1e-3 to 4.71, and
 * 2e-3 to 4.63; a vocabulary of 5000 to about 1.7 bits per byte, and 2000 to 1.85.
 */
const CHOICES = {
  vocabSize: 5000,
  batchSize: 4,
  totalSteps: 16_000,
  evaluateEvery: 400,
  maxLearningRate: 1.5e-3,
  dropout: 0,
};

/** A run ends when its validation loss has not improved for so many steps. */
const PATIENCE = 1600;

/** A text to read, its share, and how samples of it begin. */
export interface TextPart {
  name: string;
  corpus: "state-of-the-union" | "moby-dick";
  /** of the training documents, in a shuffled order */
  share: number;
  prompt: string;
}

/** The same model reads more and more speeches, and a novel. */
export const text: Experiment = {
  name: "text",
  about:
    "TinyLLM reads a tenth, a half and all of the State of the Union, and Moby Dick, for the same number of steps.",
  minutes: 26,
  async run(context) {
    const speeches = {
      corpus: "state-of-the-union",
      prompt: "We must",
    } as const;
    const parts: TextPart[] = [
      { name: "all speeches", share: 1, ...speeches },
      { name: "a tenth of the speeches", share: 0.1, ...speeches },
      { name: "half of the speeches", share: 0.5, ...speeches },
      { name: "Moby Dick", share: 1, corpus: "moby-dick", prompt: "The whale" },
    ];
    const runs = parts.map(
      (part) => [part.name, () => readText(context, part, CHOICES)] as const,
    );
    return runEach(context, new Map(runs));
  },
};

/**
 * Trains a TinyLLM and its own tokenizer on a part of a corpus. The weights with
 * the lowest validation loss are then compared with counting models, once, on the
 * test text.
 *
 * @param context of the experiment
 * @param part what it reads
 * @param choices vocabulary, batch, steps, rate and dropout
 */
export async function readText(
  context: Context,
  { name, corpus, share, prompt }: TextPart,
  choices: typeof CHOICES,
): Promise<ResultRun> {
  const { vocabSize, dropout, maxLearningRate, ...plan } = choices;
  const texts = splitTexts(corpus);
  const order = shuffled(texts.train, createRandom(1));
  const read = takeBytes(order, context.quick ? 0.2 : share);
  const tokenizer = BPETokenizer.train(read.join("\n\n"), { vocabSize });
  const ids = tokenizer.encodeDocuments(read);
  const testIds = tokenizer.encodeDocuments(texts.test);
  const windows = (some: Int32Array) =>
    createTrainingSequences(some, { length: LENGTH });
  const validation = windows(tokenizer.encodeDocuments(texts.validation));
  const config = { vocabSize, dropout, maxSeqLen: LENGTH };
  const model = new TinyLLM(config, context.backend);
  const write = (maxNewTokens: number): string => {
    const begun = tokenizer.encode(prompt);
    const random = createRandom(7);
    const how = { temperature: 0.8, topP: 0.9, stopToken: tokenizer.endOfText };
    const options = { prompt: begun, maxNewTokens, random, ...how };
    return prompt + tokenizer.decode(generate(model, options));
  };
  const run = createTrainingRun({
    model,
    ...plan,
    sequences: windows(ids),
    validation: validation.filter((_, i) => i % 16 === 0),
    schedule: { maxLearningRate },
    sample: () => write(40),
  });
  const keeper = createKeeper(model);
  const bytes = utf8Length(read.join(""));
  const settings = { corpus, share, bytes, tokens: ids.length };
  const record = await trainAndRecord(context, name, run, {
    settings,
    measured: keeper.measured,
    signal: keeper.signal,
  });
  const { step, loss } = keeper.restore();
  const tested = windows(testIds).slice(0, context.quick ? 2 : Infinity);
  const losses = new Map([["TinyLLM", await evaluate(model, tested)]]);
  for (const [model, order] of [
    ["bigram", 2],
    ["trigram", 3],
  ] as const) {
    const counts = createNgramModel(ids, { order, vocabSize });
    losses.set(model, ngramLoss(counts, testIds));
  }
  const testBytes = utf8Length(texts.test.join(""));
  const size = { tokens: testIds.length, bytes: testBytes };
  const final: ResultRun["final"] = { step, validation: round(loss) };
  for (const [model, loss] of losses) {
    final[`${model} test`] = round(loss);
    final[`${model} bits per byte`] = round(bitsPerByte({ loss, ...size }));
  }
  const last = { step, text: write(160) };
  return { ...record, final, samples: [...record.samples, last] };
}

/** Keeps the weights with the lowest validation loss; ends a run without hope. */
function createKeeper(model: TinyLLM) {
  const weights = copyValues(model.parameters);
  const best = { loss: Infinity, step: 0 };
  const stop = new AbortController();
  return {
    signal: stop.signal,
    measured(loss: number, step: number): void {
      if (step - best.step >= PATIENCE) stop.abort();
      if (loss >= best.loss) return;
      Object.assign(best, { loss, step });
      copyValues(model.parameters, weights);
    },
    /** Puts the kept weights back. */
    restore(): typeof best {
      model.parameters.values.data.set(weights);
      return best;
    },
  };
}

function splitTexts(corpus: TextPart["corpus"]): DocumentSplit<string> {
  const documents = loadCorpus(corpus).documents.map(({ text }) => ({
    text: cleanText(text, { joinLines: true }),
  }));
  const { train, validation, test } = splitDocuments(documents, { seed: 1 });
  const texts = (part: { text: string }[]) => part.map(({ text }) => text);
  return {
    train: texts(train),
    validation: texts(validation),
    test: texts(test),
  };
}

/** The first texts that have together at least a share of all bytes. */
function takeBytes(texts: readonly string[], share: number): string[] {
  const sizes = texts.map(utf8Length);
  const wanted = share * sizes.reduce((sum, size) => sum + size, 0);
  let taken = 0;
  return texts.filter((_, i) => {
    const isWanted = taken < wanted;
    if (isWanted) taken += sizes[i];
    return isWanted;
  });
}
