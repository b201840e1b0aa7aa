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
  mistake?: KnownMistake;
  /** the names of the mistakes, when several give these answers */
  candidates?: string[];
}

/** A mistake that the checker knows, and what helps. */
export interface KnownMistake {
  name: string;
  hint: string;
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

/**
 * What may be said about the cause: one mistake by name, or several that share
 * their hint; of others only the names, since nobody knows which it was.
 *
 * @param fitting all mistakes that give the answers at hand
 */
export function diagnosis(
  fitting: readonly KnownMistake[],
): Pick<Failure, "mistake" | "candidates"> {
  if (fitting.length === 0) return {};
  const names = fitting.map(({ name }) => name);
  const hints = new Set(fitting.map(({ hint }) => hint));
  if (hints.size > 1) return { candidates: names };
  return { mistake: { name: names.join(", or "), hint: fitting[0].hint } };
}

/** An answer that is wrong, for a reason that needs no case to show. */
export function failed(sentence: string): Failed {
  return { state: "failed", failure: { sentence } };
}
