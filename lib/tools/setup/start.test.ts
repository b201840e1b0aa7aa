import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { courseFolder } from "./course-files.cjs";
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

/** Starts the tool and waits until it has printed JupyterLab's address. */
async function startServer(): Promise<{
  address: URL;
  stop: () => Promise<number | null>;
}> {
  const tool = join(__dirname, "start.js");
  const child = spawn(process.execPath, [tool, "--no-browser"]);
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
  return { address, stop };
}

test("JupyterLab starts, has the kernel as its default, and stops on a signal", async (t) => {
  const { address, stop } = await startServer();
  t.after(stop);
  const token = address.searchParams.get("token") ?? "";
  const headers = { Authorization: `token ${token}` };
  const specs = new URL("/api/kernelspecs", address);
  const answer = await fetch(specs, { headers });
  const kernels = (await answer.json()) as {
    default: string;
    kernelspecs: Record<string, { spec: { argv: string[] } }>;
  };
  assert.equal(kernels.default, "tslab");
  const { argv } = kernels.kernelspecs.tslab.spec;
  assert.ok(argv.some((word) => word.startsWith(courseFolder())));
  const welcome = new URL("/api/contents/notebooks", address);
  assert.equal((await fetch(welcome, { headers })).status, 200);
  await stop();
  await assert.rejects(fetch(specs, { headers }), /fetch failed/);
});
