import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { createRandom } from "../../core/base/random";
import { type CellRun, KernelDriver } from "../drive-kernel";

const IS_LONG = process.env.TINYLLM_PROOFS === "all";

let kernel: KernelDriver;
before(async () => {
  kernel = await KernelDriver.start();
  const { reply } = await kernel.run(`import { BPETokenizer, createRandom,
  createTrainingRun, createTrainingSequences, fastBackend, generate,
  interruptSignal, loadCorpus, TinyLLM, train, writeLive } from "tinyllm";
const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
const shape = { vocabSize: 300, dModel: 32, nLayers: 1, dFf: 64, maxSeqLen: 16 };
const backend = fastBackend({ threads: 2, memoryMB: 256 });
const probe = new TinyLLM(shape, backend);
const trained = new TinyLLM(shape, backend);
const ids = Int32Array.from({ length: 400 }, (_, i) => (i * i) % 300);
const sequences = createTrainingSequences(ids, { length: 16 });
const text = loadCorpus("moby-dick").documents[9].text;
const batch = { inputs: ids.slice(0, 64), targets: ids.slice(1, 65),
  batchSize: 4, length: 16 };
const bits = () => [probe.lossAndGradients(batch),
  ...probe.parameters.gradients.data].join();
const bitsBefore = bits();`);
  assert.equal(reply.status, "ok", reply.traceback?.join("\n"));
});
after(() => kernel.close());

function result({ messages }: CellRun): unknown {
  const shown = messages.find(({ type }) => type === "execute_result");
  return shown?.data?.["text/plain"];
}

const LONG_CELL = `const data = [${"{ a: [1, 2], b: 'x' }, ".repeat(300)}];`;

test("a Stop within 0.08 s after Run is not lost", async (t) => {
  const cells = [
    "for (;;);",
    `${LONG_CELL} for (;;);`,
    'for (;;) console.log("line");',
    "await pause(30_000);",
    "for (;;) await pause(5);",
  ];
  const count = IS_LONG ? 200 : 10;
  const random = createRandom(1);
  for (let i = 0; i < count; i++) {
    const when = ["busy", "execute_input"][i & 1];
    const wait = random() * 0.08;
    const code = `${cells[i % cells.length]} // ${i}`;
    const { reply } = await kernel.run(code, { when, wait });
    assert.equal(
      reply.ename,
      "Interrupted",
      `${code}, ${wait} s after ${when}`,
    );
    assert.equal(result(await kernel.run("6 * 7")), "42");
  }
  t.diagnostic(`${count} Stops, 0 lost`);
});

// Native code may swallow a Stop while it sends what a cell prints: about 1 in
// 400 on Node 20.
test("a Stop while a cell prints is not lost", async (t) => {
  const count = IS_LONG ? 2000 : 50;
  const random = createRandom(3);
  for (let i = 0; i < count; i++) {
    const wait = random() * 0.01;
    const { reply, messages } = await kernel.run(
      `for (;;) console.log("line"); // ${i}`,
      { when: "execute_input", wait },
    );
    assert.equal(reply.ename, "Interrupted", `Stop ${i}, after ${wait} s`);
    const printed = messages.filter(({ name }) => name === "stderr");
    assert.deepEqual(printed, [], "no error is reported besides");
  }
  t.diagnostic(`${count} Stops, 0 lost`);
});

test("a Stop ends a text that is being written, and keeps what is written", async () => {
  const { reply, messages } = await kernel.run(
    `const tokenizer = BPETokenizer.train(text, { vocabSize: 300 });
await writeLive({ probe }, { tokenizer, prompt: "The whale",
  maxNewTokens: 1_000_000, topP: 1, seed: 2 });
"the end of the cell";`,
    { when: "update_display_data", wait: 1 },
  );
  assert.equal(reply.status, "ok", reply.traceback?.join("\n"));
  const drawn = messages.filter(({ type }) => type === "update_display_data");
  const texts = drawn.map(({ data }) => String(data?.["text/plain"]));
  assert.ok(texts.length > 1);
  assert.ok(texts.every((text) => text.startsWith("probe: The whale")));
  assert.match(String(drawn.at(-2)?.data?.["text/html"]), /▌/);
  assert.doesNotMatch(String(drawn.at(-1)?.data?.["text/html"]), /▌/);
  assert.ok((texts.at(-1) ?? "").length >= (texts[0] ?? "").length);
});

test("after any interrupted work the next cell computes the same bits", async (t) => {
  const cells = [
    `await train(createTrainingRun({ model: trained, sequences,
  totalSteps: 1_000_000, batchSize: 4 }), { signal: interruptSignal() });`,
    "for (;;) trained.lossAndGradients(batch);",
    'for (let i = 0; ; i++) console.log("line", i);',
    'for (;;) loadCorpus("moby-dick");',
    "for (;;) BPETokenizer.train(text, { vocabSize: 400 });",
    `for (;;) generate(trained, { prompt: [1], random: createRandom(1) });`,
    `for (;;) new TinyLLM(shape, backend);`,
    `for (const signal = interruptSignal(); ; signal.throwIfAborted()) {
  await pause(1);
  trained.lossAndGradients(batch);
}`,
  ];
  const count = IS_LONG ? 100 : 8;
  const random = createRandom(2);
  for (let i = 0; i < count; i++) {
    const code = cells[i % cells.length];
    const wait = random() * 0.5;
    const { reply } = await kernel.run(code, { when: "execute_input", wait });
    // A Stop ends a training run in order, once it has begun.
    const isDone = reply.status === "ok" && code.startsWith("await train");
    assert.ok(isDone || reply.ename === "Interrupted", code);
    const next = await kernel.run("bits() === bitsBefore");
    assert.equal(result(next), "true", `after ${i + 1}: ${code}`);
  }
  t.diagnostic(`${count} interrupts, each followed by the same bits`);
});
