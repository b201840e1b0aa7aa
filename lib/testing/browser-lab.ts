import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { findChromium, NO_CHROMIUM } from "../tools/notebooks/browser";

/** A JupyterLab that runs for a test. */
export interface Lab {
  /** such as `http://127.0.0.1:8888` */
  address: string;
  token: string;
  /** Stops the server and every kernel it started. */
  stop(): Promise<void>;
}

/** Milliseconds that anything but a training may take on a busy machine. */
export const PATIENCE_MS = 240_000;

const TOKEN = "browser-test";

/**
 * Starts the JupyterLab that `npm start` starts, with settings of its own.
 * @param environment variables for the server, which its kernels inherit
 * @returns the running server; stop it when done
 * @throws with what the server printed, if it does not answer
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

/** So that a test can choose the theme as a person's system does. */
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

/** Asks politely, then stops by force what is left after ten seconds. */
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

/** When the tests are stopped from outside, the server must not stay. */
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
 * @returns a reason to skip them if there is none; not under `CI=true`, where
 *   they must run, or fail
 */
export function chromiumOrSkip(): { skip: string | false; timeout: number } {
  const missing = !findChromium() && process.env.CI !== "true";
  return { skip: missing ? NO_CHROMIUM : false, timeout: 1_800_000 };
}
