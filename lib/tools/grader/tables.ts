import { join } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import type { ClassRules } from "./class-rules";
import { allRecords } from "./records";
import { mostOf, scoreOf } from "./score";

/**
 * Writes `grades.csv`: a line per hand-in, of all chapters that were graded.
 *
 * @param folder the folder of the class
 * @param rules those of the class
 * @returns its path
 */
export function writeGrades(folder: string, rules: ClassRules): string {
  const records = allRecords(folder);
  const ids = [
    ...new Set(records.flatMap(({ exercises }) => Object.keys(exercises))),
  ].sort();
  const rows = records.map((record) => {
    const { learner, chapter, status, cause, notes, handedInAt } = record;
    const score = scoreOf(record, rules);
    const said = [...(cause === undefined ? [] : [cause]), ...notes];
    return [
      ...[learner, chapter, status, score?.total, mostOf(record, rules)],
      ...ids.map((id) => score?.exercises[id]),
      ...[handedInAt, score?.daysLate],
      [...said, ...(score?.notes ?? [])].join("; "),
    ];
  });
  const header = ["learner", "chapter", "status", "total", "of", ...ids];
  const path = join(folder, "grades.csv");
  writeTable(path, [[...header, "handed in", "days late", "cause"], ...rows]);
  return path;
}

/** Writes a CSV file. */
export function writeTable(
  path: string,
  rows: readonly (readonly (string | number | undefined)[])[],
): void {
  const lines = rows.map((row) => `${row.map(field).join(",")}\n`);
  replaceFile(path, lines.join(""), { where: "npm run grade" });
}

/** A field of a CSV file, which a spreadsheet does not take for a formula. */
function field(value: string | number | undefined): string {
  if (typeof value !== "string") return String(value ?? "");
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
