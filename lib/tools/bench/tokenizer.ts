import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BPETokenizer } from "../../core";
import { loadCorpus } from "../../corpus";
import { type Contestant, startContestant } from "./contestants";
import { median, table } from "./table";

/** Options of {@link tokenizerTable}. */
export interface TokenizerPlan {
  /**
   * number of characters of the text
   * @defaultValue all of it
   */
  characters?: number;
  vocabSize: number;
  rounds: number;
  /** a Python with `tokenizers`, to measure that too */
  python?: string;
}

interface Times {
  train: number[];
  encode: number[];
  tokens: number;
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
 * @returns a table
 */
export async function tokenizerTable(plan: TokenizerPlan): Promise<string> {
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
    const ours: Times = { train: [], encode: [], tokens: 0 };
    const theirs: Times = { train: [], encode: [], tokens: 0 };
    for (let round = 0; round <= plan.rounds; round++) {
      const times = [ours, theirs];
      if (round === 0) times.fill({ train: [], encode: [], tokens: 0 });
      measureOurs(text, plan.vocabSize, times[0]);
      if (peer) await measurePeer(peer, plan.vocabSize, times[1]);
    }
    const shown: [string, Times][] = [["BPETokenizer", ours]];
    if (peer) shown.push(["tokenizers", theirs]);
    return timesTable(shown, ours, megabytes);
  } finally {
    peer?.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

function measureOurs(text: string, vocabSize: number, times: Times): void {
  const start = performance.now();
  const trained = BPETokenizer.train(text, { vocabSize });
  times.train.push(performance.now() - start);
  const fresh = new BPETokenizer(trained.merges); // its cache is empty
  const begin = performance.now();
  times.tokens = fresh.encode(text).length;
  times.encode.push(performance.now() - begin);
}

async function measurePeer(
  peer: Contestant,
  vocabSize: number,
  times: Times,
): Promise<void> {
  const train = await peer.ask<{ ms: number }>({ do: "train", vocabSize });
  times.train.push(train.ms);
  const answer = await peer.ask<{ ms: number; tokens: number }>({
    do: "encode",
  });
  times.encode.push(answer.ms);
  times.tokens = answer.tokens;
}

function timesTable(
  shown: readonly (readonly [string, Times])[],
  ours: Times,
  megabytes: number,
): string {
  const rows = shown.map(([name, { train, encode, tokens }]) => [
    name,
    median(train).toFixed(0),
    `${(median(train) / median(ours.train)).toFixed(2)} x`,
    (megabytes / (median(encode) / 1000)).toFixed(1),
    `${(median(encode) / median(ours.encode)).toFixed(2)} x`,
    String(tokens),
  ]);
  const header = ["byte-pair encoding", "train ms", "ours is", "encode MB/s"];
  const result = table([...header, "ours is", "tokens"], rows);
  return shown.length === 1 ? result : `${result}\n\n${DIFFERENCE}`;
}
