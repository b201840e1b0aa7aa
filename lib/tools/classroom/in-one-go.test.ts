import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { temporaryFolder } from "../../testing/temporary-folder";
import { inOneGo } from "./in-one-go";

test("files replace those of before once all are written, or not at all", async (t) => {
  const folder = temporaryFolder(t, {
    "grades.csv": "old",
    "mine.txt": "mine",
  });
  const path = join(folder, "grades.csv");
  let scratch = "";
  const write = (fails: boolean) =>
    inOneGo(folder, "npm run grade", (elsewhere) => {
      scratch = elsewhere;
      writeFileSync(join(elsewhere, "grades.csv"), "new");
      assert.equal(readFileSync(path, "utf8"), "old");
      return fails ? Promise.reject(new Error("no")) : Promise.resolve();
    });
  await assert.rejects(write(true), /no/);
  assert.equal(readFileSync(path, "utf8"), "old");
  assert.equal(existsSync(scratch), false);
  await write(false);
  assert.equal(readFileSync(path, "utf8"), "new");
  assert.deepEqual(readdirSync(folder).sort(), ["grades.csv", "mine.txt"]);
});

test("a run that is killed while it writes leaves the old grades", async (t) => {
  const folder = temporaryFolder(t, { "class/grades.csv": "old" });
  const code = `
    const { inOneGo } = require(${JSON.stringify(join(__dirname, "in-one-go.js"))});
    const fs = require("node:fs");
    inOneGo(process.argv[1], "npm run grade", async (elsewhere) => {
      fs.writeFileSync(elsewhere + "/grades.csv", "half");
      console.log("half");
      await new Promise((resolve) => setTimeout(resolve, 1e6));
    });`;
  const place = join(folder, "class");
  const child = spawn(process.execPath, ["-e", code, place], {
    env: { ...process.env, TMPDIR: folder }, // the test removes what is left
  });
  await once(child.stdout, "data");
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
  assert.deepEqual(readdirSync(place), ["grades.csv"]);
  assert.equal(readFileSync(join(place, "grades.csv"), "utf8"), "old");
});
