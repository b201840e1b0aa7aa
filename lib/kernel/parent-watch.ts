/**
 * Ends the kernel when the process that started it has ended. This runs in its
 * own thread, because a cell may block the kernel in an endless loop.
 */
import { workerData } from "node:worker_threads";

const CHECK_EVERY_MS = 2000;
const parent = Number(workerData);

setInterval(() => {
  if (process.ppid !== parent || !isAlive(parent)) {
    process.kill(process.pid, "SIGKILL");
  }
}, CHECK_EVERY_MS);

/** Whether the process exists; on Windows a dead parent's id stays visible. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
