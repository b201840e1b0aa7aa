import assert from "node:assert/strict";
import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { look, make } from "./packages.cjs";
import { temporaryFolder } from "../../testing/temporary-folder";

function lock(version: string): string {
  const optional = { version: "1.0.0", optional: true };
  const packages = {
    "": { name: "course" },
    "node_modules/only-on-mars": { ...optional, os: ["mars"] },
    "node_modules/tslab": { version },
    "node_modules/refused": optional,
  };
  return JSON.stringify({ name: "course", lockfileVersion: 3, packages });
}

function installed(t: TestContext): string {
  return temporaryFolder(t, {
    "package.json": '{ "name": "course" }',
    "package-lock.json": lock("1.0.22"),
    "node_modules/.package-lock.json": JSON.stringify({
      packages: { "node_modules/tslab": { version: "1.0.22" } },
    }),
    "node_modules/tslab/package.json": "{}",
  });
}

test("packages are ready if npm's record agrees with package-lock.json, optional ones aside", (t) => {
  assert.equal(look(installed(t)), undefined);
});

test("an optional package that is new in package-lock.json is tried once", (t) => {
  const root = installed(t);
  utimesSync(join(root, "node_modules/.package-lock.json"), 1, 1);
  assert.equal(
    look(root)?.cause,
    "node_modules/refused is not installed; package-lock.json requires 1.0.0.",
  );
});

test("a missing node_modules is reported with the command that makes it", (t) => {
  const root = installed(t);
  rmSync(join(root, "node_modules"), { recursive: true });
  assert.deepEqual(look(root), {
    cause: "node_modules is missing.",
    cure: "run `npm run setup`.",
  });
});

test("an installation that stopped halfway does not pass for a finished one", (t) => {
  const root = installed(t);
  rmSync(join(root, "node_modules/.package-lock.json"));
  assert.match(look(root)?.cause ?? "", /stopped halfway/);
});

test("a deleted tslab is reported", (t) => {
  const root = installed(t);
  rmSync(join(root, "node_modules/tslab"), { recursive: true });
  assert.equal(look(root)?.cause, "node_modules/tslab has been deleted.");
});

test("a newer package-lock.json needs a new installation", (t) => {
  const root = installed(t);
  writeFileSync(join(root, "package-lock.json"), lock("1.1.0"));
  assert.equal(
    look(root)?.cause,
    "node_modules/tslab is 1.0.22; package-lock.json requires 1.1.0.",
  );
});

test("if the registry cannot be reached, the cause is the network, not npm", async (t) => {
  const root = installed(t);
  const manifest = { name: "course", dependencies: { tslab: "1.0.22" } };
  const nowhere = "http://127.0.0.1:9/tslab.tgz";
  const packages = {
    "": manifest,
    "node_modules/tslab": { version: "1.0.22", resolved: nowhere },
  };
  writeFileSync(join(root, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(root, "package-lock.json"),
    JSON.stringify({ ...manifest, lockfileVersion: 3, packages }),
  );
  const trouble = await make(root);
  assert.match(trouble?.cause ?? "", /registry could not be reached/);
  assert.match(trouble?.cure ?? "", /HTTPS_PROXY.*setup\.log/);
});
