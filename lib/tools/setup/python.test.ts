import assert from "node:assert/strict";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { courseFolder, pythonIn } from "./course-files.cjs";
import { askPython, findPython, look, make } from "./python.cjs";
import { temporaryFolder } from "../../testing/temporary-folder";

const windows = process.platform === "win32";

/** The fake Pythons are shell scripts. */
const needsShell = { skip: windows && "Windows runs no shell scripts" };

/** A program that answers as a Python of some version would. */
function fakePython(folder: string, version: number[], modules: string[]) {
  const path = join(folder, `python${version.join(".")}`);
  const answer = { version, executable: path, prefix: folder, modules };
  writeFileSync(path, `#!/bin/sh\necho '${JSON.stringify(answer)}'\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A course folder with the files that define the Python environment. */
function course(t: TestContext): string {
  const root = temporaryFolder(t, { "package-lock.json": "{}" });
  const tools = join(root, "lib/tools/setup");
  mkdirSync(tools, { recursive: true });
  for (const name of [
    "requirements.txt",
    "constraints.txt",
    "jupyterlab-settings.json",
    "jupyterlab-page.json",
    "jupyter_server_config.py",
    "nbgrader_config.py",
  ])
    cpSync(join(courseFolder(), "lib/tools/setup", name), join(tools, name));
  return root;
}

function set(t: TestContext, name: string, value: string | undefined): void {
  const before = process.env[name];
  const put = (text: string | undefined): void => {
    if (text === undefined) delete process.env[name];
    else process.env[name] = text;
  };
  put(value);
  t.after(() => put(before));
}

test(
  "a Python that is too old, or none at all, is reported with the cure",
  needsShell,
  (t) => {
    const folder = temporaryFolder(t);
    const old = fakePython(folder, [3, 9, 2], ["venv", "ensurepip"]);
    const found = findPython([["no-such-python"], [old]]);
    assert.match(found.trouble?.cause ?? "", /needs Python 3\.10.*3\.9\.2/);
    const none = findPython([["no-such-python"]]);
    assert.match(none.trouble?.cause ?? "", /no Python was found/);
    assert.match(none.trouble?.cure ?? "", /install/);
  },
);

test(
  "a Python without the module ensurepip is skipped, and reported if it is the only one",
  needsShell,
  (t) => {
    const folder = temporaryFolder(t);
    const bare = fakePython(folder, [3, 11, 2], ["venv"]);
    const whole = fakePython(folder, [3, 12, 1], ["venv", "ensurepip"]);
    assert.equal(findPython([[bare], [whole]]).python?.executable, whole);
    const { trouble } = findPython([[bare]]);
    assert.match(trouble?.cause ?? "", /3\.11\.2.*no module ensurepip/);
    assert.match(trouble?.cure ?? "", /install.*npm run setup/);
  },
);

test("a real Python says what it is and which modules it has", () => {
  const { python } = findPython();
  assert.ok(python, "there is a Python on this machine");
  const asked = askPython(python.line, ["json", "no_such_module"]);
  assert.deepEqual(asked?.modules, ["json"]);
  assert.ok(asked.version[0] === 3 && asked.version[1] >= 10);
});

test(
  "a TINYLLM_PYTHON without JupyterLab is rejected with what it lacks",
  needsShell,
  (t) => {
    const root = course(t);
    const bare = fakePython(root, [3, 12, 0], ["plotly"]);
    set(t, "TINYLLM_PYTHON", bare);
    assert.match(
      look(root)?.cause ?? "",
      /lacks jupyterlab, nbclient, nbgrader/,
    );
    set(t, "TINYLLM_PYTHON", join(root, "nothing"));
    assert.match(look(root)?.cause ?? "", /does not run/);
  },
);

test(
  "every way in which .venv can be broken is noticed and reported",
  needsShell,
  (t) => {
    set(t, "TINYLLM_PYTHON", undefined);
    const root = course(t);
    const folder = join(root, ".venv");
    assert.equal(look(root)?.cause, ".venv is missing.");

    mkdirSync(join(folder, "bin"), { recursive: true });
    assert.match(look(root)?.cause ?? "", /stopped halfway/);

    const all = ["jupyterlab", "plotly", "nbclient", "nbgrader"];
    const answers = fakePython(folder, [3, 12, 1], all);
    renameSync(answers, pythonIn(folder));
    const stamp = (fields: object): void =>
      writeFileSync(join(folder, "course.json"), JSON.stringify(fields));
    stamp({ folder: "/elsewhere", python: "3.12" });
    assert.match(look(root)?.cause ?? "", /made in \/elsewhere and moved/);
    stamp({ folder: root, python: "3.11" });
    assert.match(look(root)?.cause ?? "", /Python 3\.11, which is now 3\.12/);
    stamp({ folder: root, python: "3.12", requirements: "old" });
    assert.match(look(root)?.cause ?? "", /requirements\.txt has changed/);

    rmSync(pythonIn(folder));
    symlinkSync(join(root, "removed-python"), pythonIn(folder));
    assert.match(look(root)?.cause ?? "", /no longer runs/);
  },
);

test("if the index cannot be reached, the cause is the network, and .venv is not ready", async (t) => {
  set(t, "TINYLLM_PYTHON", undefined);
  set(t, "PIP_INDEX_URL", "http://127.0.0.1:9/simple");
  set(t, "PIP_EXTRA_INDEX_URL", undefined);
  set(t, "PIP_FIND_LINKS", undefined);
  set(t, "PIP_RETRIES", "1");
  set(t, "PIP_CONFIG_FILE", windows ? "nul" : "/dev/null");
  const root = course(t);
  const others = temporaryFolder(t, { "pyvenv.cfg": "of another course" });
  symlinkSync(others, join(root, ".venv"), "junction");
  assert.match(
    (await make(root))?.cause ?? "",
    /registry could not be reached/,
  );
  assert.match(look(root)?.cause ?? "", /stopped halfway/);
  const kept = readFileSync(join(others, "pyvenv.cfg"), "utf8");
  assert.equal(kept, "of another course", "a link is not followed");
});

test("the path of an environment's Python depends on the system", () => {
  assert.match(pythonIn("x", "linux"), /^x.bin.python$/);
  assert.match(pythonIn("x", "win32"), /^x.Scripts.python\.exe$/);
});

test("a hub's image gets the same versions as a local set-up", () => {
  const pins = (document: string): string[] => {
    const text = readFileSync(join(courseFolder(), document), "utf8");
    return [...text.matchAll(/^[\s-]*([\w-]+==[\d.]+)/gm)].map((m) => m[1]);
  };
  const home = [
    ...pins("lib/tools/setup/requirements.txt"),
    ...pins("lib/testing/hub/requirements.txt"),
  ];
  const hub = pins(".binder/environment.yml");
  assert.ok(hub.length >= 6);
  for (const pin of hub)
    assert.ok(home.includes(pin), `${pin} is in no requirements.txt`);
});
