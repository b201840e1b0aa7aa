import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative } from "node:path";

const COURSE = join(__dirname, "..", "..", "..", "..");

/**
 * Where this learner's progress is kept. If the folder of the course belongs to
 * them: `.progress.json` beside `lib`. If it is someone else's, whose progress
 * must stay theirs: `tinyllm/progress.json` in the folder where the system keeps
 * the state of programs: what they remember from one start to the next, which is
 * neither a setting nor the learner's own work. On a JupyterHub the account says
 * nothing, since all learners may have the same. There the course is theirs if it
 * is in their home folder, and the name contains the hub's name of the learner.
 *
 * The variable TINYLLM_PROGRESS names another file.
 *
 * @param course the folder of the course
 * @returns path of the file
 */
export function progressPath(course: string = COURSE): string {
  const chosen = process.env.TINYLLM_PROGRESS;
  if (chosen) return chosen;
  const learner = process.env.JUPYTERHUB_USER;
  const name = learner ? `progress-${encodeURIComponent(learner)}` : "progress";
  const beside = join(course, `.${name}.json`);
  const isRoot = process.getuid?.() === 0; // as in most containers
  const isOurs = learner
    ? isAtHome(course)
    : existsSync(beside)
      ? isMine(beside)
      : isRoot || isMine(course);
  return isOurs ? beside : join(stateFolder(), "tinyllm", `${name}.json`);
}

/**
 * Where earlier versions of the course kept this learner's progress, if they
 * did so elsewhere.
 *
 * @param course the folder of the course
 * @returns path of a file, or undefined
 */
export function formerPath(course: string = COURSE): string | undefined {
  const { TINYLLM_PROGRESS, JUPYTERHUB_USER: learner } = process.env;
  if (TINYLLM_PROGRESS) return undefined;
  const names = learner
    ? [`.progress-${encodeURIComponent(learner)}.json`]
    : [".progress.json"];
  // elsewhere, all learners of a hub may have written into it
  if (learner && isAtHome(course)) names.push(".progress.json");
  return names
    .map((name) => join(course, name))
    .find(
      (path) =>
        existsSync(path) &&
        // Windows does not say to whom a file belongs
        (process.platform === "win32" || isMine(path)),
    );
}

/** Whether a file or folder belongs to the account that runs this program. */
function isMine(path: string): boolean {
  if (process.getuid) return statSync(path).uid === process.getuid();
  return isAtHome(path);
}

function isAtHome(path: string): boolean {
  const place = relative(homedir(), path);
  return !place.startsWith("..") && !isAbsolute(place);
}

function stateFolder(): string {
  const { LOCALAPPDATA, XDG_STATE_HOME } = process.env;
  const chosen = process.platform === "win32" ? LOCALAPPDATA : XDG_STATE_HOME;
  if (chosen && isAbsolute(chosen)) return chosen;
  return join(homedir(), ".local", "state");
}
