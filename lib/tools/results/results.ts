import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { ensure, expectNumber, show } from "../../core/base/expect";
import { type Results, RESULTS } from "../../corpus/results";
import { replaceFile } from "../../disk/replace-file";
import { fastBackend } from "../../fast";
import { processors } from "../../fast/machine";
import { describeMachine } from "../bench/machine";
import { runMain } from "../setup/run-main";
import { type Context, type Experiment, round } from "./experiment";
import { scaling } from "./experiments/scaling";
import { smoke } from "./experiments/smoke";
import { tales } from "./experiments/tales";

/** All experiments, in the order of the list. */
const EXPERIMENTS: readonly Experiment[] = [smoke, tales, scaling];

const HELP = `npm run results -- [NAME ...] [options]
  NAME          an experiment; without one, they are listed
  --text FILE   a text of yours, for the experiments that need one
  --threads N   number of threads (default: 2)
  --blas        multiplies with OpenBLAS, or Accelerate on macOS: faster, but
                the last digits then depend on the machine
  --folder DIR  where NAME.json is written (default: datasets/results)
  --quick       a few steps of each run, to try it out

Experiments, with their time on two cores of an AMD EPYC (Zen 5):
`;

/** The command line. */
interface Options extends Pick<Context, "text" | "quick" | "folder"> {
  experiments: Experiment[];
  threads: number;
  blas: boolean;
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      text: { type: "string" },
      threads: { type: "string", default: String(Math.min(2, processors())) },
      blas: { type: "boolean", default: false },
      folder: { type: "string", default: RESULTS },
      quick: { type: "boolean", default: false },
    },
  });
  const threads = Number(values.threads);
  expectNumber("results: --threads", threads, { whole: true, least: 1 });
  const experiments = positionals.map((name) => {
    const found = EXPERIMENTS.find((one) => one.name === name);
    const names = EXPERIMENTS.map((one) => one.name).join(", ");
    ensure(
      found !== undefined,
      () => `results: NAME must be one of ${names}; got ${show(name)}.`,
    );
    ensure(
      !found.needsText || values.text !== undefined,
      () => `results: ${name} needs a text; add --text FILE.`,
    );
    return found;
  });
  return { ...values, threads, experiments };
}

function listText(): string {
  const rows = EXPERIMENTS.map(({ name, minutes, about, needsText }) => {
    const time = minutes < 1 ? "< 1" : String(Math.round(minutes));
    const command = name + (needsText ? " --text FILE" : "");
    return `  ${command.padEnd(26)} ${time.padStart(3)} min  ${about}`;
  });
  return HELP + rows.join("\n");
}

/** Runs an experiment and describes how. */
async function resultsOf(
  { name, about, run }: Experiment,
  { threads, blas, text, quick, folder }: Options,
): Promise<Results> {
  const {
    processor,
    design,
    processors: cores,
    node,
    date,
  } = describeMachine();
  const backend = fastBackend({ threads, backend: blas ? "blas" : "wasm" });
  const started = performance.now();
  const print = (line: string): void => console.log(line);
  const runs = await run({ backend, quick, text, folder, print });
  const seconds = round((performance.now() - started) / 1000, 1);
  backend.close();
  const flags = (text ? ` --text FILE` : "") + (blas ? " --blas" : "");
  return {
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
    seconds,
    runs,
  };
}

/**
 * Runs seeded experiments and writes what they measure.
 *
 * @param args see the help text
 */
async function results(args: readonly string[]): Promise<void> {
  const options = optionsOf(args);
  if (options.experiments.length === 0) return console.log(listText());
  for (const experiment of options.experiments) {
    const found = await resultsOf(experiment, options);
    const path = resolve(join(options.folder, `${experiment.name}.json`));
    const text = JSON.stringify(found, null, 1) + "\n";
    replaceFile(path, text, { where: "results" });
    for (const { name, final } of found.runs)
      console.log(`${name}: ${JSON.stringify(final)}`);
    console.log(`${Math.round(found.seconds)} s, written to ${path}`);
  }
}

runMain(() => results(process.argv.slice(2)));
