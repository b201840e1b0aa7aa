import { findExercise } from "../../exercises/course";
import { solutionCode } from "../../exercises/checker/help";
import type { Verdict } from "../../exercises/checker/verdict";
import { compileCell } from "./compile";
import { beginJudging, type Judging } from "./judging";
import type { Reply, Request } from "./messages";
import type { PlannedCell } from "./plan";
import type { Limits } from "./sandbox";

/** What became of an exercise. */
export type Outcome = (Verdict | { state: "missing"; sentence: string }) & {
  /** in how many of its cases a function is right, from 0 to 1 */
  share?: number;
};

/** What a {@link Session} needs to know. */
export interface SessionOptions {
  /** the chapter's cells for exercises, by id, for what cannot run */
  chapter: ReadonlyMap<string, string>;
  seed: number;
  limits: Limits;
}

/** More than one learner writes. */
const MOST_ANSWERS = 200;

/**
 * Answers the process that runs a hand-in: with the next cell, with arguments
 * for an answer, with the published solution of an exercise that can no longer
 * earn points.
 */
export class Session {
  /** by exercise; of several answers the last one counts */
  readonly outcomes = new Map<string, Outcome>();
  /** the cell that runs, and its index */
  current: PlannedCell | undefined;
  private next = 0;
  private answers = 0;
  private readonly declared = new Set<string>();
  /** exercises whose solution the hand-in has got, so that no answer counts */
  private readonly closed = new Set<string>();
  private judging: { id: string; now: Judging } | undefined;
  private readonly cells: PlannedCell[];

  constructor(
    cells: readonly PlannedCell[],
    private readonly options: SessionOptions,
  ) {
    this.cells = [...cells];
  }

  /** Replies to a message, which may say anything. */
  reply(request: Request): Reply {
    const { judging } = this;
    switch (request.type) {
      case "ready":
        return this.nextCell();
      case "done":
        this.judging = undefined;
        this.end(request.error);
        return this.nextCell();
      case "answer":
        return this.begin(request);
      case "runs":
        if (!judging || !("run" in judging.now)) break;
        return this.judged(judging.id, judging.now.judge(request));
      case "call":
        if (!judging || !("run" in judging.now)) break;
        return judging.now.call(request);
    }
    return { type: "judged" };
  }

  /** Notes that a cell has ended, and why if it did not end well. */
  end(error: unknown): void {
    const cell = this.current;
    this.current = undefined;
    if (!cell) return;
    for (const id of cell.ids) {
      const before = this.outcomes.get(id);
      if (typeof error === "string" && (before?.state ?? "open") === "open")
        this.outcomes.set(id, stopped(error));
      if (this.isLast(id) && !this.closed.has(id)) this.standIn(id, cell);
    }
  }

  /** Runs the chapter's own cell if a hand-in's could not set its names. */
  private standIn(id: string, { at }: PlannedCell): void {
    if (at === undefined || this.outcomes.get(id)?.state === "passed") return;
    const source = this.options.chapter.get(id);
    if (source === undefined) return;
    this.cells.splice(this.next, 0, { source, at: undefined, ids: [id] });
  }

  private nextCell(): Reply {
    const cell = this.cells[this.next];
    if (!cell) return { type: "end" };
    this.next += 1;
    this.current = cell;
    const { cellMs: limitMs } = this.options.limits;
    try {
      const { js, names } = compileCell(cell.source, this.declared);
      for (const name of names) this.declared.add(name);
      return { type: "cell", js, name: `cell ${cell.at ?? "-"}`, limitMs };
    } catch (error) {
      this.end(String(error));
      return this.nextCell();
    }
  }

  private begin(answer: Extract<Request, { type: "answer" }>): Reply {
    const { id } = answer;
    const { chapter, seed, limits } = this.options;
    if (!chapter.has(id) || ++this.answers > MOST_ANSWERS)
      return { type: "judged" };
    const options = { seed, limitMs: limits.answerMs };
    const now = beginJudging(findExercise(id), answer, options);
    if ("verdict" in now) return this.judged(id, now);
    this.judging = { id, now };
    return now.run;
  }

  private judged(
    id: string,
    { verdict, share }: { verdict: Verdict; share?: number },
  ): Reply {
    this.judging = undefined;
    const isOwn = this.current?.at !== undefined && !this.closed.has(id);
    const isNews = verdict.state !== "open" || !this.outcomes.has(id);
    if (isOwn && isNews) this.outcomes.set(id, { ...verdict, share });
    if (verdict.state === "passed" || !this.isLast(id))
      return { type: "judged" };
    this.closed.add(id);
    const js = this.solutionOf(id);
    return { type: "judged", ...(js !== undefined && { js }) };
  }

  /** Whether no cell that is still to run checks this exercise. */
  private isLast(id: string): boolean {
    return !this.cells.slice(this.next).some(({ ids }) => ids.includes(id));
  }

  private solutionOf(id: string): string | undefined {
    const code = solutionCode(findExercise(id));
    if (code === undefined) return undefined;
    const source = `(globalThis as any).__standIn__.standIn = ${code};`;
    return compileCell(source, this.declared).js;
  }
}

function stopped(error: string): Outcome {
  return { state: "missing", sentence: `Its cell stopped: ${error}` };
}
