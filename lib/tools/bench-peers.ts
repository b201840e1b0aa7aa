import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

import { courseFolder, pythonIn } from "./places.cjs";
import { findPython } from "./python.cjs";
import { describeTrouble, runLogged, type Trouble } from "./trouble.cjs";

/** Where the peers' scripts are. */
export const PEERS: string = join(courseFolder(), "lib", "tools", "peers");

/**
 * The Python with NumPy, PyTorch and tokenizers, in an environment of its own
 * that is made when it is missing.
 *
 * @returns its path
 * @throws if it cannot be made; the message says why
 */
export async function peersPython(): Promise<string> {
  const root = courseFolder();
  const folder = join(root, ".venv-peers");
  const own = pythonIn(folder);
  if (existsSync(own)) return own;
  process.stderr.write("Installing NumPy, PyTorch and tokenizers ... ");
  const trouble = await makeEnvironment(root, folder, own);
  if (trouble) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(describeTrouble("peers (.venv-peers)", trouble));
  }
  process.stderr.write("done\n");
  return own;
}

async function makeEnvironment(
  root: string,
  folder: string,
  own: string,
): Promise<Trouble | undefined> {
  const { python, trouble } = findPython();
  if (!python) return trouble;
  const pip = ["-m", "pip", "install", "--disable-pip-version-check"];
  const requirements = join(PEERS, "requirements.txt");
  return (
    (await runLogged(root, "venv", [...python.line, "-m", "venv", folder])) ??
    (await runLogged(root, "pip", [own, ...pip, "-r", requirements]))
  );
}
