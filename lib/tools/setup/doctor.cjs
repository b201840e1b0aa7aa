"use strict";
// `npm run doctor`: checks every part and reports what is wrong and how to fix
// it. It changes nothing, and runs before anything is installed.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const { createServer } = require("node:net");
const { tmpdir } = require("node:os");
const { delimiter, join } = require("node:path");
const { lookForBlas } = require("./blas.cjs");
const kernel = require("./kernel.cjs");
const library = require("./library.cjs");
const packages = require("./packages.cjs");
const { lookAtNode } = require("./node-versions.cjs");
const { courseFolder, coursePython } = require("./course-files.cjs");
const python = require("./python.cjs");
const { describeTrouble, explain } = require("./failures.cjs");
const { cleanEnvironment } = require("./run-logged.cjs");

/** @typedef {import("./failures.cjs").Trouble} Trouble */

/**
 * @typedef {object} Finding the result for one part
 * @property {string} title the part, and its version or path if it is ready
 * @property {Trouble} [trouble] what is wrong
 * @property {boolean} [harmless] whether the course still runs
 */

/** @param {string} root @returns {Finding} */
function lookAtFolder(root) {
  const title = `write permission in ${root}`;
  const places = [".", "node_modules", "lib", "lib/dist", ".venv", "notebooks"];
  for (const place of places.map((name) => join(root, name))) {
    if (!fs.existsSync(place)) continue;
    const probe = join(place, `.probe-${process.pid}`);
    try {
      fs.writeFileSync(probe, "");
      fs.rmSync(probe);
    } catch (error) {
      const { cause, cure } = explain(String(error), "writing");
      return { title, trouble: { cause: `${place}: ${cause}`, cure } };
    }
  }
  return { title };
}

/** @param {string} root @returns {Finding} */
function lookAtBinary(root) {
  const title = "tslab loads";
  const code = "require('zeromq'); require('tslab')";
  const run = spawnSync(process.execPath, ["-e", code], {
    cwd: root,
    encoding: "utf8",
  });
  if (run.status === 0) return { title };
  const said = /^\w*Error: .*$/m.exec(run.stderr)?.[0];
  const cause = `tslab does not load: ${said ?? "no reason given"}`;
  const cure = "delete the folder node_modules and run `npm run setup`.";
  return { title, trouble: { cause, cure } };
}

/** @returns {Finding} */
function lookAtBasePython() {
  const found = python.findPython();
  const title = found.python ? python.describe(found.python) : "Python";
  return { title, trouble: found.trouble };
}

/** @param {string} root @returns {Finding} */
function lookAtAnswer(root) {
  const title = "the kernel answers";
  const run = spawnSync(
    coursePython(root),
    [join(root, "lib/tools/setup/ask-kernel.py")],
    {
      cwd: root,
      encoding: "utf8",
      env: kernel.jupyterEnvironment(root),
    },
  );
  /** @type {{folder?: string, said?: string, seconds?: number, problem?: string}} */
  let answer = {};
  try {
    answer = JSON.parse(run.stdout);
  } catch {
    answer.problem = String(run.error ?? run.stderr);
  }
  if (answer.said === "42") {
    return { title: `${title} (in ${answer.seconds} s)` };
  }
  const wrong = answer.folder && kernel.lookAtSpec(root, answer.folder);
  if (wrong) return { title, trouble: wrong };
  const cause =
    answer.problem ?? `asked for 20 + 22, it said ${JSON.stringify(answer)}.`;
  const cure = "delete node_modules and .venv, then run `npm run setup`.";
  return { title, trouble: { cause, cure } };
}

/** @param {string} root @returns {Finding} */
function lookForOthers(root) {
  const title = "no other Jupyter comes first";
  const names = ["jupyter", "jupyter.exe"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const other = folders
    .filter((folder) => folder !== "" && !folder.startsWith(root))
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => fs.existsSync(path));
  if (!other) return { title };
  const run = spawnSync(other, ["kernelspec", "list", "--json"], {
    encoding: "utf8",
    env: cleanEnvironment(),
  });
  if (run.status === 0 && run.stdout.includes(root)) return { title };
  const cause = `there is another Jupyter, ${other}; it does not have this course's kernel.`;
  const cure =
    "start JupyterLab with `npm start`, which uses the course's own.";
  return { title: "another Jupyter", trouble: { cause, cure }, harmless: true };
}

