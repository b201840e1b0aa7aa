import { type ClassRules, timeOf } from "./class-rules";
import type { ExerciseRecord, HandInRecord } from "./records";

/** The points of a hand-in under the rules of its class. */
export interface Score {
  /** by exercise, weighted */
  exercises: Record<string, number>;
  /** all of them, with what being late costs and extra points */
  total: number;
  /** days after it was due, each begun one counted; 0 if it was in time */
  daysLate: number;
  /** what changed the total, in words */
  notes: string[];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Adds up the points of a hand-in that was graded.
 *
 * @param record the hand-in
 * @param rules those of its class
 * @returns nothing if it was not graded
 */
export function scoreOf(
  record: HandInRecord,
  rules: ClassRules,
): Score | undefined {
  if (record.status !== "graded") return undefined;
  const { learner } = record;
  const chapter = record.chapter.slice(0, 2);
  const exercises = Object.fromEntries(
    Object.entries(record.exercises).map(([id, one]) => [
      id,
      weighted(earned(one, rules.partialCredit), id, rules),
    ]),
  );
  const sum = Object.values(exercises).reduce((a, b) => a + b, 0);
  const daysLate = daysAfter(record, dueOf(rules, learner, chapter));
  const lost = Math.min(sum, sum * rules.penaltyPerDay * daysLate);
  const extra = rules.extra[learner]?.[chapter] ?? 0;
  return {
    exercises,
    total: tidy(Math.max(0, sum - lost + extra)),
    daysLate,
    notes: [
      ...(daysLate > 0
        ? [`late by ${daysLate} day${daysLate > 1 ? "s" : ""}: -${tidy(lost)}`]
        : []),
      ...(extra === 0 ? [] : [`extra: ${extra > 0 ? "+" : ""}${extra}`]),
    ],
  };
}

/** Points of an exercise, multiplied by its weight. */
export function weighted(
  points: number,
  id: string,
  { weights }: ClassRules,
): number {
  return tidy(points * (weights[id] ?? 1));
}

/** The most that the exercises of a hand-in give, weighted. */
export function mostOf({ exercises }: HandInRecord, rules: ClassRules): number {
  const all = Object.entries(exercises);
  return tidy(
    all.reduce((total, [id, { of }]) => total + weighted(of, id, rules), 0),
  );
}

function earned(one: ExerciseRecord, partial: boolean): number {
  return one.state === "failed" && partial
    ? Math.floor(10 * one.of * (one.share ?? 0)) / 10
    : one.points;
}

function dueOf(
  { due, extensions }: ClassRules,
  learner: string,
  chapter: string,
): number {
  const text = extensions[learner]?.[chapter] ?? due[chapter];
  return text === undefined ? Infinity : timeOf(text);
}

/** Days after it was due; Canvas may know that it was late, but not when. */
function daysAfter({ handedInAt, isLate }: HandInRecord, due: number): number {
  const after = handedInAt === undefined ? 0 : Date.parse(handedInAt) - due;
  const days = Math.max(0, Math.ceil(after / DAY_MS));
  return days === 0 && isLate === true && due < Infinity ? 1 : days;
}

/** Without the digits that binary fractions add. */
function tidy(points: number): number {
  return Math.round(points * 100) / 100;
}
