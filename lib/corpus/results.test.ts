import assert from "node:assert/strict";
import { test } from "node:test";

import { loadModel, loadTokenizer } from "../files";
import { loadCorpus } from "./load";
import { loadResults, resultModel, storedResults } from "./results";
import { tinyTalesEntropy } from "./tiny-tales";

test("every stored result can be read, and says how it was made", () => {
  for (const name of storedResults()) {
    const results = loadResults(name);
    assert.equal(results.name, name);
    assert.ok(results.command.startsWith(`npm run results -- ${name}`));
    assert.ok(results.seconds > 0 && results.machine.cores > 0);
    for (const { curve, final, settings } of results.runs)
      for (const value of [...curve, final].flatMap(Object.values<number>))
        assert.ok(Number.isFinite(value), JSON.stringify(settings));
  }
});

test("a stored model has the sizes that its results state, and a tokenizer", () => {
  const path = resultModel("tales");
  const { settings } = loadResults("tales").runs[0];
  const { config, parameters } = loadModel(path);
  for (const [name, value] of Object.entries(config))
    assert.equal(settings[name], value, name);
  assert.equal(settings.parameters, parameters.values.data.length);
  assert.equal(loadTokenizer(path).vocabSize, config.vocabSize);
});

test("an unknown name is rejected, with the known ones", () => {
  assert.throws(
    () => loadResults("../corpora"),
    /loadResults: name must be one of .*"smoke".*; got "\.\.\/corpora".*`npm run results` lists/,
  );
  assert.throws(() => loadResults(7 as never), /got 7/);
  assert.throws(
    () => resultModel("smoke"),
    /resultModel: name must be one of "tales"; got "smoke"/,
  );
});

test("the scaling runs read the stories that today's grammar tells", () => {
  const { natsPerStory, bytesPerStory } = tinyTalesEntropy("tiny-tales");
  const hint = "run `npm run results -- scaling`, then chapter 17";
  for (const { settings } of loadResults("scaling").runs) {
    assert.equal(settings.natsPerStory, natsPerStory, hint);
    assert.equal(settings.bytesPerStory, bytesPerStory, hint);
  }
});

test("the storyteller was tested on stories that today's grammar tells", () => {
  const [, { final, settings }] = loadResults("tales").runs;
  const stories = Number(settings.heldOut);
  const { documents } = loadCorpus({ name: "tiny-tales", stories, seed: 1 });
  const tokenizer = loadTokenizer(resultModel("tales"));
  const ids = tokenizer.encodeDocuments(documents.map(({ text }) => text));
  assert.equal(
    final["tokens per story"],
    ids.length / stories,
    "run `npm run results -- tales`, then chapter 16",
  );
});
