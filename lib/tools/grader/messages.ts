import type { Wire } from "./wire";

/** The file descriptor of the pipe, in the process that runs a hand-in. */
export const PIPE = 3;

/** What one case gave. */
export interface WireRun {
  after: Wire;
  spoiled?: string;
  /** what was thrown, if it has a name and a message, or else its value */
  error?: { name: string; message: string } | { value: Wire };
}

/** What the process that runs a hand-in asks; each gets one {@link Reply}. */
export type Request =
  | { type: "ready" }
  | { type: "done"; error?: string }
  /** an answer is a function with this text, or a value */
  | { type: "answer"; id: string; text?: string; value?: Wire }
  /** what the cases gave; `slow` if the function was stopped */
  | { type: "runs"; runs: WireRun[]; slow?: boolean; unclear?: string }
  /** calls a function among the arguments of a case */
  | { type: "call"; name: string; args: Wire[] };

/** What the grader replies. No reply holds a right answer that still counts. */
export type Reply =
  | { type: "cell"; js: string; name: string; limitMs: number }
  | { type: "end" }
  | {
      type: "run";
      parameters: readonly string[];
      changes: readonly string[];
      cases: Wire;
      limitMs: number;
    }
  /** `js` sets the published solution, from which the notebook can go on */
  | { type: "judged"; js?: string }
  | { type: "value"; value: Wire }
  | { type: "threw"; message: string };
