/** What is wrong with an answer. */
export interface Failure {
  /** what was noticed first, as a sentence */
  sentence: string;
  /** the case in which it was noticed: arguments by name */
  input?: Record<string, unknown>;
  /** what is judged, by name: the result, and arguments to be changed */
  expected?: Record<string, unknown>;
  /** the learner's; missing when an exception came instead */
  yours?: Record<string, unknown>;
  /** the largest distance between two numbers of that case */
  largest?: number;
  /** the classic mistake that gives exactly these answers */
  mistake?: { name: string; hint: string };
}

/** An answer that is right. */
export interface Passed {
  state: "passed";
  /** how many cases were tried; 0 for a prediction */
  cases: number;
  /** the largest distance between the answer's numbers and the expected ones */
  largest: number;
  /** the second opinion that agrees, if there is one */
  witness?: { name: string; largest: number };
}

/** An answer that is still to be given. */
export interface Open {
  state: "open";
  sentence: string;
}

/** An answer that is wrong. */
export interface Failed {
  state: "failed";
  failure: Failure;
}

/** What the checker thinks of an answer. */
export type Verdict = Passed | Open | Failed;

/** An answer that is wrong, for a reason that needs no case to show. */
export function failed(sentence: string): Failed {
  return { state: "failed", failure: { sentence } };
}
