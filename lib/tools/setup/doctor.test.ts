import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { lookForBlas } from "./blas.cjs";
import { lookAtPort } from "./doctor.cjs";
import { lookAtNode } from "./node-versions.cjs";
import { courseFolder } from "./course-files.cjs";
import { temporaryFolder } from "../../testing/temporary-folder";

/** A clone in which nothing is set up yet. */
function freshClone(t: TestContext): string {
  const root = temporaryFolder(t);
  for (const path of ["package.json", "package-lock.json", "lib/tools"])
    cpSync(join(courseFolder(), path), join(root, path), { recursive: true });
  mkdirSync(join(root, "notebooks"));
  return root;
}

function doctor(root: string, env: NodeJS.ProcessEnv, uid?: number): string {
  const entry = join(root, "lib", "tools", "setup", "bootstrap.cjs");
  const { stdout, status } = spawnSync(process.execPath, [entry, "doctor"], {
    encoding: "utf8",
    env: { ...process.env, TINYLLM_PYTHON: "", ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  assert.equal(status, 1, "something is missing, so the exit code says so");
  return stdout;
}

const OFFLINE = {
  npm_config_registry: "http://127.0.0.1:9/",
  npm_config_cache: "/nowhere/to/be/found",
  PIP_INDEX_URL: "http://127.0.0.1:9/simple",
  PIP_FIND_LINKS: "",
  PIP_EXTRA_INDEX_URL: "",
  PIP_CONFIG_FILE: process.platform === "win32" ? "nul" : "/dev/null",
};

test("on a fresh clone without a network the doctor names each missing part, and the network", (t) => {
  const said = doctor(freshClone(t), OFFLINE);
  assert.match(said, /^(ok|note) +Node \d+/m);
  assert.match(said, /^FAILED {2}npm packages\n +cause: node_modules is miss/m);
  assert.match(said, /^FAILED {2}library .*\n +cause: lib\/dist is missing/m);
  assert.match(said, /^FAILED {2}Python env.*\n +cause: \.venv is missing/m);
  assert.match(
    said,
    /^FAILED {2}TypeScript kernel\n +cause: there is no kern/m,
  );
  assert.match(said, /^FAILED {2}npm reaches.*\n +cause: .*not be reached/m);
  assert.match(said, /^FAILED {2}pip reaches.*\n +cause: .*not be reached/m);
  assert.match(said, /cure: {2}run `npm run setup`/);
});

test("a Node that is not maintained or not tested gets a note and is not rejected", () => {
  for (const version of ["22.13.0", "24.0.0", "26.10.0"])
    assert.equal(lookAtNode(version).trouble, undefined, version);
  const old = lookAtNode("20.20.2");
  assert.match(old.trouble?.cause ?? "", /no security fixes since April 2026/);
  for (const version of ["22.12.0", "23.1.0", "27.0.0"])
    assert.match(lookAtNode(version).trouble?.cause ?? "", /22\.13.*24 and 26/);
  assert.ok(old.harmless);
});

test("a missing BLAS gets a note, and is not an error", (t) => {
  const root = temporaryFolder(t, {
    "lib/dist/fast/blas.js": `exports.findBlas = () => {
      throw new Error("None loads.");
    };`,
  });
  const { title, trouble, harmless } = lookForBlas(root);
  assert.equal(title, "BLAS");
  assert.equal(trouble?.cause, "None loads.");
  assert.ok(harmless);
});

test("a folder without write permission is reported", (t) => {
  const root = freshClone(t);
  // Root may write anywhere, so root runs it as another user.
  const uid = process.getuid?.() === 0 ? 65534 : undefined;
  chmodSync(root, 0o555);
  const said = doctor(root, OFFLINE, uid);
  chmodSync(root, 0o755);
  assert.match(said, /^FAILED {2}write permission/m);
  assert.match(said, /cause: .*no permission to write into this folder/);
  assert.match(said, /cure: .*chown/);
});

test("another Jupyter on the PATH gets a note that says how to start the right one", (t) => {
  const root = freshClone(t);
  const folder = temporaryFolder(t);
  const other = join(folder, "jupyter");
  writeFileSync(other, "#!/bin/sh\necho '{\"kernelspecs\": {}}'\n");
  chmodSync(other, 0o755);
  const path = `${folder}:${process.env.PATH ?? ""}`;
  const said = doctor(root, { ...OFFLINE, PATH: path });
  assert.match(said, /^note {4}another Jupyter/m);
  assert.ok(said.includes(`${other}; it does not have this course's kernel`));
});

test("a port that is taken gets a note with the next free one, and fails if none is left", async (t) => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const noted = await lookAtPort(port);
  assert.ok(noted.harmless);
  assert.match(noted.trouble?.cause ?? "", /EADDRINUSE/);
  assert.match(noted.trouble?.cure ?? "", /uses a free port, such as \d+/);
  const failed = await lookAtPort(port, 0);
  assert.ok(!failed.harmless);
  assert.match(failed.trouble?.cure ?? "", /npm start -- --port/);
});
