/**
 * Ends the kernel when the process that started it is gone. This runs in its
 * own thread because a cell may keep the kernel busy in an endless loop.
 */
import { workerData } from "node:worker_threads";

const CHECK_EVERY_MS = 2000;
const parent = Number(workerData);

setInterval(() => {
  if (process.ppid !== parent || !isAlive(parent)) {
    process.kill(process.pid, "SIGKILL");
  }
}, CHECK_EVERY_MS);

/** Whether the process exists; Windows keeps the number of a dead parent. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
