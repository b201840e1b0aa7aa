import type { AnyFunction } from "../../../exercises/checker/exercise";
import { TooSlow, withTimeLimit } from "../../../exercises/checker/time-limit";
import {
  type Run,
  runCases,
  thrownText,
} from "../../../exercises/checker/trial";
import type { Reply, Request, WireRun } from "../messages";
import { decode, encode, type Making } from "../wire";

/** What answers need of the process that they run in. */
export interface Surroundings {
  ask(request: Request): Reply;
  /** the library, whose classes arguments may have */
  library: Record<string, unknown>;
}

const textOf = Function.prototype.call.bind(
  Function.prototype.toString,
) as unknown as (code: unknown) => string;

/** The message that hands in an answer. */
export function answerRequest(id: string, answer: unknown): Request {
  if (typeof answer === "function")
    return { type: "answer", id, text: textOf(answer) };
  try {
    return { type: "answer", id, value: encode(answer) };
  } catch {
    return { type: "answer", id, value: "(a value that cannot be shown)" };
  }
}

/**
 * Runs an answer on the cases that the grader sends.
 *
 * @param run the cases
 * @param answer the learner's function
 * @param surroundings the pipe and the library
 * @returns the message with what came out
 */
export function runAnswer(
  { parameters, changes, cases, limitMs }: Extract<Reply, { type: "run" }>,
  answer: AnyFunction,
  surroundings: Surroundings,
): Request {
  try {
    const inputs = decode(cases, makingOf(surroundings)) as unknown[][];
    const runs = withTimeLimit(limitMs, () =>
      runCases({ parameters, changes }, answer, inputs).map(encodeRun),
    );
    return { type: "runs", runs };
  } catch (error) {
    if (error instanceof TooSlow) return { type: "runs", runs: [], slow: true };
    return { type: "runs", runs: [], unclear: said(error) };
  }
}

function makingOf({ ask, library }: Surroundings): Making {
  const making: Making = {
    // a function of the grader's, which is called there
    code:
      (name) =>
      (...args: unknown[]) => {
        const sent = args.map((one) => encode(one));
        const reply = ask({ type: "call", name, args: sent });
        if (reply.type === "value") return decode(reply.value, making);
        throw new Error(reply.type === "threw" ? reply.message : "no value");
      },
    instance: (of) => {
      const type = library[of] as { prototype?: object } | undefined;
      return Object.create(type?.prototype ?? Object.prototype) as object;
    },
  };
  return making;
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

/** What was thrown, in words, whatever it is. */
export function said(thrown: unknown): string {
  try {
    return thrownText(thrown).slice(0, 300);
  } catch {
    return "something that cannot be shown";
  }
}
