import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Script } from "node:vm";

import * as ts from "typescript";

import { createRandom } from "../../core/base/random";
import { referenceBackend } from "../../core/model/backend";
import { TinyLLM } from "../../core/model/tinyllm";
import { clipGradNorm } from "../../core/training/clip";
import { Adam } from "../../core/training/optimizers";
import { loadCorpus } from "../../corpus";
import { codeLines } from "../check/size";
import { findNotebooks } from "./find";
import { joinLines, readNotebook } from "./format";

/** What a test reads of the page. */
interface Page {
  V: number;
  ids: number[];
  values: Float64Array;
  gradients: Float64Array;
  lossAndGradients(start: number): number;
  update(step: number, rate: number): void;
  train(steps: number): Iterator<{ step: number; loss: number }>;
  write(prompt: string, temperature?: number): Iterator<string>;
}

const NAMES =
  "V, ids, values, gradients, lossAndGradients, update, train, write";

/** `const [T, B, C, HS, LAYERS] = [32, 4, 48, 12, 1];` */
const SIZES = /(\[T, B, C, HS, LAYERS\] = )(\[[\d, ]+\])/;

const cells = readNotebook(findNotebooks(["18"])[0])
  .cells.map(({ source }) => joinLines(source))
  .filter((source) => source.startsWith("// One page, "));
const source = cells.join("\n");

/** Runs the page with a text; `sizes` replace those that it says. */
function openPage(text: string, sizes: readonly number[]): Page {
  const resized = source.replace(SIZES, `$1${JSON.stringify(sizes)}`);
  const { outputText } = ts.transpileModule(resized, {
    compilerOptions: { target: ts.ScriptTarget.ES2020 },
  });
  const code = `(text, random) => {\n${outputText}\nreturn { ${NAMES} };\n}`;
  const open = new Script(code).runInThisContext() as (
    text: string,
    random: () => number,
  ) => Page;
  return open(text, createRandom(1));
}

/** |x - y| / |y| */
function distance(x: ArrayLike<number>, y: ArrayLike<number>): number {
  assert.equal(x.length, y.length);
  const list = Array.from(y);
  const norm = (values: number[]): number => Math.hypot(...values);
  return norm(list.map((value, i) => value - x[i])) / norm(list);
}

test("the page has ten cells, at most 200 lines of code, and no import", () => {
  assert.equal(cells.length, 10);
  const parsed = ts.createSourceFile("page.ts", source, ts.ScriptTarget.ES2022);
  const lines = codeLines(parsed).size;
  assert.ok(lines <= 200, `${lines} lines`);
  assert.ok(!parsed.statements.some(ts.isImportDeclaration));
});

const tales = loadCorpus({ name: "tiny-tales", stories: 60, seed: 3 });
const text = tales.documents.map((tale) => tale.text).join("\n");
const written = JSON.parse(SIZES.exec(source)?.[2] ?? "[]") as number[];

for (const sizes of [written, [8, 2, 12, 4, 3]]) {
  const [length, batchSize, dModel, headSize, nLayers] = sizes;

  test(`with sizes ${sizes.join(", ")} the page equals TinyLLM: start, loss, gradients, step`, () => {
    const page = openPage(text, sizes);
    const model = new TinyLLM(
      {
        vocabSize: page.V,
        dModel,
        nHeads: dModel / headSize,
        nLayers,
        dFf: 4 * dModel,
        maxSeqLen: length,
        dropout: 0,
      },
      referenceBackend(64),
    );
    const { values, gradients, list } = model.parameters;
    assert.deepEqual(page.values, values.data);
    // a step away from the start, where the biases and gains are not 0 and 1
    values.data.forEach((value, i) => {
      values.data[i] = value + 0.1 * Math.sin(1.7 * i);
    });
    page.values.set(values.data);

    const starts = Array.from({ length: batchSize }, (_, b) => 3 + 17 * b);
    const tokens = (shift: number): Int32Array =>
      Int32Array.from(
        starts.flatMap((start) =>
          page.ids.slice(start + shift, start + shift + length),
        ),
      );
    const [inputs, targets] = [tokens(0), tokens(1)];
    const theirs = model.lossAndGradients({
      inputs,
      targets,
      batchSize,
      length,
    });
    const ours = starts.reduce((sum, s) => sum + page.lossAndGradients(s), 0);
    assert.ok(Math.abs(ours / theirs - 1) < 1e-9, `${ours} and ${theirs}`);
    let at = 0;
    for (const { name, gradients: wanted } of list) {
      const size = wanted.data.length;
      const given = page.gradients.subarray(at, at + size);
      const error = distance(given, wanted.data);
      assert.ok(error < 1e-9, `${name}: ${error}`);
      at += size;
    }
    assert.equal(at, gradients.data.length);

    clipGradNorm(model.parameters, 1);
    new Adam(model.parameters).update(0.01);
    page.update(1, 0.01);
    assert.ok(distance(page.values, values.data) < 1e-9);
  });
}

test("the page learns, and writes words of its text", () => {
  const page = openPage(text, [8, 2, 12, 4, 1]);
  const steps = page.train(40);
  const losses = Array.from({ length: 40 }, () => {
    const { value } = steps.next() as { value: { loss: number } };
    return value.loss;
  });
  const mean = (some: number[]): number =>
    some.reduce((sum, loss) => sum + loss, 0) / some.length;
  assert.ok(mean(losses.slice(-5)) < mean(losses.slice(0, 5)) - 0.3);
  const words = page.write("\n");
  for (let n = 0; n < 20; n++) {
    const word = words.next().value as string | undefined;
    assert.ok(word !== undefined && text.includes(word), word);
  }
});

test("with the lines that the chapter gives, the page is a program", () => {
  const closing = readNotebook(findNotebooks(["18"])[0])
    .cells.map((cell) => joinLines(cell.source))
    .join("\n");
  const [above, below] = [...closing.matchAll(/^```ts\n([^]*?)^```/gm)].map(
    ([, lines]) => lines,
  );
  const short = below.replace("train(1200)", "train(3)").replace("100", "1");
  const written = [above, source.replace(SIZES, "$1[8, 2, 12, 4, 1]"), short];
  const { outputText } = ts.transpileModule(written.join("\n"), {
    compilerOptions: { target: ts.ScriptTarget.ES2020 },
  });
  const folder = mkdtempSync(join(tmpdir(), "one-page-"));
  try {
    writeFileSync(join(folder, "my-text.txt"), text);
    writeFileSync(join(folder, "page.cjs"), outputText);
    const output = execFileSync(process.execPath, ["page.cjs"], {
      cwd: folder,
      encoding: "utf8",
    });
    assert.match(output, /^1 \d\.\d\d\n2 \d\.\d\d\n3 \d\.\d\d\n\s*\S/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
