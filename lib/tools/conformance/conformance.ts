/** `npm run conformance`: runs Jupyter's own kernel tests on our kernel. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { jupyterEnvironment } from "../setup/kernel.cjs";
import { runMain } from "../setup/run-main";
import { pythonOf } from "../setup/tool-environment";
import { courseFolder } from "../setup/course-files.cjs";

/** @returns the exit code */
async function conformance(): Promise<number> {
  const root = courseFolder();
  const folder = join(root, "lib", "tools", "conformance");
  const python = await pythonOf({
    name: ".venv-conformance",
    requirements: join(folder, "requirements.txt"),
    contents: "Jupyter's kernel tests",
  });
  const { status } = spawnSync(
    python,
    [join(folder, "kernel_conformance.py")],
    {
      cwd: join(root, "notebooks"),
      env: jupyterEnvironment(root),
      stdio: "inherit",
    },
  );
  return status ?? 1;
}

runMain(conformance);