/**
 * Checks whether a program already listens on a port.
 * @param {number} port a number from 1 to 65535
 * @returns {Promise<string | undefined>} the error's code, if it is not free
 */
function portTrouble(port) {
  return new Promise((accept) => {
    const server = createServer();
    server.on("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      accept(error.code ?? error.message),
    );
    server.listen(port, "127.0.0.1", () => {
      server.close(() => accept(undefined));
    });
  });
}

/** @returns {Promise<Finding>} */
async function lookAtPort(first = 8888, tries = 50) {
  const code = await portTrouble(first);
  if (!code) return { title: `port ${first} is free` };
  const title = `port ${first}`;
  for (let port = first + 1; port <= first + tries; port++) {
    if (await portTrouble(port)) continue;
    const cause = `another program listens there (${code}).`;
    const cure = `none needed: \`npm start\` uses a free port, such as ${port}, and prints its address.`;
    return { title, trouble: { cause, cure }, harmless: true };
  }
  const cause = `no port from ${first} to ${first + tries} can be used (${code}).`;
  const cure = "choose another one: `npm start -- --port 9100`.";
  return { title, trouble: { cause, cure } };
}

/** @param {string} root @returns {Finding} */
function lookAtNpmRegistry(root) {
  const title = "npm reaches its registry";
  const view = "npm view tslab version --loglevel=error --fetch-retries=0";
  const run = spawnSync(view, {
    cwd: root,
    shell: true,
    encoding: "utf8",
    timeout: 60_000,
  });
  if (run.status === 0) return { title };
  const said = `${run.stdout}${run.stderr}`;
  return { title, trouble: explain(said, "npm") };
}

/** @param {string} root @returns {Finding} */
function lookAtPythonIndex(root) {
  const title = "pip reaches its index";
  const base = python.findPython().python;
  const line = base?.line ?? [coursePython(root)];
  const target = fs.mkdtempSync(join(tmpdir(), "tinyllm-pip-"));
  const options = "--no-deps --no-cache-dir --retries 1 --timeout 8 -q -d";
  const args = ["-m", "pip", "download", ...options.split(" "), target, "comm"];
  const run = spawnSync(line[0], [...line.slice(1), ...args], {
    encoding: "utf8",
    env: cleanEnvironment(),
    timeout: 60_000,
  });
  fs.rmSync(target, { recursive: true, force: true });
  if (run.status === 0) return { title };
  const said = String(run.error ?? run.stderr);
  if (run.error || /No module named pip/.test(said)) {
    return { title: `${title}: not checked, because .venv is missing` };
  }
  return { title, trouble: explain(said, "pip") };
}

/**
 * Checks every part whose prerequisites are ready.
 * @param {string} root the folder of the course
 * @returns {AsyncGenerator<Finding>} one finding per part
 */
async function* examine(root) {
  yield lookAtNode();
  yield lookAtFolder(root);
  const noPackages = packages.look(root);
  yield { title: packages.title, trouble: noPackages };
  if (!noPackages) yield lookAtBinary(root);
  yield { title: library.title, trouble: library.look(root) };
  if (!process.env.TINYLLM_PYTHON) yield lookAtBasePython();
  const noPython = python.look(root);
  yield { title: python.title, trouble: noPython };
  const noKernel = kernel.look(root);
  yield { title: kernel.title, trouble: noKernel };
  if (!noPackages && !noPython && !noKernel) {
    yield lookAtAnswer(root);
    yield lookForBlas(root);
  }
  yield lookForOthers(root);
  yield await lookAtPort();
  if (noPackages) yield lookAtNpmRegistry(root);
  if (noPython) yield lookAtPythonIndex(root);
}

/**
 * Prints a line for every part that is ready, and cause and cure for the others.
 * @param {string} [root] the folder of the course
 * @returns {Promise<number>} 1 if a check failed, or else 0
 */
async function doctor(root = courseFolder()) {
  let failed = 0;
  for await (const { title, trouble, harmless } of examine(root)) {
    if (!trouble) {
      console.log(`ok      ${title}`);
      continue;
    }
    const text = describeTrouble(title, trouble);
    console.log(harmless ? text.replace(/^FAILED/, "note  ") : text);
    if (!harmless) failed++;
  }
  console.log(
    failed === 0
      ? "\nEverything is ready: npm start"
      : `\n${failed} check${failed === 1 ? "" : "s"} failed. Start with the first: it may cause the others.`,
  );
  return failed === 0 ? 0 : 1;
}

module.exports = { doctor, examine, lookAtPort };
