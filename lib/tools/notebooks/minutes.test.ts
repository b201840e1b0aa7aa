import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { COURSE } from "../../exercises/course";
import { courseFolder } from "../setup/course-files.cjs";
import { findNotebooks } from "./find";
import { joinLines, readNotebook } from "./format";

const ROOT = courseFolder();

/** What the head of a chapter says: reading, and all of it; in minutes. */
function minutesOf(chapter: string): { reading: number; all: number } {
  const [first] = readNotebook(findNotebooks([chapter])[0]).cells;
  const [, reading, all = reading] =
    /To read\*\* \| (\d+) minutes(?:, with the exercises (\d+))?/.exec(
      joinLines(first.source),
    ) ?? [];
  return { reading: Number(reading), all: Number(all) };
}

const total = (chapters: readonly string[]): number =>
  chapters.reduce((sum, chapter) => sum + minutesOf(chapter).all, 0);

test("the minutes of the README are those of the chapters", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  for (const { number } of COURSE) {
    const row = new RegExp(`^\\| \\[${number} .*\\| +(\\d+) \\|$`, "m");
    assert.equal(row.exec(readme)?.[1], String(minutesOf(number).all), number);
  }
});

test("the minutes of the teacher's guide are sums of those", () => {
  const guide = readFileSync(join(ROOT, ".github", "TEACHING.md"), "utf8");
  const rows =
    guide.match(/^\|(?: +\d+| (?:first|second) \w+ *) \|.*$/gm) ?? [];
  const sums = rows.map((row) => {
    const [, , chapters, minutes] = row.split("|");
    return {
      chapters: chapters.match(/\d\d/g) ?? [],
      minutes: Number(minutes),
    };
  });
  assert.equal(sums.length, 12 + 4);
  for (const { chapters, minutes } of sums)
    assert.equal(minutes, total(chapters), chapters.join());
});

test("a chapter takes its reading and its exercises, to a quarter", () => {
  for (const { number, exercises } of COURSE.slice(1)) {
    const { reading, all } = minutesOf(number);
    const tasks = exercises.reduce((sum, { minutes }) => sum + minutes, 0);
    const ratio = all / (reading + tasks);
    assert.ok(ratio > 0.8 && ratio < 1.25, `${number}: ${reading} + ${tasks}`);
  }
});
