import { existsSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import { findNotebooks } from "../notebooks/find";
import { EXERCISES } from "../classroom/class-exercises";
import { VARIANTS_FILE } from "../classroom/variants";
import { zipOf } from "../classroom/zip";
import { courseFolder, filesBelow } from "../setup/course-files.cjs";
import { RULES_FILE } from "./class-rules";
import { SEED_FILE } from "./seed";

const WRITES = { where: "npm run grade" };

/** Where a hand-in can be graded without a teacher. */
const KITS: readonly string[] = ["gradescope", "github"];

/**
 * Writes what another system needs to grade a chapter.
 *
 * @param kit `"gradescope"`: a zip for its page "Configure Autograder";
 *   `"github"`: a folder to begin a repository with, which grades each push
 * @param folder the folder of the class
 * @param chapters beginnings of their names
 * @returns the paths
 * @throws if there is no such kit, or no such chapter
 */
export function writeKits(
  kit: string,
  folder: string,
  chapters: readonly string[],
): string[] {
  if (!KITS.includes(kit))
    throw new RangeError(`--kit must be ${KITS.join(" or ")}; got "${kit}".`);
  return findNotebooks([...chapters]).map((path) =>
    kit === "github" ? githubKit(folder, path) : gradescopeKit(folder, path),
  );
}

function gradescopeKit(folder: string, notebook: string): string {
  const name = basename(notebook, ".ipynb");
  const root = courseFolder();
  const isWanted = (path: string): boolean =>
    !/(^|[\\/])(dist|node_modules|\..*)$/.test(relative(root, path));
  const course = [
    ...["package.json", "package-lock.json", "tsconfig.json"].map((file) =>
      join(root, file),
    ),
    ...filesBelow(join(root, "lib"), isWanted),
    notebook,
  ].map((path) => [`course/${slashed(relative(root, path))}`, path]);
  const ofClass = [SEED_FILE, RULES_FILE, VARIANTS_FILE]
    .map((file) => [`class/${file}`, join(folder, file)])
    .filter(([, path]) => existsSync(path));
  const own = filesBelow(join(folder, EXERCISES), () => true).map((path) => [
    `class/${slashed(relative(folder, path))}`,
    path,
  ]);
  const files = [...course, ...ofClass, ...own].map(
    ([inside, path]) => [inside, readFileSync(path)] as const,
  );
  const path = join(folder, `gradescope-${name}.zip`);
  const programs = { "setup.sh": SETUP, run_autograder: runAutograder(name) };
  const texts = Object.entries(programs).map(
    ([file, text]) => [file, Buffer.from(text)] as const,
  );
  const zip = zipOf(
    Object.fromEntries([...texts, ...files]),
    Object.keys(programs),
  );
  replaceFile(path, [zip], WRITES);
  return path;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

const PLACES = `home="\${AUTOGRADER:-/autograder}"
arch="$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')"
export PATH="$home/node/node_modules/node-linux-$arch/bin:$PATH"
`;

const SETUP = `#!/usr/bin/env bash
# Installs Node and the course when Gradescope builds its image. Hand-ins are
# graded without a network.
set -euo pipefail
${PLACES}
if ! command -v npm >/dev/null; then
  apt-get update
  apt-get install --yes --no-install-recommends npm
fi
npm install --prefix "$home/node" --no-save --ignore-scripts --no-audit \\
  --no-fund "node-linux-$arch@22"
cd "$home/source/course"
npm run grade -- --help >/dev/null
`;

function runAutograder(name: string): string {
  return `#!/usr/bin/env bash
set -uo pipefail
${PLACES}
cd "$home/source/course"
npm run --silent grade -- ${name} "$home/submission" --all \\
  --in "$home/source/class" --gradescope "$home/results/results.json"
`;
}

function githubKit(folder: string, notebook: string): string {
  const name = basename(notebook, ".ipynb");
  const kit = join(folder, `github-${name}`);
  const workflow = join(kit, ".github", "workflows", "grade.yml");
  replaceFile(workflow, githubWorkflow(name), WRITES);
  const copy = join(kit, basename(notebook));
  replaceFile(copy, readFileSync(notebook, "utf8"), WRITES);
  return kit;
}

function githubWorkflow(name: string): string {
  return `# Grades ${name}.ipynb after each push. The variable COURSE of the
# repository or its organization says where the course is: OWNER/NAME.
name: Grade
on: [push, workflow_dispatch]
permissions:
  contents: read
jobs:
  grade:
    runs-on: ubuntu-24.04
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
        with:
          path: hand-in
      - uses: actions/checkout@v5
        with:
          repository: \${{ vars.COURSE }}
          path: course
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - name: Grade
        working-directory: course
        run: >
          npm run grade -- ${name} "$GITHUB_WORKSPACE/hand-in/${name}.ipynb"
          --in "$GITHUB_WORKSPACE/class"
          --gradescope "$GITHUB_WORKSPACE/results.json"
      - name: Points
        run: |
          node -e '
            const { score, tests } = require("./results.json");
            const of = tests.reduce((sum, one) => sum + one.max_score, 0);
            console.log(\`::notice title=Points::\${score} of \${of}\`);
          '
`;
}
