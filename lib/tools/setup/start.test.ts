import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";

import { releaseChapters } from "../classroom/classroom";
import { courseFolder, coursePython } from "./course-files.cjs";
import { jupyterEnvironment } from "./kernel.cjs";
import { jupyterLabArguments, type StartOptions } from "./start";
import { temporaryFolder } from "../../testing/temporary-folder";

function argumentsOf(options: Partial<StartOptions>): string[] {
  return jupyterLabArguments({
    root: courseFolder(),
    args: [],
    isRoot: false,
    isInteractive: true,
    ...options,
  });
}

test("JupyterLab opens the first chapter, or the requested one", (t) => {
  const root = temporaryFolder(t, {
    "notebooks/00-welcome.ipynb": "{}",
    "notebooks/my own.ipynb": "{}",
  });
  const url = "--LabApp.default_url=/lab/tree/notebooks/";
  assert.ok(argumentsOf({ root }).includes(`${url}00-welcome.ipynb`));
  const asked = argumentsOf({ root, args: ["notebooks/my own.ipynb"] });
  assert.ok(asked.includes(`${url}my%20own.ipynb`));
  assert.ok(!asked.includes("notebooks/my own.ipynb"));
});

test("everything after -- is passed to JupyterLab, last, so that it wins", () => {
  const args = ["--port", "9100", "--no-browser"];
  assert.deepEqual(argumentsOf({ args }).slice(-3), args);
});

test("root gets --allow-root, and a machine without a terminal gets no browser", () => {
  assert.ok(!argumentsOf({}).includes("--allow-root"));
  assert.ok(argumentsOf({ isRoot: true }).includes("--allow-root"));
  assert.ok(!argumentsOf({}).includes("--no-browser"));
  const twice = argumentsOf({ isInteractive: false, args: ["--no-browser"] });
  assert.equal(twice.filter((word) => word === "--no-browser").length, 1);
});

/** Starts a server and waits until it answers. */
async function startServer(
  [file, ...args]: string[],
  cwd = process.cwd(),
): Promise<{
  get(path: string): Promise<Response>;
  stop: () => Promise<number | null>;
}> {
  const env = jupyterEnvironment(courseFolder());
  const child = spawn(file, args, { cwd, env });
  const ended = new Promise<number | null>((accept) =>
    child.on("exit", accept),
  );
  const stop = (): Promise<number | null> => {
    child.kill("SIGTERM");
    return ended;
  };
  let said = "";
  const address = await new Promise<URL>((accept, reject) => {
    const listen = (text: Buffer): void => {
      said += text.toString();
      const found = /http:\/\/(localhost|127)\S+token=\w+/.exec(said);
      if (found) accept(new URL(found[0]));
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void ended.then(() => reject(new Error(`JupyterLab stopped:\n${said}`)));
  });
  const token = address.searchParams.get("token") ?? "";
  const headers = { Authorization: `token ${token}` };
  const get = (path: string): Promise<Response> =>
    fetch(new URL(path, address), { headers });
  // It prints its address before it listens there.
  let isRunning = true;
  void ended.then(() => (isRunning = false));
  const answers = (): Promise<boolean> =>
    get("/api").then(
      () => true,
      () => false,
    );
  while (isRunning && !(await answers())) await setTimeout(50);
  return { get, stop };
}

interface Kernels {
  default: string;
  kernelspecs: Record<string, { spec: { argv: string[] } }>;
}

test("JupyterLab starts, has the kernel as its default, and stops on a signal", async (t) => {
  const tool = join(__dirname, "start.js");
  const line = [process.execPath, tool, "--no-browser"];
  const { get, stop } = await startServer(line);
  t.after(stop);
  const answer = await get("/api/kernelspecs");
  const kernels = (await answer.json()) as Kernels;
  assert.equal(kernels.default, "tslab");
  const { argv } = kernels.kernelspecs.tslab.spec;
  assert.ok(argv.some((word) => word.startsWith(courseFolder())));
  assert.equal((await get("/api/contents/notebooks")).status, 200);
  await stop();
  await assert.rejects(get("/api/kernelspecs"), /fetch failed/);
});

test("any server of the environment has the kernel as its default, and formgrader shows the class", async (t) => {
  // Inside the project, because a class must be.
  const root = mkdtempSync(join(courseFolder(), "lib/dist/start-test-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const classroom = join(root, "classroom");
  const [{ name, release }] = await releaseChapters(classroom, ["01"]);
  const place = join(classroom, "submitted", "ada", name);
  mkdirSync(place, { recursive: true });
  cpSync(release, join(place, basename(release)));
  const options = ["--no-browser", "--allow-root", "--ServerApp.port=0"];
  const line = [coursePython(), "-m", "jupyterlab", ...options];
  const { get, stop } = await startServer(line, root);
  t.after(stop);
  const specs = await get("/api/kernelspecs");
  assert.equal(((await specs.json()) as Kernels).default, "tslab");
  assert.equal((await get("/formgrader/manage_assignments")).status, 200);
  const found = await get("/formgrader/api/assignments");
  const assignments = (await found.json()) as Record<string, unknown>[];
  assert.deepEqual(
    assignments.map((one) => [one.name, one.max_score, one.num_submissions]),
    [[name, 12, 1]],
  );
  assert.equal(existsSync(join(root, "gradebook.db")), false);
});
