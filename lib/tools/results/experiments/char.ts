import { ensure } from "../../../core/base/expect";
import { createRandom } from "../../../core/base/random";
import { generate } from "../../../core/model/generate";
import { TinyLLM } from "../../../core/model/tinyllm";
import { createTrainingSequences } from "../../../core/text/sequences";
import { evaluate } from "../../../core/training/evaluate";
import { Adam } from "../../../core/training/optimizers";
import { createTrainingRun } from "../../../core/training/training-run";
import { loadCorpus, type ResultRun } from "../../../corpus";
import { readCatalog } from "../../../corpus/catalog";
import { readText } from "../../../corpus/read-text";
import {
  type Context,
  type Experiment,
  round,
  trainAndRecord,
} from "../experiment";

const LENGTH = 64;

/** Characters between the starts of two training windows. */
const STRIDE = 16;

/** What a run with characters may choose. */
export interface CharChoices {
  positions: "learned" | "sinusoidal";
  /** height of the waves; 1 is the course's */
  waves: number;
  beta2: number;
  weightDecay: number;
  minLearningRate: number;
  /** of the initial weights and the order of the windows */
  seed: number;
}

/** nanoGPT's choices for a small model of characters. */
export const PRESET: CharChoices = {
  positions: "learned",
  waves: 1,
  beta2: 0.99,
  weightDecay: 0.1,
  minLearningRate: 1e-4,
  seed: 1,
};

/** A small model of characters reads any text. */
export const char: Experiment = {
  name: "char",
  about:
    "A model of 4 blocks reads a text by its characters; sizes and settings are those of nanoGPT for a CPU.",
  minutes: 2,
  needsText: true,
  run: async (context) => [await charRun(context, "characters", PRESET)],
};

/**
 * Trains a small model on the characters of a text, whose last tenth is held
 * out. Its `final` loss is that of all held-out windows.
 *
 * @param context of the experiment; `text` names the text
 * @param name of the run
 * @param choices positions, optimizer and seed
 * @param more further settings, for the record
 */
export async function charRun(
  context: Context,
  name: string,
  { waves, positions, minLearningRate, seed, ...adam }: CharChoices,
  more?: ResultRun["settings"],
): Promise<ResultRun> {
  const { characters, ids } = readCharacters(context.text ?? "");
  const held = Math.floor(0.9 * ids.length);
  const validation = createTrainingSequences(ids.subarray(held), {
    length: LENGTH,
  });
  const model = new TinyLLM(
    {
      vocabSize: characters.length,
      maxSeqLen: LENGTH,
      dropout: 0,
      positions,
      seed,
    },
    context.backend,
  );
  if (positions === "sinusoidal")
    model.positions.data.forEach((height, i, all) => (all[i] = waves * height));
  const write = (maxNewTokens: number): string => {
    const prompt = ids.subarray(0, 1);
    const random = createRandom(7);
    const options = { prompt, maxNewTokens, random, temperature: 0.8 };
    return Array.from(generate(model, options), (id) => characters[id]).join(
      "",
    );
  };
  const run = createTrainingRun({
    model,
    optimizer: new Adam(model.parameters, adam),
    sequences: createTrainingSequences(ids.subarray(0, held), {
      length: LENGTH,
      stride: STRIDE,
    }),
    validation: validation.filter((_, i) => i % 8 === 0),
    batchSize: 12,
    totalSteps: 2000,
    evaluateEvery: 250,
    schedule: { maxLearningRate: 1e-3, minLearningRate, warmupSteps: 100 },
    seed,
  });
  const settings = { ...more, characters: ids.length, waves };
  const record = await trainAndRecord(context, name, run, { settings });
  const judged = context.quick ? validation.slice(0, 2) : validation;
  const loss = await evaluate(model, judged);
  const sample = { step: run.step, text: write(500) };
  context.print(`${name}: ${loss.toFixed(4)} nats per held-out character`);
  return { ...record, final: { validation: round(loss) }, samples: [sample] };
}

/** Reads a text, as ids of its different characters, sorted. */
function readCharacters(text: string): {
  characters: string[];
  ids: Int32Array;
} {
  const isKnown = Object.hasOwn(readCatalog(), text);
  const all = Array.from(
    isKnown
      ? loadCorpus(text as "moby-dick")
          .documents.map((document) => document.text)
          .join("\n\n")
      : readText(text),
  );
  ensure(
    all.length >= 20 * LENGTH,
    () =>
      `results: --text must have at least ${20 * LENGTH} characters, to hold ` +
      `out a tenth; ${text} has ${all.length}.`,
  );
  const characters = [...new Set(all)].sort();
  const idOf = new Map(characters.map((character, id) => [character, id]));
  return {
    characters,
    ids: Int32Array.from(all, (character) => idOf.get(character) ?? 0),
  };
}
