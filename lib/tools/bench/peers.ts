import { join } from "node:path";

import { pythonOf } from "../setup/tool-environment";
import { courseFolder } from "../setup/course-files.cjs";

/** Where the peers' scripts are. */
export const PEERS: string = join(
  courseFolder(),
  "lib",
  "tools",
  "bench",
  "peers",
);

/**
 * The Python with NumPy, PyTorch, tokenizers and transformers.
 *
 * @returns its path
 * @throws if its environment cannot be made; the message says why
 */
export function peersPython(): Promise<string> {
  return pythonOf({
    name: ".venv-peers",
    requirements: join(PEERS, "requirements.txt"),
    contents: "NumPy, PyTorch, tokenizers and transformers",
  });
}
