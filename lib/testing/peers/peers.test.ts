import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import {
  Adam,
  BPETokenizer,
  clipGradNorm,
  createRandom,
  generate,
  type TokenBatch,
  TinyLLM,
} from "../../core";
import { loadCorpus } from "../../corpus";
import { fastBackend } from "../../fast";
import { loadGpt2, saveGpt2, saveModel } from "../../files";
import { readTokenizer } from "../../files/gpt2-tokenizer";
import { peersPython } from "../../tools/bench/peers";
import { courseFolder } from "../../tools/setup/course-files.cjs";
import { assertClose } from "../close";
import { temporaryFolder } from "../temporary-folder";

const skip =
  process.env.TINYLLM_PROOFS === "all"
    ? false
    : "TINYLLM_PROOFS=all installs PyTorch and transformers";
const FIXTURES = join(courseFolder(), "lib", "files", "fixtures");
const STARTS = join(courseFolder(), "lib/testing/peers/window_starts.py");

let made: Promise<string> | undefined;

/** The peers' Python; skips the test, with the reason, if it cannot be made. */
async function pythonFor(t: TestContext): Promise<string | undefined> {
  process.env.PIP_RETRIES ??= "1"; // without a network it should end soon
  try {
    return await (made ??= peersPython());
  } catch (error) {
    t.skip((error as Error).message);
    return undefined;
  }
}

/** Runs a program of the peers in a folder; returns what it printed. */
function run(cwd: string, line: readonly string[], env = {}): string {
  const local = { HF_HUB_OFFLINE: "1", TOKENIZERS_PARALLELISM: "false" };
  const { status, stdout, stderr } = spawnSync(line[0], line.slice(1), {
    cwd,
    env: { ...process.env, ...local, ...env },
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    timeout: 300_000,
  });
  assert.equal(status, 0, `${line.join(" ")}\n${stderr}`);
  return stdout;
}

test(
  "30,000 texts get the tokens that Hugging Face's tokenizers give them",
  { skip },
  async (t) => {
    const python = await pythonFor(t);
    if (python === undefined) return;
    const folder = temporaryFolder(t);
    const path = join(folder, "words.json");
    run(folder, [python, join(FIXTURES, "gpt2-words.py"), path, "30000", "2"]);
    const { tokenizer: file, texts } = JSON.parse(
      readFileSync(path, "utf8"),
    ) as { tokenizer: unknown; texts: [text: string, ids: number[]][] };
    const { tokenizer, ids } = readTokenizer(file, path);
    const differ = texts.filter(([text, expected]) => {
      const theirs = Array.from(tokenizer.encode(text), (id) => ids[id]);
      return String(theirs) !== String(expected);
    });
    t.diagnostic(`${texts.length} texts, ${differ.length} get other tokens`);
    assert.equal(texts.length, 30_000);
    assert.deepEqual(differ, []);
  },
);

/** The Python that chapter 17 prints, block by block. */
function chapterPython(): string[] {
  const path = join(courseFolder(), "notebooks", "17-beyond.ipynb");
  const { cells } = JSON.parse(readFileSync(path, "utf8")) as {
    cells: { source: string[] }[];
  };
  return cells.flatMap(({ source }) =>
    Array.from(
      source.join("").matchAll(/^~~~python\n(.*?)^~~~$/gms),
      ([, code]) => code,
    ),
  );
}

/** Settings with which torchrun's workers meet on a free port of this machine. */
async function onLoopback(): Promise<Record<string, string>> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  const name = process.platform === "darwin" ? "lo0" : "lo";
  return { PET_MASTER_PORT: String(port), GLOO_SOCKET_IFNAME: name };
}

/** The largest difference of two lists of numbers. */
function largest(a: ArrayLike<number>, b: ArrayLike<number>): string {
  const differences = Array.from(a, (value, i) => Math.abs(value - b[i]));
  return Math.max(...differences).toExponential(1);
}

/** What fixtures/gpt2.py prints for a text. */
interface Theirs {
  ids: number[];
  decoded: string;
  logits: number[][];
  /** (N + 20) the text, and the likeliest tokens after it */
  continued: number[];
}

/** The numbers of chapter 17's train.py. */
const STEPS = 100;
const RATE = 3e-4;
const DECAY = 0.01; // of PyTorch's AdamW

/** The windows that begin at some tokens: 127 inputs and targets each. */
function windows(tokens: Int32Array, starts: readonly number[]): TokenBatch {
  const cut = (shift: number): Int32Array =>
    Int32Array.from(
      starts.flatMap((s) => [...tokens.subarray(s + shift, s + shift + 127)]),
    );
  const [inputs, targets] = [cut(0), cut(1)];
  return { inputs, targets, batchSize: starts.length, length: 127 };
}

