"use strict";
// Python: finding one that can make environments, and the course's own.
const { spawnSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { dirname, join } = require("node:path");
const { coursePython, pythonIn, readJson } = require("./course-files.cjs");
const { AGAIN } = require("./failures.cjs");
const { cleanEnvironment, runLogged } = require("./run-logged.cjs");

/** @typedef {import("./failures.cjs").Trouble} Trouble */

/**
 * @typedef {object} Python an interpreter that answered
 * @property {string[]} line how to start it
 * @property {number[]} version such as [3, 12, 1]
 * @property {string} executable its path
 * @property {string} prefix where its packages live
 * @property {string[]} modules those of the requested modules that it has
 */

const OLDEST = [3, 10];
/** Files of this folder and where they go, below the environment's folder. */
const SETTINGS = {
  "jupyterlab-settings.json": "share/jupyter/lab/settings/overrides.json",
  "jupyterlab-page.json": "etc/jupyter/labconfig/page_config.json",
  "jupyter_server_config.py": "etc/jupyter/jupyter_server_config.py",
  "nbgrader_config.py": "etc/jupyter/nbgrader_config.py",
};
const FILES = ["requirements.txt", "constraints.txt", ...Object.keys(SETTINGS)];
const TO_MAKE = ["venv", "ensurepip"];
const TO_RUN = ["jupyterlab", "plotly", "nbclient", "nbgrader"];

/** Any Python can run this, even Python 2. */
const QUESTION = `
import json, sys
found = []
for name in sys.argv[1:]:
    try:
        if name in ("venv", "ensurepip"):
            __import__(name)
        else:
            import importlib.util
            if importlib.util.find_spec(name) is None:
                continue
        found.append(name)
    except Exception:
        pass
print(json.dumps({"version": list(sys.version_info[:3]), "prefix": sys.prefix,
                  "executable": sys.executable, "modules": found}))
`;

/**
 * Asks a Python for its version, its paths and its modules.
 * @param {string[]} line how to start it, such as ["py", "-3"]
 * @param {string[]} modules names to look for
 * @returns {Python | undefined} its answer, or `undefined` if it does not run
 */
function askPython(line, modules) {
  const [file, ...args] = line;
  const run = spawnSync(file, [...args, "-c", QUESTION, ...modules], {
    encoding: "utf8",
    env: cleanEnvironment(),
    timeout: 30_000,
  });
  if (run.status !== 0) return undefined;
  try {
    return { line, ...JSON.parse(run.stdout) };
  } catch {
    return undefined;
  }
}

/** @param {Python} python */
function isNewEnough({ version: [major, minor] }) {
  return major === OLDEST[0] && minor >= OLDEST[1];
}

/** @param {Python} python */
function describe({ version, executable }) {
  return `Python ${version.join(".")} (${executable})`;
}

/** @returns {string[][]} ways to start a Python, the usual ones first */
function candidates() {
  const numbered = [13, 12, 14, 11, 10].map((minor) => [`python3.${minor}`]);
  return [["python3"], ["python"], ["py", "-3"], ...numbered];
}

/** @param {Python[]} met @returns {Trouble} */
function noPython(met) {
  const recent = met.find(isNewEnough);
  const howTo =
    process.platform === "linux"
      ? "install it (Debian, Ubuntu: `sudo apt-get install python3-venv`)"
      : "install Python 3.12 from https://www.python.org";
  if (recent) {
    const lacks = TO_MAKE.filter((name) => !recent.modules.includes(name));
    return {
      cause: `${describe(recent)} has no module ${lacks.join(" and ")}, which is needed to make environments.`,
      cure: `${howTo}, then run \`npm run setup\`.`,
    };
  }
  return {
    cause:
      met.length > 0
        ? `the course needs Python 3.10 or newer; found only ${met.map(describe).join(", ")}.`
        : "no Python was found under the names python3, python and py.",
    cure: `${howTo}, open a new terminal, then run \`npm run setup\`.`,
  };
}

/**
 * Finds a Python of 3.10 or newer that can make environments.
 * @param {string[][]} [lines] how to start each candidate, in order
 * @returns {{ python?: Python, trouble?: Trouble }} the first that is suitable,
 *   or why none is
 */
function findPython(lines = candidates()) {
  /** @type {Python[]} */
  const met = [];
  for (const line of lines) {
    const python = askPython(line, TO_MAKE);
    if (!python) continue;
    if (isNewEnough(python) && python.modules.length === TO_MAKE.length) {
      return { python };
    }
    met.push(python);
  }
  return { trouble: noPython(met) };
}

/** @param {string} root */
function hashOfFiles(root) {
  const hash = createHash("sha256");
  for (const name of FILES) {
    hash.update(fs.readFileSync(join(root, "lib", "tools", "setup", name)));
  }
  return hash.digest("hex");
}

/** @param {string} root @param {Python} python */
function stamp(root, { version }) {
  const python = version.slice(0, 2).join(".");
  return { folder: root, python, requirements: hashOfFiles(root) };
}

/** @param {Python} python */
function lacking({ modules }) {
  return TO_RUN.filter((name) => !modules.includes(name));
}

/** @param {string} chosen @returns {Trouble | undefined} */
function lookAtChosen(chosen) {
  const python = askPython([chosen], TO_RUN);
  const install = `\`"${chosen}" -m pip install -r lib/tools/setup/requirements.txt\``;
  const cure = `run ${install}, or unset TINYLLM_PYTHON and run \`npm run setup\`.`;
  if (!python) {
    return { cause: `TINYLLM_PYTHON is ${chosen}, which does not run.`, cure };
  }
  const missing = lacking(python).join(", ");
  return missing === ""
    ? undefined
    : { cause: `TINYLLM_PYTHON is ${chosen}, which lacks ${missing}.`, cure };
}

/**
 * Checks whether the course's Python has what it needs.
 * @param {string} root the folder of the course
 * @returns {Trouble | undefined} why it is not ready
 */
function look(root) {
  if (process.env.TINYLLM_PYTHON) return lookAtChosen(coursePython(root));
  const folder = join(root, ".venv");
  if (!fs.existsSync(folder))
    return { cause: ".venv is missing.", cure: AGAIN };
  const made = readJson(join(folder, "course.json"));
  if (!made) return { cause: "its set-up stopped halfway.", cure: AGAIN };
  if (made.folder !== root) {
    return { cause: `it was made in ${made.folder} and moved.`, cure: AGAIN };
  }
  const python = askPython([pythonIn(folder)], TO_RUN);
  if (!python) return { cause: "its Python no longer runs.", cure: AGAIN };
  const now = stamp(root, python);
  if (made.python !== now.python) {
    const cause = `it was made with Python ${made.python}, which is now ${now.python}.`;
    return { cause, cure: AGAIN };
  }
  if (made.requirements !== now.requirements) {
    return {
      cause: "lib/tools/setup/requirements.txt has changed.",
      cure: AGAIN,
    };
  }
  const missing = lacking(python).join(", ");
  return missing === ""
    ? undefined
    : { cause: `it lacks ${missing}.`, cure: AGAIN };
}

/**
 * Writes the course's settings of Jupyter into an environment.
 * @param {string} root the folder of the course
 * @param {string} folder the environment's
 */
function writeSettings(root, folder) {
  for (const [file, place] of Object.entries(SETTINGS)) {
    const target = join(folder, ...place.split("/"));
    fs.mkdirSync(dirname(target), { recursive: true });
    fs.copyFileSync(join(root, "lib", "tools", "setup", file), target);
  }
}

/**
 * Makes `.venv` from scratch; its stamp is written last.
 * @param {string} root the folder of the course
 * @returns {Promise<Trouble | undefined>} what went wrong
 */
async function make(root) {
  if (process.env.TINYLLM_PYTHON) return look(root);
  const { python, trouble } = findPython();
  if (!python) return trouble;
  const folder = join(root, ".venv");
  // Through a link, `--clear` would empty another course's environment.
  if (fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink())
    fs.unlinkSync(folder);
  const own = pythonIn(folder);
  const venv = [...python.line, "-m", "venv", "--clear", folder];
  const requirements = join(root, "lib", "tools", "setup", "requirements.txt");
  // Python compiles a module when it is first imported; compiling all of them
  // now would take a third of the installation's time.
  const pip =
    "-m pip install --no-user --no-compile --disable-pip-version-check -r";
  const failed =
    (await runLogged(root, "venv", venv)) ??
    (await runLogged(root, "pip", [own, ...pip.split(" "), requirements]));
  if (failed) return failed;
  writeSettings(root, folder);
  const made = askPython([own], TO_RUN);
  if (made) {
    const text = JSON.stringify(stamp(root, made));
    fs.writeFileSync(join(folder, "course.json"), text);
  }
  return look(root);
}

module.exports = {
  title: "Python environment (.venv)",
  making: "Installing JupyterLab into .venv",
  needs: [],
  findPython,
  askPython,
  describe,
  writeSettings,
  look,
  make,
};
