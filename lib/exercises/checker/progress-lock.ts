import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

const HOST = encodeURIComponent(hostname());
const INSTANCE = randomUUID();
let count = 0;

/** An update takes milliseconds, so a holder this old has died or sleeps. */
const HOLDER_MS = 5000;

/** When a notebook stops waiting for others. */
const PATIENCE_MS = 20_000;

/** Answers of a system to a folder that is renamed to one with files in it. */
const IS_TAKEN = /^(EACCES|EEXIST|ENOTEMPTY|EPERM)$/;

/**
 * Does some work on a file while no other process does so.
 *
 * The lock is a folder that holds one file, named after its holder. A waiting
 * process has such a folder too, under another name, and renames it. The system
 * allows this only if no lock exists or if it is empty. A holder that has died
 * is removed by its own name, so it cannot be mistaken for the next one.
 *
 * @param path path of the file
 * @param work gets a function that says whether the lock is still held
 * @returns what `work` returns
 * @throws if the lock cannot be made, or others hold it all the time
 */
export function underLock<T>(
  path: string,
  work: (isHeld: () => boolean) => T,
): T {
  const lock = `${path}.lock`;
  const holder = [HOST, process.pid, INSTANCE, ++count].join(",");
  const waiting = `${lock}-${holder}`;
  try {
    fs.mkdirSync(waiting);
    fs.writeFileSync(join(waiting, holder), "");
    takeLock(waiting, lock);
    removeAbandoned(lock);
    return work(() => fs.existsSync(join(lock, holder)));
  } finally {
    fs.rmSync(waiting, { recursive: true, force: true });
    attempt(() => fs.rmSync(join(lock, holder)));
    attempt(() => fs.rmdirSync(lock)); // unless it is taken again
  }
}

function takeLock(waiting: string, lock: string): void {
  const start = performance.now();
  let [seen, since] = ["", start];
  for (;;) {
    try {
      fs.renameSync(waiting, lock);
      return;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (!IS_TAKEN.test(code)) throw error;
    }
    const now = performance.now();
    if (now - start > PATIENCE_MS)
      throw new Error("other notebooks are busy with it. Run the cell again.");
    const holder = holderOf(lock);
    if (holder !== seen) [seen, since] = [holder, now];
    if (holder === "")
      attempt(() => fs.rmdirSync(lock)); // Windows wants it gone
    else if (isDead(holder) || now - since > HOLDER_MS)
      attempt(() => fs.rmSync(join(lock, holder)));
    else sleep(1 + 9 * Math.random());
  }
}

function holderOf(lock: string): string {
  try {
    return fs.readdirSync(lock)[0] ?? "";
  } catch {
    return ""; // just released
  }
}

/** Whether a holder is surely gone; the processes of other hosts may live. */
function isDead(holder: string): boolean {
  const [host, pid, instance] = holder.split(",");
  if (host !== HOST) return false;
  // a Stop ends a cell without its `finally`
  if (instance === INSTANCE) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/** Removes the folders of processes that were killed while they waited. */
function removeAbandoned(lock: string): void {
  const start = `${basename(lock)}-`;
  for (const name of fs.readdirSync(dirname(lock))) {
    if (!name.startsWith(start) || !isDead(name.slice(start.length))) continue;
    fs.rmSync(join(dirname(lock), name), { recursive: true, force: true });
  }
}

function sleep(milliseconds: number): void {
  const never = new Int32Array(new SharedArrayBuffer(4));
  Atomics.wait(never, 0, 0, milliseconds);
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // another process was faster
  }
}
