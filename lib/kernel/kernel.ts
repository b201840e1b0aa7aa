/**
 * The kernel that Jupyter starts: `node kernel.js --config-path FILE`. It runs
 * tslab's compiler and executor, and speaks Jupyter's protocol more fully than
 * tslab does.
 */
import "./compile-cache";

import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

import { KernelServer } from "./server";
import { hearStops, isTermination } from "./stops/stops";

/** Calls in a stack trace, enough to reach the cell through a library. */
const STACK_FRAMES = 50;

async function main(): Promise<void> {
  const options = { "config-path": { type: "string" } } as const;
  const { "config-path": connectionFile } = parseArgs({ options }).values;
  if (!connectionFile) {
    throw new Error(
      "kernel: --config-path must name Jupyter's connection file. " +
        "Jupyter starts this program; use npm start to open the course.",
    );
  }
  Error.stackTraceLimit = STACK_FRAMES;
  const stops = await hearStops();
  const server = new KernelServer(connectionFile, process.cwd(), stops);
  process.on("SIGINT", () => {
    server.interrupt();
  });
  process.on("uncaughtException", (error) => {
    if (isTermination(error)) stops.repeat();
    else server.reportStray("Uncaught", error);
  });
  process.on("unhandledRejection", (reason) => {
    server.reportStray("Unhandled rejection (is an await missing?)", reason);
  });
  await server.init();
  endWithParent();
}

/**
 * Jupyter sets this variable if the kernel should end together with Jupyter.
 */
function endWithParent(): void {
  if (process.env.JPY_PARENT_PID === undefined) return;
  new Worker(join(__dirname, "parent-watch.js"), {
    workerData: process.ppid,
  }).unref();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
