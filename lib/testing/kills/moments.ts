import type { Random } from "../../core";
import type { KernelLog } from "./phase-log";

/** Milliseconds that each phase took, by the first word of its line. */
export type Durations = Map<string, number[]>;

/** First words of the probe's lines: weight, and which of them in a kernel. */
const MOMENTS: [begins: string, weight: number, occurrences: number][] = [
  ["kernel", 0.06, 1],
  ["resume", 0.1, 1],
  ["step", 0.2, 1],
  ["validation", 0.1, 1],
  ["sampling", 0.1, 2],
  ["save", 0.44, 4],
];

/** Milliseconds of a phase while none has been observed. */
const USUAL_MS = 200;

/** What the draw of a moment needs. */
export interface Draw {
  durations: Durations;
  random: Random;
  /** number of first steps of a kernel in which it may be killed */
  steps: number;
}

/**
 * Draws a moment: when a phase begins for the n-th time, and then some share of
 * the time that this phase usually takes.
 */
export function drawMoment(
  kernel: KernelLog,
  { durations, random, steps }: Draw,
): (now: number) => boolean {
  let rest = random();
  const [begins, , occurrences] =
    MOMENTS.find(([, weight]) => (rest -= weight) < 0) ?? MOMENTS.at(-1)!;
  const among = begins === "step" ? steps : occurrences;
  const occurrence = Math.floor(random() * among);
  const known = [...(durations.get(begins) ?? [USUAL_MS])].sort(
    (a, b) => a - b,
  );
  const delay = random() * known[known.length >> 1];
  return (now) => {
    const starts = kernel.lines.filter(
      ({ text }) => firstWord(text) === begins,
    );
    return now >= (starts[occurrence]?.time ?? Infinity) + delay;
  };
}

function firstWord(text: string): string {
  return text.split(" ", 1)[0];
}

/** Adds how long the phases of a kernel took. */
export function learn({ lines }: KernelLog, durations: Durations): void {
  for (let i = 1; i < lines.length; i++) {
    const phase = firstWord(lines[i - 1].text);
    // a kernel's start lasts until the run is looked for
    const end = phase === "kernel" ? lines.find(isResume) : lines[i];
    if (!end) continue;
    const all = durations.get(phase) ?? [];
    all.push(end.time - lines[i - 1].time);
    durations.set(phase, all);
  }
}

function isResume({ text }: { text: string }): boolean {
  return text === "resume";
}
