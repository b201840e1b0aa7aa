import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";

import {
  onlyNotebook,
  readFileBytes,
  readHandInBytes,
} from "../classroom/hand-in";
import type { Account } from "./records";
import { listZip } from "../classroom/zip";

/** A notebook that a learner handed in. */
export interface HandIn {
  learner: string;
  /** where it is, for people */
  from: string;
  /** when it was handed in, if that is known */
  time?: Date;
  /** Canvas says that it came late, and not when */
  isLate?: boolean;
  account?: Account;
  /** @throws with the cause if it cannot be read */
  read(): Uint8Array;
}

/** A file of a learner. */
interface Found {
  /** its folders, and its name */
  parts: string[];
  from: string;
  time: Date | undefined;
  read(): Uint8Array;
}

/** `Ada Lovelace_12345_assignsubmission_file_`, as Moodle names a folder. */
const MOODLE = /_(\d+)_assignsubmission_\w+$/;
/** `lovelaceada_LATE_123_456_05-linear-layer-1.ipynb`, as Canvas names a file. */
const CANVAS = /^([^_]+)_(LATE_)?(\d+)_\d+_/;
/** What browsers add to the name of a file, ` (1)`, and systems, `-Copy1`. */
const COPY = /^([\s_-]*(\(\d+\)|\d+|copy\s*\d*))?$/i;
const IGNORED = /^\.(?!\.)|^__MACOSX$/;

/**
 * The hand-ins for a chapter in `submitted/LEARNER/CHAPTER`.
 *
 * @param folder the folder of the class
 * @param name the chapter's name
 * @throws if there is none
 */
export function submittedHandIns(folder: string, name: string): HandIn[] {
  const submitted = join(folder, "submitted");
  const isThere = (path: string): boolean => {
    try {
      return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== "ENOTDIR";
    }
  };
  const learners = (isThere(submitted) ? readdirSync(submitted) : []).filter(
    (one) =>
      one.includes("\ufffd") ||
      isThere(join(submitted, one, name)) ||
      isThere(join(submitted, one, `${name}.ipynb`)),
  );
  if (learners.length === 0)
    throw new Error(
      `Hand-ins must be in submitted/LEARNER/${name}/${name}.ipynb in ${folder}, ` +
        `or be named after the chapter on the command line; there is none.`,
    );
  return learners.map((learner) => ({
    learner,
    from: join("submitted", learner, name),
    time: submittedAt(join(submitted, learner, name)),
    read: () => readHandInBytes(folder, learner, name).bytes,
  }));
}

/** When a hand-in was saved, or what nbgrader wrote about it. */
function submittedAt(folder: string): Date | undefined {
  try {
    const files = readdirSync(folder);
    const note = join(folder, "timestamp.txt");
    if (files.includes("timestamp.txt") && lstatSync(note).isFile()) {
      const time = new Date(readFileSync(note, "utf8").trim());
      if (!Number.isNaN(time.getTime())) return time;
    }
    const notebooks = files.filter((file) => /\.ipynb$/i.test(file));
    const times = notebooks.map((file) => lstatSync(join(folder, file)).mtime);
    return times.length === 1 ? times[0] : undefined;
  } catch {
    return undefined; // reading the hand-in says why
  }
}

/**
 * The hand-ins for a chapter in notebooks, folders and zips. Links are not
 * followed.
 *
 * @param paths what the teacher named
 * @param name the chapter's name
 * @throws if a path does not exist, or if a zip cannot be read
 */
export function handInsIn(paths: readonly string[], name: string): HandIn[] {
  const byLearner = new Map<string, Found[]>();
  for (const found of paths.flatMap((path) => filesAt(resolve(path)))) {
    const learner = learnerOf(found.parts, name);
    byLearner.set(learner, [...(byLearner.get(learner) ?? []), found]);
  }
  return [...byLearner].map(([learner, files]) => {
    const from = files.map((file) => file.from).join(", ");
    const choose = (): Found => {
      const names = files.map(({ parts }) => parts.at(-1) ?? "");
      const chosen = onlyNotebook(names, `${name}.ipynb`);
      const at = names.indexOf(chosen);
      if (at === names.lastIndexOf(chosen)) return files[at];
      throw new Error(
        `a learner must have one notebook; there are several (${from}).`,
      );
    };
    const facts = factsOf(files[0]);
    return { learner, from, ...facts, read: () => choose().read() };
  });
}

/** All files at or below a path, or in the zip there. */
function filesAt(path: string): Found[] {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats)
    throw new Error(
      `A hand-in must be a notebook, a folder or a zip; there is no ${path}. ` +
        `Is the path right?`,
    );
  if (stats.isDirectory()) return filesBelow(path, path);
  if (!stats.isFile() || !/\.zip$/i.test(path))
    return [fileAt(path, path.split(sep))];
  return listZip(readFileSync(path), path)
    .map(({ path: inside, time, read }) => ({
      parts: inside.split(/[/\\]/),
      from: `${path}: ${inside}`,
      ...{ time, read },
    }))
    .filter(({ parts }) => !parts.some((part) => IGNORED.test(part)));
}

function filesBelow(folder: string, root: string): Found[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !IGNORED.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, root);
      // The folder itself may be the learner's.
      return [
        fileAt(path, [basename(root), ...relative(root, path).split(sep)]),
      ];
    });
}

function fileAt(path: string, parts: string[]): Found {
  const time = lstatSync(path).mtime;
  return { parts, from: path, time, read: () => readFileBytes(path) };
}

/** What the names that Canvas and Moodle give say about a file. */
function factsOf({
  parts,
  time,
}: Found): Pick<HandIn, "time" | "isLate" | "account"> {
  const canvas = CANVAS.exec(parts.at(-1) ?? "");
  if (canvas) {
    const account = { system: "Canvas", id: canvas[3] } as const;
    // the times in its zips are those of the download
    return { isLate: canvas[2] !== undefined, account };
  }
  const moodle = MOODLE.exec(parts.at(-2) ?? "");
  if (!moodle) return { time };
  return { time, account: { system: "Moodle", id: moodle[1] } };
}

/** Who handed in a file: its folder says it, or its name. */
function learnerOf(parts: readonly string[], name: string): string {
  const file = (parts.at(-1) ?? "").replace(/\.\w+$/, "");
  const canvas = CANVAS.exec(file);
  if (canvas) return canvas[1];
  const rest = file.startsWith(name) ? file.slice(name.length) : file;
  const folder = parts
    .slice(0, -1)
    .filter((part) => part !== name && part !== "")
    .at(-1);
  if (folder && (COPY.test(rest) || MOODLE.test(folder)))
    return folder.replace(MOODLE, "");
  return COPY.test(rest) ? file : rest.replace(/^[\s_-]+/, "");
}
