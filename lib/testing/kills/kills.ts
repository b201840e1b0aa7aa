/**
 * Kills real kernels while they run chapter 15, and checks what they leave
 * behind and that the runs end as one that was never killed.
 */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { createRandom } from "../../core";
import { type Executor, openExecutor } from "../../tools/notebooks/execute";
import { formatNotebook, type Notebook } from "../../tools/notebooks/format";
import { courseFolder } from "../../tools/setup/course-files.cjs";
import { runCells } from "./cells";
import { Counts } from "./counts";
import { age, inspect } from "./left-behind";
import { type Draw, drawMoment, learn } from "./moments";
import { type KernelLog, LOG, PhaseLog, phaseOf, stepsOf } from "./phase-log";
import { States } from "./states";

/** Options of {@link killRuns}. */
export interface KillOptions {
  /** number of kernels to kill */
  kills: number;
  /** an empty folder; each run gets one of its own in it */
  folder: string;
  /** size of the run @defaultValue "smoke" */
  preset?: string;
  /** the interval between two checkpoints @defaultValue 4 steps */
  every?: number | string;
  /** number of first steps of a kernel in which it may be killed @defaultValue 12 */
  steps?: number;
  /** decides the moments @defaultValue 1 */
  seed?: number;
  /** receives one line per kill and per run */
  report?: (text: string) => void;
}

/**
 * Runs chapter 15 again and again and kills its kernels at random moments, until
 * `kills` kernels are dead and the last run has ended.
 *
 * @returns what happened; its `problems` are empty if every rule held
 */
export async function killRuns(options: KillOptions): Promise<Counts> {
  const { kills, folder, preset = "smoke", every = 4, seed = 1 } = options;
  const { steps = 12, report = () => undefined } = options;
  const before = process.env.NODE_OPTIONS;
  const probe = JSON.stringify(join(__dirname, "probe.js"));
  // Jupyter's Python inherits it, and from there every kernel
  process.env.NODE_OPTIONS = `--require ${probe}`;
  const executor = openExecutor();
  const counts = new Counts(every);
  const shared = {
    executor,
    preset,
    counts,
    report,
    states: new States(),
    durations: new Map(),
    random: createRandom(seed),
    steps,
  };
  const chapter = join(courseFolder(), "notebooks", "15-train-tinyllm.ipynb");
  try {
    const unbroken = prepare(join(folder, "unbroken"), runCells(chapter));
    await completeRun(unbroken, { ...shared, kills: 0 });
    counts.runs = 0;
    report("the unbroken run is complete");
    const cells = runCells(chapter, every);
    while (counts.kills < kills) {
      const own = prepare(join(folder, `run-${counts.runs + 1}`), cells);
      await completeRun(own, { ...shared, kills });
      report(counts.summary());
    }
  } finally {
    executor.close();
    if (before === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = before;
  }
  return counts;
}

/** Makes a working folder in which cells find the library. */
function prepare(folder: string, notebook: Notebook): string {
  mkdirSync(folder);
  const modules = "node_modules";
  symlinkSync(join(courseFolder(), modules), join(folder, modules), "junction");
  writeFileSync(join(folder, "run.ipynb"), formatNotebook(notebook));
  return folder;
}

interface Shared extends Draw {
  executor: Executor;
  preset: string;
  counts: Counts;
  report: (text: string) => void;
  states: States;
  /** number of kernels to kill in all */
  kills: number;
}

/** Starts kernels in a folder, one after another, until the run is complete. */
async function completeRun(folder: string, shared: Shared): Promise<void> {
  const { executor, preset, counts, states } = shared;
  const log = new PhaseLog(join(folder, LOG));
  const checkpoints = join(folder, "checkpoints", `moby-dick-${preset}`);
  const path = join(folder, "run.ipynb");
  for (let isComplete = false; !isComplete;) {
    let ended = false;
    let failure: unknown;
    const killedBefore = counts.kills;
    const job = executor
      .execute(path, { preset, cellSeconds: 7200 })
      .catch((error: unknown) => (failure = error))
      .finally(() => (ended = true));
    await killWhileRunning({ log, checkpoints, shared, hasEnded: () => ended });
    await job;
    isComplete = failure === undefined;
    const isOurs =
      counts.kills > killedBefore && /DeadKernel|stopped/.test(String(failure));
    if (!isComplete && !isOurs) throw failure;
  }
  log.read();
  log.close();
  const last = log.kernels.at(-1)!;
  learn(last, shared.durations);
  counts.addEnd(last, inspect(checkpoints, states));
}

interface Watched {
  log: PhaseLog;
  checkpoints: string;
  shared: Shared;
  hasEnded: () => boolean;
}

/** Kills each kernel that the job starts, while there are kills left. */
async function killWhileRunning(watched: Watched): Promise<void> {
  const { log, shared, hasEnded } = watched;
  const { counts, kills } = shared;
  let seen = log.kernels.length;
  let isDue: ((now: number) => boolean) | undefined;
  while (!hasEnded()) {
    log.read();
    const kernel = log.kernels.at(-1);
    // Jupyter starts a second kernel if the first dies before its first cell
    if (kernel && log.kernels.length > seen) {
      seen = log.kernels.length;
      if (counts.kills < kills) isDue = drawMoment(kernel, shared);
    }
    if (kernel && isDue?.(Date.now())) {
      isDue = undefined;
      await kill(kernel, watched);
    }
    await sleep(2);
  }
}

/** Kills a kernel with all its processes, and checks what it leaves behind. */
async function kill(kernel: KernelLog, watched: Watched): Promise<void> {
  const { log, checkpoints, shared } = watched;
  const { counts, states, report, durations } = shared;
  const killedAt = Date.now();
  try {
    process.kill(-kernel.pid, "SIGKILL");
  } catch {
    return; // it has ended
  }
  await groupIsGone(kernel.pid);
  log.read();
  const left = inspect(checkpoints, states);
  counts.addKill({ kernel, killedAt, left });
  age(checkpoints, left.unfinished);
  learn(kernel, durations);
  report(
    `kill ${counts.kills}: ${phaseOf(kernel)} after step ` +
      `${stepsOf(kernel).at(-1) ?? "-"}, newest checkpoint ${left.newest}` +
      left.problems.map((problem) => `\n  PROBLEM ${problem}`).join(""),
  );
}

/** Waits until no process of a group is left; Jupyter reaps its leader. */
async function groupIsGone(pid: number): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 20) {
    try {
      process.kill(-pid, 0);
    } catch {
      return;
    }
    await sleep(20);
  }
  throw new Error(`Processes of the killed kernel ${pid} are still there.`);
}
