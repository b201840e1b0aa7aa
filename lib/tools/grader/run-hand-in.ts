import type { GivenCell } from "../classroom/hand-in";
import type { Request } from "./messages";
import { type ChapterCell, planCells } from "./plan";
import { type Limits, openSandbox } from "./sandbox";
import { type Outcome, Session } from "./session";

/** What a hand-in got, or why there is nothing to say about it. */
export type Result =
  | {
      status: "graded";
      outcomes: Map<string, Outcome>;
      /** the learner's own cells, by exercise; of several the last one */
      answers: Map<string, string>;
      notes: string[];
    }
  | { status: "not graded"; cause: string };

/** Cells that may end their process before the grader gives up. */
const MOST_RESTARTS = 3;

/** A cell that waits for something is ended this long after its limit. */
const GRACE_MS = 5_000;

/**
 * Runs a hand-in against a chapter and judges its answers. A cell that ends the
 * process, or does not end, is left out of another try.
 *
 * @param given the cells of the hand-in
 * @param chapter the chapter's cells
 * @param options the class's seed, and limits
 */
export async function runHandIn(
  given: readonly GivenCell[],
  chapter: readonly ChapterCell[],
  options: { seed: number; limits: Limits },
): Promise<Result> {
  const { cells, notes } = planCells(given, chapter);
  const answers = new Map(
    cells.flatMap(({ at, ids, source }) =>
      at === undefined ? [] : ids.map((id) => [id, source] as const),
    ),
  );
  const ids = chapter.flatMap((cell) => cell.ids);
  const own = new Set(cells.flatMap(({ at, ids }) => (at ? ids : [])));
  if (ids.every((id) => !own.has(id)))
    return {
      status: "not graded",
      cause:
        `no cell checks an exercise of the chapter (${ids.join(", ")}). ` +
        `Is it another chapter's notebook?`,
    };
  const exercises = new Map(
    chapter.flatMap((cell) => cell.ids.map((id) => [id, cell.source])),
  );
  const until = Date.now() + options.limits.wholeMs;
  const left = [...cells];
  for (let tries = 0; tries <= MOST_RESTARTS; tries++) {
    const session = new Session(left, { chapter: exercises, ...options });
    for (const id of ids.filter((one) => !own.has(one)))
      session.outcomes.set(id, MISSING);
    const cause = await attempt(session, options.limits, until);
    if (cause === undefined)
      return { status: "graded", outcomes: session.outcomes, answers, notes };
    const { current } = session;
    const place = left.findIndex((cell) => cell === current);
    if (place < 0 || Date.now() >= until)
      return { status: "not graded", cause };
    left[place] = {
      ...left[place],
      source: `throw new Error(${JSON.stringify(cause)})`,
    };
    notes.push(`cell ${current?.at} was left out: ${cause}`);
  }
  return {
    status: "not graded",
    cause: notes.slice(-MOST_RESTARTS).join("; "),
  };
}

const MISSING: Outcome = {
  state: "missing",
  sentence: "No cell checks this exercise.",
};

/** Runs all cells; resolves with the cause if one did not let it. */
function attempt(
  session: Session,
  limits: Limits,
  until: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const finish = (cause?: string): void => {
      clearTimeout(timer);
      sandbox.close();
      resolve(cause);
    };
    const wait = (): void => {
      clearTimeout(timer);
      const rest = until - Date.now();
      const cause =
        rest < limits.cellMs + GRACE_MS
          ? `it took more than ${limits.wholeMs / 1000} s`
          : `it did not end within ${limits.cellMs / 1000} s`;
      timer = setTimeout(
        () => finish(cause),
        Math.max(0, Math.min(rest, limits.cellMs + GRACE_MS)),
      );
    };
    const sandbox = openSandbox(limits, {
      line: (text) => {
        const request = parse(text);
        if (!request) return finish("it wrote into its pipe");
        const before = session.current;
        const reply = session.reply(request);
        if (reply.type === "end") return finish();
        if (session.current !== before) wait();
        sandbox.send(reply);
      },
      ended: finish,
    });
    wait();
  });
}

/** A message, as far as its form goes; its fields may still be anything. */
function parse(text: string): Request | undefined {
  try {
    const request = JSON.parse(text) as Request | null;
    return typeof request?.type === "string" ? request : undefined;
  } catch {
    return undefined;
  }
}
