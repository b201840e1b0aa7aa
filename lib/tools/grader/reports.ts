import { basename, dirname, join, relative } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import { findExercise } from "../../exercises/course";
import type { ClassRules } from "./class-rules";
import { markdownReader, pageHtml, textHtml } from "./page";
import { type ExerciseRecord, type HandInRecord, reportPath } from "./records";
import { mostOf, scoreOf, weighted } from "./score";
import { countsOf } from "./summary";

const WRITES = { where: "npm run grade" };
const STATES = ["passed", "failed", "open", "missing"] as const;
const SAID = {
  passed: "✓ Passed",
  failed: "✗ Not right yet",
  open: "○ Open",
  missing: "○ Missing",
};

/**
 * Writes a page for each learner, beside the record of the hand-in.
 *
 * @param folder the folder of the class
 * @param records the hand-ins for one chapter
 * @param chapter the texts of its exercises as markdown, by id
 * @param rules those of the class
 */
export async function writeReports(
  folder: string,
  records: readonly HandInRecord[],
  chapter: ReadonlyMap<string, string>,
  rules: ClassRules,
): Promise<void> {
  const read = await markdownReader();
  for (const record of records) {
    const title = `${record.chapter}: ${record.learner}`;
    const page = pageHtml(title, learnerHtml(record, chapter, { rules, read }));
    const path = reportPath(folder, record.learner, record.chapter);
    replaceFile(path, page, WRITES);
  }
}

function learnerHtml(
  record: HandInRecord,
  chapter: ReadonlyMap<string, string>,
  { rules, read }: { rules: ClassRules; read(markdown: string): string },
): string {
  const score = scoreOf(record, rules);
  if (!score)
    return `<p class="said failed">Not graded: ${textHtml(record.cause ?? "")}</p>`;
  const notes = [...score.notes, ...record.notes];
  return [
    `<p><strong>${score.total} of ${mostOf(record, rules)} points</strong></p>`,
    ...notes.map((note) => `<p>${textHtml(note)}</p>`),
    ...Object.entries(record.exercises).map(([id, one]) => {
      const of = weighted(one.of, id, rules);
      return exerciseHtml(id, one, {
        text: read(chapter.get(id) ?? ""),
        cure: read(one.cure ?? ""),
        points: `${score.exercises[id]} of ${of}`,
      });
    }),
  ].join("\n");
}

function exerciseHtml(
  id: string,
  { state, why, mistake, answer }: ExerciseRecord,
  { text, cure, points }: Record<"text" | "cure" | "points", string>,
): string {
  const said = [
    `<strong>${SAID[state]}.</strong> ${textHtml(why ?? "")}`,
    ...(mistake === undefined ? [] : [`The mistake: ${textHtml(mistake)}.`]),
    cure,
  ];
  return [
    `<h2>${textHtml(titleOf(id))} <span class="points">${points}</span></h2>`,
    text,
    ...(answer === undefined ? [] : [`<pre>${textHtml(answer)}</pre>`]),
    `<div class="said ${state}">${said.join("<br>")}</div>`,
  ].join("\n");
}

function titleOf(id: string): string {
  return `${id} ${findExercise(id).title}`;
}

/**
 * Writes a picture of the class: how many solved each exercise, the most
 * frequent mistakes, and a link to each learner's page.
 *
 * @param folder the folder of the class
 * @param records the hand-ins for one chapter
 * @param rules those of the class
 * @returns its path
 */
export function writeClassPage(
  folder: string,
  records: readonly HandInRecord[],
  rules: ClassRules,
): string {
  const [{ chapter }] = records;
  const path = join(folder, "graded", `${chapter}.html`);
  const title = `${chapter}: ${records.length} hand-ins`;
  const body = [
    "<table><tr><th>exercise</th><th>passed, wrong, open, missing</th>" +
      "<th>most frequent mistakes</th></tr>",
    ...countsOf(records).map(countsHtml),
    "</table>\n<h2>Learners</h2>\n<table>",
    ...records
      .toSorted((a, b) => (a.learner < b.learner ? -1 : 1))
      .map((record) => {
        const score = scoreOf(record, rules);
        const page = reportPath(folder, record.learner, chapter);
        const place = [basename(dirname(page)), basename(page)];
        const said = score
          ? [`${score.total} of ${mostOf(record, rules)}`, ...score.notes]
          : ["not graded", record.cause ?? ""];
        return (
          `<tr><td><a href="${place.map(encodeURIComponent).join("/")}">` +
          `${textHtml(record.learner)}</a></td>` +
          `<td>${textHtml(said.join("; "))}</td></tr>`
        );
      }),
    "</table>",
  ];
  replaceFile(path, pageHtml(title, body.join("\n")), WRITES);
  return relative(folder, path);
}

function countsHtml({
  id,
  states,
  mistakes,
}: ReturnType<typeof countsOf>[number]): string {
  const bars = STATES.map(
    (state) =>
      `<div class="${state}" style="flex: ${states[state]}" ` +
      `title="${states[state]} ${state}"></div>`,
  );
  const named = mistakes.map(([name, n]) => `${n} × ${textHtml(name)}`);
  return (
    `<tr><td>${textHtml(titleOf(id))}</td><td><div class="bar">${bars.join("")}` +
    `</div>${STATES.map((state) => states[state]).join(", ")}</td>` +
    `<td>${named.join("<br>")}</td></tr>`
  );
}
