import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { findChromium, NO_CHROMIUM } from "../tools/notebooks/browser";

/** A running JupyterLab for a test. */
export interface Lab {
  /** such as `http://127.0.0.1:8888` */
  address: string;
  token: string;
  /** Stops the server and every kernel it started. */
  stop(): Promise<void>;
}

/**
 * Time limit in milliseconds, on a busy machine, for everything but training.
 */
export const PATIENCE_MS = 240_000;

const TOKEN = "browser-test";

/**
 * Starts JupyterLab as `npm start` does, with its own settings.
 * @param environment variables for the server, which its kernels inherit
 * @returns the running server; stop it when done
 * @throws with the server's output, if it does not answer
 */
export async function startLab(
  environment: Record<string, string>,
): Promise<Lab> {
  const settings = mkdtempSync(join(tmpdir(), "tinyllm-lab-"));
  followSystemTheme(settings);
  const port = await freePort();
  const server = spawn(
    process.execPath,
    [
      join(__dirname, "..", "tools", "setup", "start.js"),
      "--no-browser",
      `--ServerApp.port=${port}`,
      "--ServerApp.port_retries=0",
    ],
    {
      detached: process.platform !== "win32", // a group, stopped as a whole
      env: {
        ...process.env,
        ...environment,
        JUPYTER_TOKEN: TOKEN,
        JUPYTER_CONFIG_DIR: settings,
        JUPYTERLAB_SETTINGS_DIR: join(settings, "settings"),
        JUPYTERLAB_WORKSPACES_DIR: join(settings, "workspaces"),
      },
    },
  );
  endWithThisProcess(server);
  let printed = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream.on("data", (text: Buffer) => (printed += text.toString()));
  }
  const lab: Lab = {
    address: `http://127.0.0.1:${port}`,
    token: TOKEN,
    stop: async () => {
      await stopGroup(server);
      rmSync(settings, { recursive: true, force: true });
    },
  };
  const trouble = await waitForAnswer(lab, server);
  if (!trouble) return lab;
  await lab.stop();
  throw new Error(`JupyterLab ${trouble}. It printed:\n${printed}`);
}

/** Lets a test choose the theme through the browser's color scheme. */
function followSystemTheme(settings: string): void {
  const folder = join(settings, "settings", "@jupyterlab/apputils-extension");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "themes.jupyterlab-settings"),
    JSON.stringify({ "adaptive-theme": true }),
  );
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

async function waitForAnswer(
  { address, token }: Lab,
  server: ChildProcess,
): Promise<string | undefined> {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    if (server.exitCode !== null) return `ended with code ${server.exitCode}`;
    try {
      const answer = await fetch(`${address}/api/status?token=${token}`);
      if (answer.ok) return undefined;
    } catch {
      // not listening yet
    }
    await sleep(100);
  }
  return `did not answer within ${PATIENCE_MS / 1000} s`;
}

/** Asks the processes to end, then kills those left after ten seconds. */
async function stopGroup(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    server.kill("SIGTERM");
    await Promise.race([once(server, "exit"), sleep(10_000)]);
  }
  killGroup(server);
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, "SIGKILL");
  } catch {
    // nothing is left
  }
}

/** Stops the server when the tests are stopped from outside. */
function endWithThisProcess(server: ChildProcess): void {
  process.once("exit", () => {
    killGroup(server);
  });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => {
      console.error(`${signal} stopped the browser test.`);
      process.exit(1);
    });
  }
}

/**
 * Options for tests that need a Chromium.
 * @returns a reason to skip them if there is none; under `CI=true` they are
 *   never skipped
 */
export function chromiumOrSkip(): { skip: string | false; timeout: number } {
  const missing = !findChromium() && process.env.CI !== "true";
  return { skip: missing ? NO_CHROMIUM : false, timeout: 1_800_000 };
}
