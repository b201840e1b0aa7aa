import {
  brotliCompressSync,
  constants,
  gzipSync,
  type ZlibOptions,
} from "node:zlib";
import { join } from "node:path";

import { TinyLLM } from "../../../core/model/tinyllm";
import { createDocumentSequences } from "../../../core/text/sequences";
import { BPETokenizer } from "../../../core/text/tokenizer";
import { createNgramModel, ngramLoss } from "../../../core/training/baselines";
import { createTrainingRun } from "../../../core/training/training-run";
import { loadCorpus } from "../../../corpus";
import type { ResultRun } from "../../../corpus/results";
import { saveModel } from "../../../files";
import {
  type Context,
  type Experiment,
  round,
  trainAndRecord,
} from "../experiment";
import {
  faultKinds,
  meanCopy,
  namesAgain,
  natsPerStory,
  shareOfFlawless,
  tellStory,
} from "../judge-stories";

/** Longer than every story, so that a window holds a whole one. */
const LENGTH = 320;
const HELD_OUT = 200;

/** The stories, in the parts that the experiment uses, and their tokens. */
interface Material {
  read: string[];
  validation: string[];
  test: string[];
  /** mean of -ln P(story) over the test stories */
  floor: number;
  tokenizer: BPETokenizer;
}

/** The storyteller of chapter 16, which is stored beside the results. */
export const tales: Experiment = {
  name: "tales",
  about: "A model of two blocks learns to tell tiny tales without a mistake.",
  minutes: 14,
  async run(context) {
    const material = prepare();
    const { validation, tokenizer } = material;
    const run = storytellerRun(context, material);
    const { model } = run;
    const told = (count: number, temperature: number): string[] =>
      Array.from({ length: count }, (_, seed) =>
        tellStory(model, tokenizer, temperature, seed + 1),
      );
    const few = validation.slice(0, context.quick ? 2 : 40);
    const samples: ResultRun["samples"] = [];
    const found = await trainAndRecord(context, "storyteller", run, {
      settings: { stories: material.read.length, tokenizerStories: 3000 },
      measure: () => {
        const text = tellStory(model, tokenizer, 0.7, 1);
        samples.push({ step: run.step, text });
        return {
          story: natsPerStory(model, tokenizer, few),
          ...namesAgain(model, tokenizer, few),
          flawless: shareOfFlawless(told(few.length, 1)),
        };
      },
    });
    context.print("judging 200 stories at temperature 1, and 200 at 0.7 ...");
    const { final } = found;
    for (const temperature of [1, 0.7]) {
      const stories = told(context.quick ? 2 : 200, temperature);
      final[`flawless at ${temperature}`] = shareOfFlawless(stories);
      for (const [kind, count] of faultKinds(stories))
        final[`${kind} faults at ${temperature}`] = count;
      final[`copied words at ${temperature}`] = meanCopy(
        stories,
        material.read,
      );
    }
    final["copied words, truth"] = meanCopy(material.test, material.read);
    final.story = round(natsPerStory(model, tokenizer, material.test));
    saveModel(model, join(context.folder, "tales.safetensors"), { tokenizer });
    return [{ ...found, samples }, others(material)];
  },
};

function prepare(): Material {
  const stories = 32_000 + 2 * HELD_OUT;
  const { documents } = loadCorpus({ name: "tiny-tales", stories, seed: 1 });
  const texts = documents.map(({ text }) => text);
  const read = texts.slice(2 * HELD_OUT);
  const truths = documents.slice(0, HELD_OUT);
  const nats = truths.reduce((sum, d) => sum - (d.logProbability ?? NaN), 0);
  return {
    read,
    validation: texts.slice(HELD_OUT, 2 * HELD_OUT),
    test: texts.slice(0, HELD_OUT),
    floor: round(nats / HELD_OUT),
    tokenizer: BPETokenizer.train(read.slice(0, 3000), { vocabSize: 2560 }),
  };
}

/** A new run: windows begin where a story begins, two of them per step. */
function storytellerRun(
  { backend }: Context,
  { read, validation, tokenizer }: Material,
): ReturnType<typeof createTrainingRun> {
  const { vocabSize, endOfText } = tokenizer;
  const windows = (part: string[]) =>
    createDocumentSequences(tokenizer.encodeDocuments(part), {
      length: LENGTH,
      separator: endOfText,
    });
  const sizes = { vocabSize, nLayers: 2, maxSeqLen: LENGTH, dropout: 0 };
  const model = new TinyLLM({ ...sizes, seed: 1 }, backend);
  return createTrainingRun({
    model,
    sequences: windows(read),
    validation: windows(validation),
    batchSize: 2,
    totalSteps: 16_000,
    evaluateEvery: 800,
    schedule: {
      maxLearningRate: 4e-3,
      minLearningRate: 3e-5,
      warmupSteps: 300,
    },
  });
}

/** What the same test stories cost others, in nats per story. */
function others({ read, test, floor, tokenizer }: Material): ResultRun {
  const started = performance.now();
  const final: ResultRun["final"] = { "the truth": floor };
  const { vocabSize } = tokenizer;
  const ids = tokenizer.encodeDocuments(read);
  const testIds = tokenizer.encodeDocuments(test);
  final["tokens per story"] = round(testIds.length / test.length);
  for (const order of [1, 2, 3] as const) {
    const counts = createNgramModel(ids, { order, vocabSize });
    const loss = ngramLoss(counts, testIds);
    final[`${order}-gram`] = round((loss * testIds.length) / test.length);
  }
  const before = Buffer.from(read.join("\n"));
  const both = Buffer.concat([before, Buffer.from(test.join("\n"))]);
  const zip = (data: Buffer, options: ZlibOptions): Buffer =>
    gzipSync(data, options);
  const gzip =
    zip(both, { level: 9 }).length - zip(before, { level: 9 }).length;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 9,
    [constants.BROTLI_PARAM_LGWIN]: 24,
  };
  const brotli =
    brotliCompressSync(both, { params }).length -
    brotliCompressSync(before, { params }).length;
  final["gzip"] = round((8 * gzip * Math.LN2) / test.length);
  final["brotli"] = round((8 * brotli * Math.LN2) / test.length);
  return {
    name: "others",
    settings: { stories: read.length, heldOut: test.length },
    seconds: round((performance.now() - started) / 1000, 1),
    curve: [],
    final,
    samples: [],
  };
}
