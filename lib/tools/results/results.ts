import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { ensure, expectNumber, show } from "../../core/base/expect";
import { readCatalog } from "../../corpus/catalog";
import {
  type ResultRun,
  type Results,
  RESULTS,
  storedResults,
} from "../../corpus/results";
import { readJson } from "../../disk/read-file";
import { replaceFile } from "../../disk/replace-file";
import { fastBackend } from "../../fast";
import { processors } from "../../fast/machine";
import { describeMachine } from "../bench/machine";
import { runMain } from "../setup/run-main";
import { type Context, type Experiment, round } from "./experiment";
import { char } from "./experiments/char";
import { charDefaults } from "./experiments/char-defaults";
import { scaling } from "./experiments/scaling";
import { smoke } from "./experiments/smoke";
import { tales } from "./experiments/tales";
import { text } from "./experiments/text";
import { resultsTable } from "./table";

/** All experiments, in the order of the list. */
const EXPERIMENTS: readonly Experiment[] = [
  smoke,
  tales,
  scaling,
  text,
  char,
  charDefaults,
];

const HELP = `npm run results -- [NAME ...] [options]
  NAME          an experiment; without one, they are listed
  --text FILE   a text of yours, or the name of one in datasets/README.md, such
                as moby-dick, for the experiments that need one
  --char        the same as the name char
  --threads N   number of threads (default: 2)
  --blas        multiplies with OpenBLAS, or Accelerate on macOS: faster, but
                the last digits then depend on the machine
  --folder DIR  where NAME.json is written (default: datasets/results)
  --go-on       keeps the runs that NAME.json has, and adds those that it lacks
  --quick       a few steps of each run, to try it out
  --table       only prints the stored results, as the README shows them

Experiments, with their time on two cores of an AMD EPYC (Zen 5):
`;

/** The command line. */
interface Options extends Pick<Context, "text" | "quick" | "folder"> {
  experiments: Experiment[];
  threads: number;
  blas: boolean;
  table: boolean;
  goOn: boolean;
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      text: { type: "string" },
      char: { type: "boolean", default: false },
      threads: { type: "string", default: String(Math.min(2, processors())) },
      blas: { type: "boolean", default: false },
      folder: { type: "string", default: RESULTS },
      quick: { type: "boolean", default: false },
      "go-on": { type: "boolean", default: false },
      table: { type: "boolean", default: false },
    },
  });
  const threads = Number(values.threads);
  expectNumber("results: --threads", threads, { whole: true, least: 1 });
  const names = values.char ? [...positionals, "char"] : positionals;
  const experiments = names.map((name) => {
    const found = EXPERIMENTS.find((one) => one.name === name);
    const known = EXPERIMENTS.map((one) => one.name).join(", ");
    ensure(
      found !== undefined,
      () => `results: NAME must be one of ${known}; got ${show(name)}.`,
    );
    ensure(
      !found.needsText || values.text !== undefined,
      () => `results: ${name} needs a text; add --text FILE.`,
    );
    return found;
  });
  return { ...values, goOn: values["go-on"], threads, experiments };
}

function listText(): string {
  const rows = EXPERIMENTS.map(({ name, minutes, about, needsText }) => {
    const time = minutes < 1 ? "< 1" : String(Math.round(minutes));
    const command = name + (needsText ? " --text FILE" : "");
    return `  ${command.padEnd(26)} ${time.padStart(3)} min  ${about}`;
  });
  return HELP + rows.join("\n");
}

/** Runs an experiment, and writes what it measured and how. */
async function runExperiment(
  { name, about, needsText, run }: Experiment,
  { threads, blas, text, quick, folder, goOn }: Options,
): Promise<void> {
  const {
    processor,
    design,
    processors: cores,
    node,
    date,
  } = describeMachine();
  const backend = fastBackend({ threads, backend: blas ? "blas" : "wasm" });
  const file = text && Object.hasOwn(readCatalog(), text) ? text : "FILE";
  const flags = (needsText ? ` --text ${file}` : "") + (blas ? " --blas" : "");
  const path = resolve(join(folder, `${name}.json`));
  const hint = "Leave out --go-on to begin again.";
  const { runs: finished } =
    goOn && existsSync(path)
      ? (readJson(path, { where: "results", hint }) as Results)
      : { runs: [] };
  const save = (runs: readonly ResultRun[]): void => {
    const found: Results = {
      format: 1,
      name,
      about,
      command: `npm run results -- ${name}${flags}`,
      date: date.slice(0, 10),
      machine: {
        processor: design ? `${processor} (${design})` : processor,
        cores,
        threads,
        node,
        backend: backend.name,
      },
      seconds: round(
        runs.reduce((sum, { seconds }) => sum + seconds, 0),
        1,
      ),
      runs: [...runs],
    };
    const written = JSON.stringify(found, null, 1) + "\n";
    replaceFile(path, written, { where: "results" });
  };
  const print = (line: string): void => console.log(line);
  const runs = await run({
    backend,
    quick,
    text,
    folder,
    print,
    save,
    finished,
  });
  save(runs);
  backend.close();
  for (const { name, final } of runs)
    console.log(`${name}: ${JSON.stringify(final)}`);
  console.log(`Written to ${path}`);
}

/**
 * Runs seeded experiments and writes what they measure.
 *
 * @param args see the help text
 */
async function results(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  if (options.table) return console.log(resultsTable(storedResults()));
  if (options.experiments.length === 0) return console.log(listText());
  for (const experiment of options.experiments)
    await runExperiment(experiment, options);
}

runMain(() => results(process.argv.slice(2)));
