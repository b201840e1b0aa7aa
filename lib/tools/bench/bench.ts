import { parseArgs } from "node:util";

import { ensure, expectNumber, show } from "../../core/base/expect";
import { processors } from "../../fast/machine";
import { runMain } from "../setup/run-main";
import { busyProcessors, describeMachine, machineText } from "./machine";
import { measureAll, type Options, PARTS } from "./parts";
import { peersPython } from "./peers";
import { recordOf, writeRecord } from "./record";
import type { Series } from "./series";
import { SMALL_STEPS } from "./small";
import { threadsText } from "./table";

const HELP = `npm run bench -- [options]
  --peers         also NumPy, PyTorch and tokenizers, in .venv-peers
  --python PATH   as --peers, with this Python, which must have all three
  --blas          also the kernels with OpenBLAS, or Accelerate on macOS
  --threads N     number of threads (default: one per usable processor)
  --only PART     peak, products, step, small, generation, tokenizer, scaling
                  or kernel; nothing else runs, except that the peak is
                  measured for products, step and small
  --full          part small: really run all ${SMALL_STEPS} steps
  --json FILE     every sample (default: .artifacts/bench/DATE-PROCESSOR.json)
  --quick         small and imprecise, to try it out

Every number is the median of repeated measurements, in turn among contestants,
until their spread (distance between the quartiles / median) is under 5 %. A row
that does not get there in its time is marked as too noisy.`;

/** @returns `undefined` for --help */
async function optionsOf(
  args: readonly string[],
): Promise<Options | undefined> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      peers: { type: "boolean" },
      python: { type: "string" },
      blas: { type: "boolean", default: false },
      threads: { type: "string" },
      only: { type: "string" },
      full: { type: "boolean", default: false },
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      help: { type: "boolean" },
    },
  });
  if (values.help) return undefined;
  const { quick, blas, full, json, peers } = values;
  const cores = Math.max(2, Math.min(processors(), 16));
  const threads = Number(values.threads ?? cores);
  expectNumber("bench: --threads", threads, { whole: true, least: 1 });
  const only = PARTS.find((part) => part === values.only);
  ensure(
    only === values.only,
    () =>
      `bench: --only must be one of ${PARTS.join(", ")}; got ${show(values.only)}.`,
  );
  const python = values.python ?? (peers ? await peersPython() : undefined);
  return { quick, blas, full, json, threads, only, python };
}

/**
 * Measures the machine's peak, the fast kernels, whole training steps,
 * generation, the tokenizer, scaling and the notebook kernel. Prints a table for
 * each, and writes every sample to a file.
 *
 * @param args options, see --help
 */
async function bench(args: readonly string[]): Promise<void> {
  const options = await optionsOf(args);
  if (!options) return console.log(HELP);
  const machine = describeMachine();
  console.log(machineText(machine));
  const series: Series[] = [];
  const versions: string[] = [];
  const busy: Record<string, number> = {};
  const lookAround = async (when: string): Promise<void> => {
    const now = await busyProcessors(options.quick ? 20 : 300);
    busy[when] = Math.max(now, busy[when] ?? 0);
    if (now < 0.2 || options.quick) return;
    console.log(
      `Other programs keep ${now.toFixed(1)} processors busy now, so results ` +
        `may be too low.`,
    );
  };
  await lookAround("start");
  await measureAll(options, async (part) => {
    console.log("\n" + part.text);
    series.push(...part.series);
    versions.push(...(part.versions ?? []));
    await lookAround(part.series[0]?.part ?? "kernel");
  });
  const { json, ...used } = options;
  const about = { machine, options: { ...used }, busy };
  const record = recordOf(about, series, versions);
  console.log(
    `\n${record.versions.join(", ")}; ${threadsText(options.threads)}.`,
  );
  const noisy = record.measurements.filter(({ steady }) => !steady).length;
  if (noisy > 0 && !options.quick) {
    console.log(
      `Too noisy: ${noisy} of ${record.measurements.length} measurements. ` +
        `Their spread (distance between the quartiles / median) is 5 % or ` +
        `more.`,
    );
  }
  console.log(`Every sample: ${writeRecord(record, json)}`);
}

runMain(() => bench(process.argv.slice(2)));