/**
 * Does what train.py does, with all windows of a step in one batch.
 *
 * @param starts (steps, workers, windows) first tokens
 * @returns the loss of the first worker's windows before each step
 */
function trainHere(
  model: TinyLLM,
  tokens: Int32Array,
  starts: readonly number[][][],
): number[] {
  const optimizer = new Adam(model.parameters);
  return starts.map((workers) => {
    const loss = model.loss(windows(tokens, workers[0]));
    model.lossAndGradients(windows(tokens, workers.flat()));
    clipGradNorm(model.parameters, 1);
    const { data } = model.parameters.values;
    data.forEach((value, i) => (data[i] = value * (1 - RATE * DECAY)));
    optimizer.update(RATE);
    return loss;
  });
}

const TEXT = "A whale's spout!\n\nThe sea, 1851; don't — sail.";

test(
  "chapter 17's Python reads a model, trains it on with two workers, and it comes back",
  { skip },
  async (t) => {
    const python = await pythonFor(t);
    if (python === undefined) return;
    const folder = temporaryFolder(t);
    const at = (name: string): string => join(folder, name);
    const documents = loadCorpus("moby-dick").documents.slice(10, 20);
    const book = documents.map(({ text }) => text).join("\n\n");
    writeFileSync(at("book.txt"), book);
    const tokenizer = BPETokenizer.train(book, { vocabSize: 600 });
    const backend = fastBackend({ threads: 1 });
    t.after(() => backend.close());
    const sizes = {
      dModel: 32,
      nHeads: 4,
      nLayers: 2,
      dFf: 96,
      maxSeqLen: 128,
    };
    const model = new TinyLLM(
      { vocabSize: 600, ...sizes, dropout: 0 },
      backend,
    );
    saveModel(model, at("model.safetensors"), { tokenizer });
    saveGpt2(model, tokenizer, at("tinyllm-gpt2"));
    const [weights, block, write, train] = chapterPython();
    const shapes = run(folder, [python, "-c", weights + block]);
    assert.equal(shapes, "32 torch.Size([96, 32])\ntorch.Size([1, 5, 32])\n");
    assert.match(run(folder, [python, "-c", write]), /^The whale./);

    const ids = tokenizer.encode(TEXT);
    const compare = (name: string, ours: TinyLLM): Float64Array => {
      const line = [python, join(FIXTURES, "gpt2.py"), at(name), TEXT];
      const theirs = JSON.parse(run(folder, line)) as Theirs;
      assert.deepEqual(theirs.ids, [...ids]);
      assert.equal(theirs.decoded, TEXT);
      const logits = Float64Array.from(ours.logits(ids, [1, ids.length]).data);
      const closeness = { tolerance: 2e-5, what: `logits of ${name}` };
      assertClose(logits, theirs.logits.flat(), closeness);
      const random = createRandom(1);
      const how = { prompt: ids, maxNewTokens: 20, temperature: 0, random };
      const more = generate(ours, { ...how, stopToken: tokenizer.endOfText });
      assert.deepEqual([...ids, ...more], theirs.continued);
      return logits;
    };
    const before = compare("tinyllm-gpt2", model);

    writeFileSync(at("train.py"), train);
    const [, args] = /^# torchrun (.*)/.exec(train)!;
    const printed = run(
      folder,
      [python, "-m", "torch.distributed.run", ...args.split(" ")],
      await onLoopback(),
    );
    const tokens = tokenizer.encode(book);
    const numbers = [tokens.length, STEPS].map(String);
    const starts = JSON.parse(
      run(folder, [python, STARTS, ...numbers]),
    ) as number[][][];
    const here = loadGpt2(at("tinyllm-gpt2"), backend).model;
    const losses = trainHere(here, tokens, starts);
    const theirLosses = printed
      .trim()
      .split("\n")
      .map((line) => line.split(" ").map(Number)); // step, loss
    assert.equal(theirLosses.length, STEPS / 10);
    for (const [step, loss] of theirLosses)
      assertClose(losses[step], loss, {
        tolerance: 2e-5,
        what: `loss ${step}`,
      });

    const back = loadGpt2(at("trained"), backend);
    assert.deepEqual(back.tokenizer.toJSON(), tokenizer.toJSON());
    const after = compare("trained", back.model);
    const own = here.logits(ids, [1, ids.length]).data;
    assertClose(own, after, { tolerance: 5e-5, what: "logits after training" });
    t.diagnostic(
      `two workers: loss ${losses[0].toFixed(3)} to ${losses[90].toFixed(3)}; ` +
        `logits changed by ${largest(before, after)}, and are ` +
        `${largest(own, after)} from those of one worker here`,
    );
    assert.ok(losses[90] < losses[0] - 0.3);
  },
);
