import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BPETokenizer } from "../../core";
import { loadCorpus } from "../../corpus";
import { type Contestant, startContestant } from "./contestants";
import {
  type Limits,
  median,
  type Part,
  repeat,
  type Series,
  spreadText,
} from "./series";
import { table } from "./table";

/** Options of {@link tokenizerTable}. */
export interface TokenizerPlan {
  /**
   * number of characters of the text
   * @defaultValue all of it
   */
  characters?: number;
  vocabSize: number;
  limits: Limits;
  /** a Python with `tokenizers`, to measure that too */
  python?: string;
}

interface Times {
  name: string;
  train: Series;
  encode: Series;
  tokens: number;
}

function timesOf(name: string): Times {
  const series = (what: string): Series => ({
    part: "tokenizer",
    name: `${name}, ${what}`,
    unit: "ms",
    samples: [],
  });
  return { name, train: series("train"), encode: series("encode"), tokens: 0 };
}

const SCRIPT = join(__dirname, "../../../tools/bench/peers/bpe.py");

const DIFFERENCE =
  "tokenizers splits words with GPT-2's pattern, which is built in, so its " +
  "number of tokens differs.";

/**
 * Measures training and encoding on Moby Dick, in turn with Hugging Face's
 * tokenizers if a Python has them. Each uses one thread and starts with an
 * empty cache.
 *
 * @param plan how much text, how often, and against which peer
 */
export async function measureTokenizer(plan: TokenizerPlan): Promise<Part> {
  const documents = loadCorpus("moby-dick").documents;
  const all = documents.map((document) => document.text).join("\n");
  const text = all.slice(0, plan.characters);
  const megabytes = Buffer.byteLength(text) / 1e6;
  const folder = mkdtempSync(join(tmpdir(), "tinyllm-bench-"));
  const peer =
    plan.python === undefined
      ? undefined
      : startContestant("tokenizers", [plan.python, SCRIPT]);
  try {
    const file = join(folder, "text.txt");
    writeFileSync(file, text);
    await peer?.ask({ do: "setup", file });
    const ours = timesOf("BPETokenizer");
    const theirs = timesOf("tokenizers");
    const shown = peer ? [ours, theirs] : [ours];
    const series = shown.flatMap(({ train, encode }) => [train, encode]);
    await repeat(series, plan.limits, async () => {
      measureOurs(text, plan.vocabSize, ours);
      if (peer) await measurePeer(peer, plan.vocabSize, theirs);
    });
    return { series, text: timesTable(shown, megabytes) };
  } finally {
    peer?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureOurs(text: string, vocabSize: number, times: Times): void {
  const start = performance.now();
  const trained = BPETokenizer.train(text, { vocabSize });
  times.train.samples.push(performance.now() - start);
  const fresh = new BPETokenizer(trained.merges); // its cache is empty
  const begin = performance.now();
  times.tokens = fresh.encode(text).length;
  times.encode.samples.push(performance.now() - begin);
}

async function measurePeer(
  peer: Contestant,
  vocabSize: number,
  times: Times,
): Promise<void> {
  const train = await peer.ask<{ ms: number }>({ do: "train", vocabSize });
  times.train.samples.push(train.ms);
  const answer = await peer.ask<{ ms: number; tokens: number }>({
    do: "encode",
  });
  times.encode.samples.push(answer.ms);
  times.tokens = answer.tokens;
}

function timesTable(shown: readonly Times[], megabytes: number): string {
  const [trainOurs, encodeOurs] = [shown[0].train, shown[0].encode].map(
    ({ samples }) => median(samples),
  );
  const rows = shown.map(({ name, train, encode, tokens }) => {
    const both = [train.samples, encode.samples];
    const [trainMs, encodeMs] = both.map(median);
    return [
      name,
      trainMs.toFixed(0),
      `${(trainMs / trainOurs).toFixed(2)} x`,
      (megabytes / (encodeMs / 1000)).toFixed(1),
      `${(encodeMs / encodeOurs).toFixed(2)} x`,
      spreadText(...both),
      String(tokens),
    ];
  });
  const header = ["byte-pair encoding", "train ms", "ours is", "encode MB/s"];
  const result = table([...header, "ours is", "spread", "tokens"], rows);
  return shown.length === 1 ? result : `${result}\n\n${DIFFERENCE}`;
}
