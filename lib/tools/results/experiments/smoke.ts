import { Adam } from "../../../core/training/optimizers";
import { createTrainingRun } from "../../../core/training/training-run";
import { createTrainingSequences } from "../../../core/text/sequences";
import { BPETokenizer } from "../../../core/text/tokenizer";
import { TinyLLM } from "../../../core/model/tinyllm";
import { loadCorpus } from "../../../corpus";
import { type Experiment, trainAndRecord } from "../experiment";

/** A small model on the first tales: shows in seconds that everything works. */
export const smoke: Experiment = {
  name: "smoke",
  about: "A model of one block learns the first tales for 200 steps.",
  minutes: 0.1,
  async run(context) {
    const { documents } = loadCorpus({ name: "first-tales", stories: 400 });
    const texts = documents.map(({ text }) => text);
    const [held, read] = [texts.slice(0, 40), texts.slice(40)];
    const tokenizer = BPETokenizer.train(read.join("\n\n"), { vocabSize: 400 });
    const windows = (part: string[]) =>
      createTrainingSequences(tokenizer.encodeDocuments(part), { length: 32 });
    const sizes = { vocabSize: 400, dModel: 32, nLayers: 1, dFf: 128 };
    const model = new TinyLLM({ ...sizes, maxSeqLen: 32 }, context.backend);
    const run = createTrainingRun({
      model,
      optimizer: new Adam(model.parameters),
      sequences: windows(read),
      validation: windows(held),
      batchSize: 8,
      totalSteps: 200,
      evaluateEvery: 50,
      schedule: { maxLearningRate: 5e-3 },
    });
    return [await trainAndRecord(context, "one block", run)];
  },
};
