import { TinyLLM } from "../../../core/model/tinyllm";
import { BPETokenizer } from "../../../core/text/tokenizer";
import { createDocumentSequences } from "../../../core/text/sequences";
import type { TrainingSequence } from "../../../core/text/sequences";
import { createTrainingRun } from "../../../core/training/training-run";
import type { TrainingRun } from "../../../core/training/training-run";
import { loadCorpus, tinyTalesEntropy } from "../../../corpus";
import type { CorpusDocument, ResultRun } from "../../../corpus";
import type { FastBackend } from "../../../fast";
import { type Context, type Experiment, round } from "../experiment";
import { trainAndRecord } from "../experiment";

/** A run of the experiment. */
interface Choice {
  dModel: number;
  /** windows to train on, each read once */
  windows: number;
  seed: number;
}

/** Sizes and windows of the grid; the law is fitted to these nine. */
const GRID = [16, 24, 32].flatMap((dModel) =>
  [1200, 2400, 4800].map((windows) => ({ dModel, windows, seed: 1 })),
);

/** What chance decides, at the cheapest corner, and the size that is predicted. */
const MORE: Choice[] = [
  { dModel: 16, windows: 1200, seed: 2 },
  { dModel: 16, windows: 1200, seed: 3 },
  { dModel: 48, windows: 1200, seed: 1 },
  { dModel: 48, windows: 2400, seed: 1 },
  { dModel: 48, windows: 4800, seed: 1 },
  { dModel: 48, windows: 4800, seed: 2 },
];

/** T, tokens per window: enough for the longest story. */
const WINDOW = 432;

/**
 * Cuts new stories into windows. Each begins with a story, and every second
 * story begins one, so no token is in two windows.
 */
function storyWindows(
  tokenizer: BPETokenizer,
  windows: number,
  seed: number,
): TrainingSequence[] {
  const stories = 2 * windows + 4;
  const told = loadCorpus({ name: "tiny-tales", stories, seed: 100 + seed });
  const ids = tokenizer.encodeDocuments(told.documents.map((d) => d.text));
  const separator = tokenizer.endOfText;
  const all = createDocumentSequences(ids, { length: WINDOW, separator });
  return all.filter((_, n) => n % 2 === 0).slice(0, windows);
}

/** Prepares a run: a new model, and windows of its own. */
function scalingRun(
  tokenizer: BPETokenizer,
  backend: FastBackend,
  { dModel, windows, seed }: Choice,
): TrainingRun {
  const { vocabSize } = tokenizer;
  const sizes = { vocabSize, dModel, nHeads: 2, nLayers: 2, dFf: 4 * dModel };
  const settings = { ...sizes, maxSeqLen: WINDOW, dropout: 0, seed };
  return createTrainingRun({
    model: new TinyLLM(settings, backend),
    sequences: storyWindows(tokenizer, windows, seed),
    batchSize: 2,
    epochs: 1,
    schedule: { maxLearningRate: 0.5 / dModel },
    seed,
  });
}

/** Returns the loss on whole stories, and the floor: the loss of the truth. */
function storyLoss(
  model: TinyLLM,
  tokenizer: BPETokenizer,
  stories: readonly CorpusDocument[],
): { loss: number; floor: number } {
  let tokens = 0;
  let nats = 0;
  let least = 0;
  for (const { text, logProbability = 0 } of stories) {
    const ids = tokenizer.encodeDocuments(["", text]);
    const length = ids.length - 1; // from the token before the story on
    const [inputs, targets] = [ids.subarray(0, length), ids.subarray(1)];
    nats += length * model.loss({ inputs, targets, batchSize: 1, length });
    least -= logProbability; // -ln P(story)
    tokens += length;
  }
  return { loss: nats / tokens, floor: least / tokens };
}

async function recordRun(
  context: Context,
  tokenizer: BPETokenizer,
  stories: readonly CorpusDocument[],
  choice: Choice,
): Promise<ResultRun> {
  const { dModel, windows, seed } = choice;
  const run = scalingRun(tokenizer, context.backend, choice);
  run.validation = storyWindows(tokenizer, 8, 0);
  run.evaluateEvery = 300;
  const name = `${dModel} wide, ${windows} windows, seed ${seed}`;
  const result = await trainAndRecord(context, name, run);
  const all = run.model.parameters.values.data.length;
  const final = {
    parameters: all - tokenizer.vocabSize * dModel, // without the embedding
    tokens: run.tokens,
    ...storyLoss(run.model, tokenizer, stories),
  };
  final.loss = round(final.loss);
  final.floor = round(final.floor);
  return { ...result, final };
}

/** How the loss falls with the size of the model and with the text it reads. */
export const scaling: Experiment = {
  name: "scaling",
  about: "Small models read tiny tales: nine runs, then a larger model.",
  minutes: 8,
  async run(context) {
    const tales = (stories: number, seed: number): CorpusDocument[] =>
      loadCorpus({ name: "tiny-tales", stories, seed }).documents;
    const tokenizer = BPETokenizer.train(
      tales(2000, 1).map(({ text }) => text),
      { vocabSize: 1000 },
    );
    const stories = tales(200, 2);
    const { natsPerStory, bytesPerStory } = tinyTalesEntropy("tiny-tales");
    const runs: ResultRun[] = [];
    for (const choice of [...GRID, ...MORE]) {
      const run = await recordRun(context, tokenizer, stories, choice);
      // of the grammar that told them
      Object.assign(run.settings, { natsPerStory, bytesPerStory });
      runs.push(run);
    }
    return runs;
  },
};
