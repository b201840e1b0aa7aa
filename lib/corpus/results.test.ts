import assert from "node:assert/strict";
import { test } from "node:test";

import { loadResults, storedResults } from "./results";

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

test("an unknown name is rejected, with the known ones", () => {
  assert.throws(
    () => loadResults("../corpora"),
    /loadResults: name must be one of .*"smoke".*; got "\.\.\/corpora".*`npm run results` lists/,
  );
  assert.throws(() => loadResults(7 as never), /got 7/);
});
