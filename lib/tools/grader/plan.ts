import { joinLines, type Notebook } from "../notebooks/format";
import type { GivenCell } from "../classroom/hand-in";
import { compileCell, wordsOf } from "./compile";

/** A cell that is to run. */
export interface PlannedCell {
  source: string;
  /** its place in the hand-in, from 1; none for a cell of the chapter itself */
  at: number | undefined;
  /** the exercises that it checks */
  ids: string[];
}

/** What the grader runs of a hand-in. */
export interface Plan {
  cells: PlannedCell[];
  /** what was handled, in words */
  notes: string[];
}

/** A code cell of the chapter. */
export interface ChapterCell {
  source: string;
  ids: string[];
  /** the variables that it declares or sets */
  names: string[];
}

const CHECKS = /\bcheck\(\s*["'`](\d\d\.\d+)["'`]/g;
const ASSIGNED =
  /^\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:[-+*/%&|?]|\*\*)*=[^=>]/gmu;

const MATHJS = /^import \{([^}]*)\} from "mathjs";$/m;

/** The code cells of a chapter, as the course has it. */
export function chapterCells(chapter: Notebook): ChapterCell[] {
  return chapter.cells.flatMap((cell) => {
    if (cell.cell_type !== "code") return [];
    const source = plain(joinLines(cell.source));
    const set = [...source.matchAll(ASSIGNED)].map(([, name]) => name);
    const names = [...compileCell(source, new Set()).names, ...set];
    return [{ source, ids: idsIn(source), names }];
  });
}

/**
 * Decides which cells of a hand-in run, and in which order: the learner's own,
 * and of the chapter's those that declare what these need, even if the hand-in
 * lacks them. Charts and trainings that nobody changed do not run.
 *
 * @param given the cells of the hand-in
 * @param chapter the chapter's cells
 */
export function planCells(
  given: readonly GivenCell[],
  chapter: readonly ChapterCell[],
): Plan {
  const { cells, notes } = codeCells(given, chapter);
  const known = new Map(chapter.map((cell, place) => [cell.source, place]));
  const missing = new Set(chapter.keys());
  const all: (PlannedCell & { place?: number; names?: string[] })[] = cells.map(
    (cell) => {
      const place = known.get(cell.source);
      if (place !== undefined) missing.delete(place);
      const { names } = place === undefined ? {} : chapter[place];
      return { ...cell, place, names };
    },
  );
  const checked = new Set(cells.flatMap(({ ids }) => ids));
  const lost = [...missing].filter((place) =>
    chapter[place].ids.every((id) => !checked.has(id)),
  );
  for (const place of lost) {
    const before = all.findLastIndex((cell) => (cell.place ?? place) < place);
    all.splice(before + 1, 0, { ...chapter[place], at: undefined, place });
  }
  const isOwn = (cell: (typeof all)[number]): boolean =>
    cell.names === undefined || cell.ids.length > 0;
  const kept = new Set(all.filter(isOwn));
  const needed = new Set([...kept].flatMap(({ source }) => wordsOf(source)));
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    for (const cell of all) {
      if (kept.has(cell) || !cell.names?.some((name) => needed.has(name)))
        continue;
      kept.add(cell);
      for (const word of wordsOf(cell.source)) needed.add(word);
    }
  }
  const running = all.filter((cell) => kept.has(cell));
  return { cells: running.map((cell) => withoutIdle(cell, running)), notes };
}

/**
 * Leaves mathjs out of a chapter's imports if no other cell needs it, because
 * loading it takes longer than all the rest.
 */
function withoutIdle(
  cell: PlannedCell & { names?: string[] },
  all: readonly PlannedCell[],
): PlannedCell {
  if (cell.names === undefined || !cell.source.includes("mathjs")) return cell;
  const others = all.filter((one) => one !== cell);
  const used = new Set(others.flatMap(({ source }) => wordsOf(source)));
  const source = cell.source.replace(MATHJS, (whole, names: string) =>
    wordsOf(names).some((name) => used.has(name)) ? whole : "",
  );
  return { ...cell, source };
}

/**
 * The code of a hand-in. A cell that checks an exercise may have become text by
 * one key in JupyterLab; it counts if no other cell checks this exercise.
 */
function codeCells(
  given: readonly GivenCell[],
  chapter: readonly ChapterCell[],
): Plan {
  const notes: string[] = [];
  const isCode = ({ cell_type }: GivenCell): boolean => cell_type === "code";
  const checked = new Set(
    given.filter(isCode).flatMap(({ source }) => idsIn(source)),
  );
  const asked = new Set(chapter.flatMap(({ ids }) => ids));
  const cells = given.flatMap((cell, i) => {
    const source = plain(cell.source);
    const ids = idsIn(source).filter((id) => asked.has(id));
    const isLost =
      ids.some((id) => !checked.has(id)) && /^\s*[^#\s*]/.test(source);
    if (!isCode(cell) && !isLost) return [];
    if (!isCode(cell))
      notes.push(`cell ${i + 1} is of type ${cell.cell_type} and ran as code`);
    return [{ source, at: i + 1, ids }];
  });
  return { cells, notes };
}

/** The exercises that a cell's text checks, once each. */
function idsIn(source: string): string[] {
  return [...new Set([...source.matchAll(CHECKS)].map(([, id]) => id))];
}

/** A text without what editors change unasked. */
function plain(source: string): string {
  return source.replace(/\r\n?/g, "\n").trimEnd();
}
