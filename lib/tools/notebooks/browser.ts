import { existsSync } from "node:fs";

import { chromium, type Browser } from "playwright-core";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Finds a Chromium or Chrome.
 * @returns the environment variable `CHROMIUM` if set, or else the first of
 *   the usual places that exists, or `undefined`
 */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM ?? USUAL_PLACES.find((path) => existsSync(path));
}

/** The message for a machine without Chromium. */
export const NO_CHROMIUM: string =
  "There is no Chromium. Install it (Debian, Ubuntu: " +
  "`apt-get install chromium`) or set CHROMIUM to its path.";

/**
 * Starts a Chromium without a window.
 * @returns the browser; close it when done
 * @throws if there is none; the message says how to install it
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error(NO_CHROMIUM);
  return chromium.launch({ executablePath, args: QUIET });
}
