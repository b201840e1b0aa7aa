import type { LeftBehind } from "./left-behind";
import {
  firstStep,
  type KernelLog,
  type Phase,
  phaseOf,
  savedBy,
  stepsOf,
} from "./phase-log";

/** One kernel that was killed. */
export interface Kill {
  kernel: KernelLog;
  killedAt: number;
  left: LeftBehind;
}

/** What happened to killed kernels and their runs, and which rules broke. */
export class Counts {
  /** runs that were brought to their end */
  runs = 0;
  kills = 0;
  /** kernels that continued from a checkpoint */
  resumed = 0;
  readonly phases = new Map<Phase, number>();
  /** unfinished files of killed kernels, and how many were removed since */
  leftovers = 0;
  removed = 0;
  /** per kill in training: steps that had to be computed again */
  readonly repeated: number[] = [];
  /** per kill in training: seconds since the last checkpoint or the start */
  readonly lost: number[] = [];
  /** per killed kernel: seconds until the next one trains */
  readonly restarts: number[] = [];
  readonly problems: string[] = [];
  private last: Kill | undefined;

  /** @param every the interval between two checkpoints */
  constructor(private readonly every: number | string) {}

  /** Counts a kill, and checks that no checkpoint was lost. */
  addKill(kill: Kill): void {
    const { kernel, killedAt, left } = kill;
    this.kills++;
    const phase = phaseOf(kernel);
    this.phases.set(phase, (this.phases.get(phase) ?? 0) + 1);
    const problem = (text: string): void => {
      this.problems.push(`kill ${this.kills} (${phase}): ${text}`);
    };
    left.problems.forEach(problem);
    this.follow(kernel, problem);
    const saved = savedBy(kernel);
    const promised = Math.max(
      this.last?.left.newest ?? 0,
      ...saved.map(({ step }) => step),
    );
    if (left.newest < promised)
      problem(`checkpoint ${promised} is lost; the newest is ${left.newest}`);
    this.countLeftovers(left, saved.length > 0, problem);
    if (firstStep(kernel) !== undefined) {
      const repeated = stepsOf(kernel).at(-1)! - left.newest;
      const allowed = typeof this.every === "number" ? this.every : Infinity;
      if (repeated > allowed) problem(`${repeated} steps are repeated`);
      this.repeated.push(Math.max(0, repeated));
      const since = saved.at(-1)?.time ?? startOf(kernel);
      this.lost.push((killedAt - since) / 1000);
    }
    this.last = kill;
  }

  private countLeftovers(
    { unfinished }: LeftBehind,
    hasSaved: boolean,
    problem: (text: string) => void,
  ): void {
    const before = this.last?.left.unfinished ?? [];
    const still = before.filter((name) => unfinished.includes(name));
    this.leftovers += unfinished.length - still.length;
    this.removed += before.length - still.length;
    if (unfinished.length - still.length > 1)
      problem(`${unfinished.length - still.length} unfinished files at once`);
    if (hasSaved) still.forEach((name) => problem(`${name} was not removed`));
  }

  /** Counts a run that was brought to its end by a last kernel. */
  addEnd(kernel: KernelLog, { unfinished, problems }: LeftBehind): void {
    // it may have been killed when all its cells had ended
    if (kernel !== this.last?.kernel)
      this.follow(kernel, (text) => this.problems.push(`last kernel: ${text}`));
    this.problems.push(...problems);
    this.problems.push(...unfinished.map((name) => `${name} stays at the end`));
    this.removed += this.last?.left.unfinished.length ?? 0;
    this.runs++;
    this.last = undefined;
  }

  /** Checks that a kernel continues at the step after the last checkpoint. */
  private follow(kernel: KernelLog, problem: (text: string) => void): void {
    const first = firstStep(kernel);
    const expected = (this.last?.left.newest ?? 0) + 1;
    if (first === undefined) return;
    if (first !== expected)
      problem(`it begins at step ${first} instead of ${expected}`);
    if (expected > 1) this.resumed++;
    if (this.last)
      this.restarts.push((startOf(kernel) - this.last.killedAt) / 1000);
  }

  /** All counts as lines of text. */
  summary(): string {
    const count = (word: string): number =>
      this.problems.filter((one) => one.includes(word)).length;
    const phases = [...this.phases].map(
      ([phase, count]) => `${phase} ${count}`,
    );
    return [
      `${this.kills} kills (${phases.join(", ")}), ${this.runs} runs completed`,
      `${this.resumed} kernels continued from a checkpoint`,
      `${this.leftovers} unfinished files left, ${this.removed} removed since`,
      `steps repeated: ${spread(this.repeated)}`,
      `seconds of training lost: ${spread(this.lost)}`,
      `seconds until training goes on: ${spread(this.restarts)}`,
      `${count("different")} differences, ${count("unreadable")} unreadable files, ` +
        `${this.problems.length} broken rules in all`,
    ].join("\n");
  }
}

/** When a kernel began its first step. */
function startOf({ lines }: KernelLog): number {
  return lines.find(({ text }) => text.startsWith("step "))!.time;
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return "none measured";
  const mean = values.reduce((a, b) => a + b) / values.length;
  return `mean ${mean.toFixed(1)}, most ${Math.max(...values).toFixed(1)}`;
}
