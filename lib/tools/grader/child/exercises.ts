/**
 * What a hand-in gets as the exercises of `tinyllm`: no references, no cases and
 * no verdicts.
 */
import { yourTurn } from "../../../exercises/checker/open";
import { TooSlow, withTimeLimit } from "../../../exercises/checker/time-limit";
import {
  type Run,
  runCases,
  thrownText,
} from "../../../exercises/checker/trial";
import type { AnyFunction } from "../../../exercises/checker/exercise";
import type { Reply, Request, WireRun } from "../messages";
import { decode, encode, type Making } from "../wire";
import { runSource } from "./cell";
import { ask } from "./pipe";

const textOf = Function.prototype.call.bind(
  Function.prototype.toString,
) as unknown as (code: unknown) => string;

const ignored = (): void => undefined;

/** The module in place of `lib/exercises`. */
export const EXERCISES: Record<string, unknown> = {
  yourTurn,
  check,
  // The teacher's cell repeats an answer that `check` has already had.
  grade: ignored,
  hint: ignored,
  solution: ignored,
  progress: ignored,
  resetProgress: ignored,
};

/** How arguments of a case are made. */
let making: Making;

/** Sets the library, whose classes arguments may have. */
export function useLibrary(library: Record<string, unknown>): void {
  making = {
    code:
      (name) =>
      (...args: unknown[]) =>
        callBack(name, args),
    instance: (of) => {
      const type = library[of] as { prototype?: object } | undefined;
      return Object.create(type?.prototype ?? Object.prototype) as object;
    },
  };
}

/** Gives an answer to the grader, and what it needs to judge it. */
function check(id: unknown, answer: unknown): unknown {
  let reply = ask(answerRequest(String(id), answer));
  while (reply.type === "run") reply = ask(runs(reply, answer as AnyFunction));
  if (typeof answer !== "function" && !("js" in reply)) return undefined;
  if (reply.type !== "judged" || reply.js === undefined) return answer;
  const hold: { standIn?: unknown } = {};
  Object.assign(globalThis, { __standIn__: hold });
  void runSource(reply.js, "stand-in");
  return hold.standIn;
}

function answerRequest(id: string, answer: unknown): Request {
  if (typeof answer === "function")
    return { type: "answer", id, text: textOf(answer) };
  try {
    return { type: "answer", id, value: encode(answer) };
  } catch {
    return { type: "answer", id, value: "(a value that cannot be shown)" };
  }
}

function runs(
  { parameters, changes, cases, limitMs }: Extract<Reply, { type: "run" }>,
  answer: AnyFunction,
): Request {
  try {
    const inputs = decode(cases, making) as unknown[][];
    const done = withTimeLimit(limitMs, () =>
      runCases({ parameters, changes }, answer, inputs).map(encodeRun),
    );
    return { type: "runs", runs: done };
  } catch (error) {
    if (error instanceof TooSlow) return { type: "runs", runs: [], slow: true };
    return { type: "runs", runs: [], unclear: said(error) };
  }
}

function encodeRun({ after, spoiled, error }: Run): WireRun {
  return {
    after: encode(after),
    ...(spoiled !== undefined && { spoiled }),
    ...(error && { error: encodeThrown(error.thrown) }),
  };
}

function encodeThrown(thrown: unknown): WireRun["error"] {
  const { name, message } = (thrown ?? {}) as Record<string, unknown>;
  if (typeof message !== "string") return { value: encode(thrown) };
  return { name: typeof name === "string" ? name : "", message };
}

/** Calls a function that the grader keeps. */
function callBack(name: string, args: unknown[]): unknown {
  const reply = ask({
    type: "call",
    name,
    args: args.map((one) => encode(one)),
  });
  if (reply.type === "value") return decode(reply.value, making);
  throw new Error(reply.type === "threw" ? reply.message : "no value came");
}

/** What was thrown, in words, whatever it is. */
export function said(thrown: unknown): string {
  try {
    return thrownText(thrown).slice(0, 300);
  } catch {
    return "something that cannot be shown";
  }
}
