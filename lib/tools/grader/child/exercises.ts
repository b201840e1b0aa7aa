/**
 * What a hand-in gets as the exercises of `tinyllm`: no references, no cases and
 * no verdicts.
 */
import { Module } from "node:module";

import type { AnyFunction } from "../../../exercises/checker/exercise";
import { yourTurn } from "../../../exercises/checker/open";
import { answerRequest, runAnswer } from "./answers";
import { runSource } from "./cell";
import { ask } from "./pipe";

const ignored = (): void => undefined;

const EXERCISES: Record<string, unknown> = {
  yourTurn,
  check,
  // The teacher's cell repeats an answer that `check` has already had.
  grade: ignored,
  classExercise: ignored,
  hint: ignored,
  solution: ignored,
  progress: ignored,
  resetProgress: ignored,
};

// The library is loaded after this, and takes these for its own.
const path = require.resolve("../../../exercises");
const own = Object.assign(new Module(path), { exports: EXERCISES });
require.cache[path] = Object.assign(own, { loaded: true });

let library: Record<string, unknown> = {};

/** Sets the library, whose classes arguments may have. */
export function useLibrary(all: Record<string, unknown>): void {
  library = all;
}

/** Gives an answer to the grader, and what it needs to judge it. */
function check(id: unknown, answer: unknown): unknown {
  let reply = ask(answerRequest(String(id), answer));
  while (reply.type === "run")
    reply = ask(runAnswer(reply, answer as AnyFunction, { ask, library }));
  if (reply.type !== "judged" || reply.js === undefined)
    return typeof answer === "function" ? answer : undefined;
  const hold: { standIn?: unknown } = {};
  Object.assign(globalThis, { __standIn__: hold });
  void runSource(reply.js, "stand-in");
  return hold.standIn;
}
