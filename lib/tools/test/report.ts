import { inspect } from "node:util";

import { expectedSeconds } from "./order";

/** An event of Node's test runner, as far as it is used here. */
export interface TestEvent {
  name: string;
  nesting: number;
  /** `true`, or why it was not run */
  skip?: string | boolean;
  details: { type?: string; error?: Error; duration_ms: number };
}

/** The results of one file. */
export interface FileReport {
  /** Records an event of Node's test runner. */
  note(type: string, data: TestEvent & { message: string }): void;
  /** Prints the line of the finished file. */
  end(): void;
}

/** The results of all files. */
export interface Report {
  begin(name: string): FileReport;
  /**
   * Prints the totals, what was not run and why, and the failures again.
   * @returns 1 if a test failed, or else 0
   */
  finish(): 0 | 1;
}

/** Options of {@link createReport}. */
export interface ReportOptions {
  /** the files to run */
  names: readonly string[];
  /** how many files run at a time */
  workers: number;
  print(line: string): void;
  /**
   * a clock, in milliseconds
   * @defaultValue `performance.now`
   */
  now?(): number;
}

/** The totals of a file, which Node reports like a test's own counts. */
const TOTALS =
  /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [\d.]+$/;

/** Node's reason for tests that `--test-name-pattern` skips. */
const NOT_ASKED = "test name does not match pattern";

/** Writes a duration: `48 s`, `3 min 5 s`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60
    ? `${whole} s`
    : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Rounds an estimate up to the next ten seconds. */
function aboutText(seconds: number): string {
  const rounded = 10 * Math.ceil(seconds / 10);
  return rounded === 0 ? "" : `  about ${durationText(rounded)} left`;
}

/** Compares how long files take here with how long they were expected to. */
interface Clock {
  begin(name: string): void;
  /** @returns how many seconds the file took */
  end(name: string): number;
  secondsLeft(): number;
}

/** Weight of the expected speed against the measured one, in seconds. */
const PRIOR_SECONDS = 20;

function createClock(
  names: readonly string[],
  workers: number,
  now: () => number,
): Clock {
  const running = new Map<string, number>();
  let expectedLeft = names.reduce((sum, one) => sum + expectedSeconds(one), 0);
  let expected = PRIOR_SECONDS;
  let measured = PRIOR_SECONDS;
  return {
    begin: (name) => void running.set(name, now()),
    end: (name) => {
      const took = now() - (running.get(name) ?? now());
      running.delete(name);
      const expectedNow = expectedSeconds(name);
      expectedLeft -= expectedNow;
      // A file that was skipped or ended at once says nothing about the machine.
      if (took > expectedNow / 5 && took > 2) {
        expected += expectedNow;
        measured += took;
      }
      return took;
    },
    secondsLeft: () => {
      const pace = expected / measured;
      const done = [...running].reduce((sum, [name, began]) => {
        const most = 0.9 * expectedSeconds(name);
        return sum + Math.min(most, pace * (now() - began));
      }, 0);
      return (expectedLeft - done) / (pace * workers);
    },
  };
}

/**
 * Collects the events of Node's test runner and prints a line per file: how many
 * tests passed, how long they took, and an estimate of the time left.
 * @param options the files, and where lines go
 */
export function createReport(options: ReportOptions): Report {
  const { names, workers, print, now = () => performance.now() } = options;
  const start = now();
  const counts = { passed: 0, failed: 0, files: 0 };
  const failures: string[] = [];
  const skips = new Map<string, string[]>();

  const clock = createClock(names, workers, () => now() / 1000);

  const begin = (name: string): FileReport => {
    clock.begin(name);
    let passed = 0;
    const [failed, counted] = [[] as string[], [] as string[]];
    let printed = "";
    return {
      note: (type, data) => {
        if (type === "test:stdout" || type === "test:stderr")
          printed += data.message;
        if (isCount(type, data.message)) counted.push(data.message);
        if (type !== "test:pass" && type !== "test:fail") return;
        const { error } = data.details;
        if (type === "test:fail") failed.push(failureText(data, error));
        else if (data.skip === NOT_ASKED) return;
        else if (data.skip !== undefined) {
          const why = typeof data.skip === "string" ? data.skip : "no reason";
          skips.set(why, [...(skips.get(why) ?? []), data.name]);
        } else if (data.details.type !== "suite") passed += 1;
      },
      end: () => {
        const took = clock.end(name);
        counts.files += 1;
        counts.passed += passed;
        counts.failed += failed.length;
        const place = `${counts.files}/${names.length}`.padStart(7);
        const mark = failed.length === 0 ? "ok    " : "FAILED";
        print(
          `${place}  ${mark}  ${name} (${passed} passed, ` +
            `${took.toFixed(1)} s)${aboutText(clock.secondsLeft())}`,
        );
        counted.forEach((text) => print(indented(text)));
        if (failed.length === 0) return;
        if (printed.trim() !== "") print(indented(printed.trimEnd()));
        for (const text of failed) print(indented(text));
        failures.push(...failed.map((text) => `${name}: ${firstLine(text)}`));
      },
    };
  };

  const finish = (): 0 | 1 => {
    const time = durationText((now() - start) / 1000);
    const skipped = [...skips.values()].flat().length;
    print("");
    print(
      `${counts.passed} passed, ${counts.failed} failed, ` +
        `${skipped} not run, in ${time}.`,
    );
    for (const [why, names] of skips)
      print(`Not run: ${names.map((name) => `"${name}"`).join(", ")}. ${why}`);
    for (const line of failures) print(`FAILED  ${line}`);
    return counts.failed === 0 ? 0 : 1;
  };

  return { begin, finish };
}

/** Whether a proof in its long form reports what it counted. */
function isCount(type: string, message: string): boolean {
  const isLong = process.env.TINYLLM_PROOFS === "all";
  return isLong && type === "test:diagnostic" && !TOTALS.test(message);
}

function failureText({ name }: TestEvent, error: Error | undefined): string {
  const cause = error?.cause ?? error;
  const text = typeof cause === "string" ? cause : inspect(cause);
  return `${name}\n${text}`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

function indented(text: string): string {
  return text.replace(/^/gm, "         ");
}
