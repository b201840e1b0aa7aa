import { join } from "node:path";

import type { ClassRules } from "./class-rules";
import type { HandInRecord } from "./records";
import { mostOf, scoreOf } from "./score";
import { writeTable } from "./tables";

type Row = (string | number | undefined)[];

/**
 * Writes what Canvas and Moodle import, for the hand-ins that came from there:
 * `canvas-CHAPTER.csv` and `moodle-CHAPTER.csv`. A hand-in that was not graded
 * has no points in them, so that nothing is overwritten.
 *
 * @param folder the folder of the class
 * @param records the hand-ins for one chapter
 * @param rules those of the class
 * @returns the names of the files
 */
export function writeForSystems(
  folder: string,
  records: readonly HandInRecord[],
  rules: ClassRules,
): string[] {
  const from = (system: string): HandInRecord[] =>
    records.filter(({ account }) => account?.system === system);
  const points = (record: HandInRecord): number | undefined =>
    scoreOf(record, rules)?.total;
  const tables: Record<string, { of: HandInRecord[]; rows(): Row[] }> = {
    // Canvas finds learners by ID; the points possible are those of its own.
    canvas: {
      of: from("Canvas"),
      rows: () => [
        ["Student", "ID", "SIS Login ID", "Section", records[0].chapter],
        ...from("Canvas").map((record) => [
          ...[record.learner, record.account?.id, "", ""],
          points(record),
        ]),
      ],
    },
    // Moodle's worksheet for grading offline; all three columns must be there.
    moodle: {
      of: from("Moodle"),
      rows: () => [
        [
          ...["Identifier", "Full name", "Grade", "Maximum grade"],
          "Last modified (grade)",
        ],
        ...from("Moodle").map((record) => [
          ...[`Participant ${record.account?.id}`, record.learner],
          ...[points(record), mostOf(record, rules), undefined],
        ]),
      ],
    },
  };
  return Object.entries(tables)
    .filter(([, { of }]) => of.length > 0)
    .map(([system, { rows }]) => {
      const name = `${system}-${records[0].chapter}.csv`;
      writeTable(join(folder, name), rows());
      return name;
    });
}
