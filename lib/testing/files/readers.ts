import { createHash } from "node:crypto";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import {
  Adam,
  BPETokenizer,
  createRandom,
  createTrainingRun,
  createTrainingSequences,
  type Floats,
  TinyLLM,
  type TrainingRun,
} from "../../core";
import { loadCorpus } from "../../corpus";
import { compileGrammar, type GrammarFile } from "../../corpus/grammar";
import {
  loadGpt2,
  loadModel,
  loadTokenizer,
  readTensors,
  resumeRun,
  saveModel,
  saveRun,
  train,
} from "../../files";
import { readJson, underRule } from "../../core/base/read-file";
import { analyzeGrammar } from "../../corpus/story-statistics";
import { tellStory } from "../../corpus/tales";
import { courseFolder } from "../../tools/setup/course-files.cjs";

/** A reader of files, with a good file and ways to damage it. */
export interface Reader {
  /** the files that are damaged, one at a time */
  files: string[];
  /** Writes the good files into a folder. */
  write(folder: string): Promise<void> | void;
  /** Reads them; returns a fingerprint of all that was read. */
  read(folder: string): string;
  /** whether any text is a good file, so that other contents are no mistake */
  free?: boolean;
}

const TEXT = "the whale and the sea; the ship and the whale. ".repeat(9);
const TOKENIZER = BPETokenizer.train(TEXT, { vocabSize: 270 });
const SIZES = { dModel: 8, nHeads: 2, nLayers: 2, dFf: 12, maxSeqLen: 6 };

function digest(...parts: (string | Floats)[]): string {
  const hash = createHash("sha256");
  for (const part of parts)
    hash.update(typeof part === "string" ? part : new Uint8Array(part.buffer));
  return hash.digest("hex");
}

function newModel(): TinyLLM {
  return new TinyLLM({ vocabSize: TOKENIZER.vocabSize, ...SIZES });
}

function modelDigest({ config, parameters }: TinyLLM): string {
  return digest(JSON.stringify(config), parameters.values.data);
}

function newRun(): TrainingRun {
  const model = newModel();
  const ids = TOKENIZER.encode(TEXT);
  return createTrainingRun({
    model,
    sequences: createTrainingSequences(ids, { length: 6 }),
    batchSize: 2,
    totalSteps: 9,
    optimizer: new Adam(model.parameters),
  });
}

function runDigest(run: TrainingRun): string {
  const { model, optimizer, step, tokens, elapsedMs, records } = run;
  const progress = { step, tokens, elapsedMs, records, done: optimizer.steps };
  const state = Object.values(optimizer.state).map(({ data }) => data);
  return digest(modelDigest(model), JSON.stringify(progress), ...state);
}

const FIXTURE = join(courseFolder(), "lib", "files", "fixtures", "gpt2");
const GPT2_FILES = ["config.json", "tokenizer.json", "model.safetensors"];
const MODEL = "model.safetensors";

/** Readers by name. */
export const READERS: Record<string, Reader> = {
  readTensors: {
    files: [MODEL],
    free: true,
    write: (folder) => saveModel(newModel(), join(folder, MODEL)),
    read(folder) {
      const { tensors, metadata } = readTensors(join(folder, MODEL));
      const parts = [...tensors].flatMap(([name, { data }]) => [name, data]);
      return digest(JSON.stringify(metadata), ...parts);
    },
  },
  loadModel: {
    files: [MODEL],
    write: (folder) => saveModel(newModel(), join(folder, MODEL)),
    read: (folder) => modelDigest(loadModel(join(folder, MODEL))),
  },
  loadTokenizer: {
    files: [MODEL],
    write(folder) {
      const options = { tokenizer: TOKENIZER };
      saveModel(newModel(), join(folder, MODEL), options);
    },
    read: (folder) => JSON.stringify(loadTokenizer(join(folder, MODEL))),
  },
  resumeRun: {
    files: [MODEL],
    async write(folder) {
      const run = newRun();
      await train(run, { steps: 3 });
      saveRun(run, join(folder, MODEL));
    },
    read(folder) {
      const run = newRun();
      const before = runDigest(run);
      try {
        resumeRun(run, join(folder, MODEL));
      } catch (error) {
        if (runDigest(run) === before) throw error;
        throw new Error("a refused file changed the run", { cause: error });
      }
      return runDigest(run);
    },
  },
  "BPETokenizer.load": {
    files: ["tokenizer.json"],
    free: true, // a list without its last merge is a good tokenizer as well
    write: (folder) => TOKENIZER.save(join(folder, "tokenizer.json")),
    read(folder) {
      const tokenizer = BPETokenizer.load(join(folder, "tokenizer.json"));
      tokenizer.encode(TEXT);
      return JSON.stringify(tokenizer);
    },
  },
  loadGpt2: {
    files: GPT2_FILES,
    write(folder) {
      for (const file of GPT2_FILES)
        copyFileSync(join(FIXTURE, file), join(folder, file));
    },
    read(folder) {
      const { model, tokenizer } = loadGpt2(folder);
      return digest(modelDigest(model), JSON.stringify(tokenizer));
    },
  },
  loadCorpus: {
    files: ["book.txt"],
    free: true,
    write: (folder) =>
      writeFileSync(join(folder, "book.txt"), `${TEXT}\n\n— ä 日 😀\uFFFD\n`),
    read(folder) {
      const { documents } = loadCorpus({ path: join(folder, "book.txt") });
      return documents.map(({ text }) => text).join("");
    },
  },
  "the grammar of the tiny tales": {
    files: ["tiny-tales.json"],
    free: true,
    write(folder) {
      const file = join(courseFolder(), "datasets", "tiny-tales.json");
      copyFileSync(file, join(folder, "tiny-tales.json"));
    },
    read(folder) {
      const path = join(folder, "tiny-tales.json");
      const hint = "Undo your changes.";
      const json = readJson(path, { where: "loadCorpus", hint });
      return underRule(path, () => {
        const grammar = compileGrammar(json as GrammarFile);
        const statistics = analyzeGrammar(grammar);
        const { text } = tellStory(grammar, createRandom(1));
        return JSON.stringify([statistics, text]);
      });
    },
  },
};
