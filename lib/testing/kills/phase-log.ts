import { closeSync, openSync, readSync } from "node:fs";

/** The probe's file, in the folder where the kernel runs. */
export const LOG = "phases.log";

/** A line of the probe: when, and what began or ended. */
export interface Line {
  /** milliseconds since 1970 */
  time: number;
  text: string;
}

/** What one kernel has written. */
export interface KernelLog {
  pid: number;
  lines: Line[];
}

/** Where a kernel was when it died. */
export type Phase =
  | "start-up"
  | "resume"
  | "step"
  | "save"
  | "validation"
  | "sampling"
  | "between";

/** Reads the probe's file while kernels write it. */
export class PhaseLog {
  /** all kernels so far, in their order */
  readonly kernels: KernelLog[] = [];
  private readonly file: number;
  private rest = "";

  constructor(path: string) {
    this.file = openSync(path, "a+");
  }

  /** Reads what was added since the last call. */
  read(): void {
    const buffer = Buffer.alloc(65536);
    for (;;) {
      const length = readSync(this.file, buffer);
      if (length === 0) return;
      const lines = (this.rest + buffer.toString("latin1", 0, length)).split(
        "\n",
      );
      this.rest = lines.pop()!;
      for (const line of lines) this.add(line);
    }
  }

  private add(line: string): void {
    const space = line.indexOf(" ");
    const text = line.slice(space + 1);
    const pid = /^kernel (\d+)$/.exec(text)?.[1];
    if (pid) this.kernels.push({ pid: Number(pid), lines: [] });
    this.kernels
      .at(-1)
      ?.lines.push({ time: Number(line.slice(0, space)), text });
  }

  close(): void {
    closeSync(this.file);
  }
}

/** Where a kernel is, by its last line. */
export function phaseOf({ lines }: KernelLog): Phase {
  if (!lines.some(({ text }) => text === "resume")) return "start-up";
  if (firstStep({ lines }) === undefined) return "resume";
  const [word] = lines.at(-1)!.text.split(" ");
  return word === "after" ? "between" : (word as Phase);
}

/** The numbers of the steps that a kernel has begun. */
export function stepsOf({ lines }: Pick<KernelLog, "lines">): number[] {
  return lines
    .flatMap(({ text }) => /^step (\d+)$/.exec(text)?.[1] ?? [])
    .map(Number);
}

/** The first step that a kernel has begun. */
export function firstStep(
  kernel: Pick<KernelLog, "lines">,
): number | undefined {
  return stepsOf(kernel)[0];
}

/** The steps of the checkpoints that a kernel has finished. */
export function savedBy({
  lines,
}: KernelLog): { step: number; time: number }[] {
  return lines.flatMap(({ text, time }) => {
    const step = /^after save step-(\d+)\./.exec(text)?.[1];
    return step ? [{ step: Number(step), time }] : [];
  });
}
