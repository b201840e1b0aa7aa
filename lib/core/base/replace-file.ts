import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

import { ensure, show } from "./expect";

/** The name of a file that is not finished yet. */
const UNFINISHED = /^\.tinyllm-[0-9a-f-]{36}\.part$/;

/** A writer adds to its file more often than this, unless it was killed. */
const ABANDONED_MS = 600_000;

/** Answers of a system that cannot sync a file or a folder. */
const CANNOT_SYNC = /^(EACCES|EBADF|EINVAL|EISDIR|ENOSYS|ENOTSUP|EPERM)$/;

const DENIED = ["you may not write there", "Choose a folder of your own."];
const NO_FOLDER = [
  "one of its folders is a file or a broken link",
  "Choose another folder.",
];

/** What an error of the system means, and its cure. */
const MEANINGS: Record<string, string[] | undefined> = {
  ENOSPC: ["the disk is full", "Free some space, then save again."],
  EDQUOT: ["your disk quota is used up", "Free some space, then save again."],
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: DENIED,
  ENOTDIR: NO_FOLDER,
  EEXIST: NO_FOLDER,
  ENAMETOOLONG: ["a name in it is too long", "Choose a shorter name."],
  ELOOP: ["its links point to each other", "Choose another name."],
};

/**
 * What the last call has made and not finished. A Stop ends a cell without its
 * `finally`, so the next call removes it.
 */
let unfinished = { path: "", file: -1, folders: [] as string[] };

/**
 * Writes a file in one go. Even if the process is killed or the power fails,
 * the path holds the old file or the new one, and the new one after the return.
 *
 * The bytes go to a file of another name in the same folder, are synced to the
 * disk, and are then renamed. An existing file keeps its permissions, and its
 * owner if the system permits; a symbolic link stays and its target is
 * replaced. A folder, device, pipe or socket is not replaced.
 *
 * @param path path of the file; folders that are missing are created
 * @param content text, or bytes in parts
 * @param options `where`: name of the calling function, for messages
 * @throws if the file cannot be written; then nothing has changed
 */
export function replaceFile(
  path: string,
  content: string | readonly Uint8Array[],
  { where }: { where: string },
): void {
  const isPath = typeof path === "string" && /[^/\\]$/.test(path);
  ensure(
    isPath && !path.includes("\0"),
    () =>
      `${where}: path must be the name of a file; got ${show(path)}. ` +
      `Pass one, such as "saved/model.safetensors".`,
  );
  removeUnfinished();
  try {
    const old = fs.statSync(path, { throwIfNoEntry: false });
    ensure(old?.isFile() ?? true, () => {
      const kind = old?.isDirectory() ? "folder" : "device, pipe or socket";
      return (
        `${where}: path must be a file; ${JSON.stringify(path)} is a ${kind}. ` +
        `Choose the name of a file.`
      );
    });
    if (old) fs.closeSync(fs.openSync(path, fs.constants.O_WRONLY)); // may we?
    const parts = typeof content === "string" ? [content] : content;
    writeAndRename(targetOf(resolve(path)), parts, old);
  } catch (cause) {
    removeUnfinished();
    throw writeError(where, path, cause);
  }
}

/**
 * Says why a path could not be written.
 *
 * @param where name of the calling function
 * @param path as the caller gave it
 * @param cause an error of `node:fs`; any other is returned as it is
 */
export function writeError(
  where: string,
  path: string,
  cause: unknown,
): unknown {
  const { code = "", syscall, message } = cause as NodeJS.ErrnoException;
  if (syscall === undefined) return cause;
  const other = [`of "${message.split(",")[0]}"`, "Choose another place."];
  const [reason, cure] = MEANINGS[code] ?? other;
  const name = JSON.stringify(path);
  const problem = `${where}: ${name} could not be written, because ${reason}.`;
  return new Error(`${problem} ${cure}`, { cause });
}

/** Follows symbolic links, also to a file that does not exist yet. */
function targetOf(path: string): string {
  const isLink = fs
    .lstatSync(path, { throwIfNoEntry: false })
    ?.isSymbolicLink();
  if (!isLink) return path;
  const target = fs.readlinkSync(path);
  if (isAbsolute(target)) return targetOf(target);
  return targetOf(`${fs.realpathSync(dirname(path))}/${target}`);
}

function writeAndRename(
  target: string,
  parts: readonly (string | Uint8Array)[],
  old: fs.Stats | undefined,
): void {
  const folder = dirname(target);
  const path = join(folder, `.tinyllm-${randomUUID()}.part`);
  unfinished = { path, file: -1, folders: [] };
  makeFolder(folder, unfinished.folders);
  const file = fs.openSync(path, "wx", old ? 0o600 : 0o666);
  unfinished.file = file;
  try {
    removeAbandoned(folder, fs.fstatSync(file).mtimeMs);
    if (old) keepOwnerAndMode(file, old);
    for (const part of parts) fs.writeFileSync(file, part);
    sync(file);
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(path, target);
  const { folders } = unfinished;
  unfinished.path = "";
  for (const changed of [folder, ...folders.map(dirname)]) syncFolder(changed);
}

/**
 * Creates a folder and those above it.
 *
 * @param folder path of the folder
 * @param made gets the folders that were missing, innermost first
 */
export function makeFolder(folder: string, made: string[] = []): void {
  if (fs.existsSync(folder)) return;
  makeFolder(dirname(folder), made); // `recursive` would never end below /proc
  try {
    fs.mkdirSync(folder);
    made.unshift(folder);
  } catch (error) {
    if (!fs.existsSync(folder)) throw error; // another writer was faster
  }
}

function keepOwnerAndMode(file: number, { uid, gid, mode }: fs.Stats): void {
  const made = fs.fstatSync(file);
  if (made.gid !== gid) attempt(() => fs.fchownSync(file, made.uid, gid));
  if (made.uid !== uid) attempt(() => fs.fchownSync(file, uid, gid)); // if root
  if (made.mode !== mode) fs.fchmodSync(file, mode & 0o777);
}

/** Removes the unfinished files of writers that were killed. */
function removeAbandoned(folder: string, now: number): void {
  attempt(() => {
    for (const name of fs.readdirSync(folder)) {
      if (!UNFINISHED.test(name)) continue;
      const path = join(folder, name);
      attempt(() => {
        if (now - fs.statSync(path).mtimeMs > ABANDONED_MS) fs.rmSync(path);
      });
    }
  });
}

function removeUnfinished(): void {
  const { path, file, folders } = unfinished;
  if (path === "") return;
  attempt(() => {
    const isOpen = fs.fstatSync(file).ino === fs.statSync(path).ino;
    if (isOpen) fs.closeSync(file); // otherwise the number is another file's
  });
  attempt(() => fs.rmSync(path, { force: true }));
  for (const folder of folders) attempt(() => fs.rmdirSync(folder)); // if empty
  unfinished.path = "";
}

function syncFolder(folder: string): void {
  let file: number;
  try {
    file = fs.openSync(folder, "r");
  } catch {
    return; // Windows cannot, and a folder may be closed to readers
  }
  try {
    sync(file);
  } finally {
    fs.closeSync(file);
  }
}

function sync(file: number): void {
  try {
    fs.fsyncSync(file);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (!CANNOT_SYNC.test(code)) throw error;
  }
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // not permitted, or another process was faster
  }
}
