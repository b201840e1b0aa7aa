import assert from "node:assert/strict";
import {
  execFile,
  execFileSync,
  spawn,
  type StdioOptions,
} from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";

import { courseFolder } from "../../tools/setup/course-files.cjs";
import { pythonOf } from "../../tools/setup/tool-environment";
import { temporaryFolder } from "../temporary-folder";

const skip =
  process.env.TINYLLM_PROOFS === "all"
    ? false
    : "TINYLLM_PROOFS=all installs a JupyterHub";
const COURSE = courseFolder();
const HERE = join(COURSE, "lib", "testing", "hub");
const PROXY = "configurable-http-proxy@5.3.0";

/** The folder with the programs of the hub; set up as an image is. */
async function installHub(): Promise<string> {
  process.env.PIP_RETRIES ??= "1"; // without a network it should end soon
  const python = await pythonOf({
    name: join(".artifacts", "hub"),
    requirements: join(HERE, "requirements.txt"),
    contents: "JupyterHub",
  });
  const quiet = ["--no-save", "--ignore-scripts", "--no-audit", "--no-fund"];
  const place = ["--prefix", join(COURSE, ".artifacts", "proxy")];
  execFileSync("npm", ["install", ...place, ...quiet, PROXY]);
  const programs = dirname(python);
  const env = withPath(programs);
  execFileSync("bash", [".binder/postBuild"], { cwd: COURSE, env });
  return programs;
}

function withPath(programs: string): NodeJS.ProcessEnv {
  const PATH = programs + delimiter + process.env.PATH;
  return { ...process.env, PATH, TINYLLM_PYTHON: undefined };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () =>
    createServer().listen(0, "127.0.0.1"),
  );
  await Promise.all(
    servers.map((one) => new Promise((ready) => one.once("listening", ready))),
  );
  const ports = servers.map((one) => (one.address() as AddressInfo).port);
  await Promise.all(
    servers.map((one) => new Promise((closed) => one.close(closed))),
  );
  return ports;
}

/** Starts the hub, and waits until it answers. */
async function startHub(
  programs: string,
  folder: string,
): Promise<{ address: string; stop(): Promise<unknown> }> {
  const ports = await freePorts(3);
  const config = join(HERE, "jupyterhub_config.py");
  const variables = {
    HUB_COURSE: COURSE,
    HUB_FOLDER: folder,
    HUB_PORTS: ports.join(","),
  };
  const env = { ...withPath(programs), ...variables };
  const line = ["--config", config, "--log-level", "WARN"];
  const log = join(folder, "hub.log");
  const out = openSync(log, "w");
  const stdio: StdioOptions = ["ignore", out, out];
  const options = { cwd: folder, env, stdio };
  const hub = spawn(join(programs, "jupyterhub"), line, options);
  closeSync(out);
  const ended = new Promise((resolve) => hub.once("exit", resolve));
  const stop = (): Promise<unknown> => {
    hub.kill("SIGTERM"); // it stops its servers
    return ended;
  };
  const address = `http://127.0.0.1:${ports[0]}`;
  for (;;) {
    assert.equal(hub.exitCode, null, readFileSync(log, "utf8"));
    const answer = await fetch(`${address}/hub/health`).catch(() => undefined);
    if (answer?.status === 200) return { address, stop };
    await wait(200);
  }
}

interface Said {
  default: string;
  kernel: string;
  said: string[];
}

test(
  "two learners of a JupyterHub have TypeScript and their own progress",
  { skip, timeout: 600_000 },
  async (t) => {
    const programs = await installHub();
    const folder = temporaryFolder(t);

    // A repository with a chapter, as nbgitpuller's link gives it to ada.
    const source = join(folder, "source");
    mkdirSync(join(source, "notebooks"), { recursive: true });
    const chapter = join("notebooks", "01-one-weight.ipynb");
    cpSync(join(COURSE, chapter), join(source, chapter));
    const who = ["-c", "user.name=t", "-c", "user.email=t@example.org"];
    for (const line of [
      ["init", "--quiet", "--initial-branch=main"],
      ["add", "."],
      [...who, "commit", "--quiet", "--message=one chapter"],
    ])
      execFileSync("git", line, { cwd: source });

    const { address, stop } = await startHub(programs, folder);

    /** What a learner sees who signs in and runs cells in a new notebook. */
    const learn = async (
      name: string,
      place: readonly string[],
      cells: string[],
    ): Promise<Said> => {
      const args = [join(HERE, "learner.py"), address, name, ...place];
      const running = promisify(execFile)(join(programs, "python"), args);
      running.child.stdin?.end(
        cells.map((one) => JSON.stringify(one)).join("\n"),
      );
      return JSON.parse((await running).stdout) as Said;
    };

    const answer =
      'import { check, progress } from "tinyllm";\n' +
      'check("01.1", (w: number, g: number, r: number) => w - r * g);';
    const [ada, bob] = await Promise.all([
      learn(
        "ada",
        ["pulled/notebooks", `file://${source}`],
        [answer, 'progress("01");'],
      ),
      learn(
        "bob",
        ["."],
        ['import { progress } from "tinyllm"; progress("01");'],
      ),
    ]).finally(stop);
    for (const one of [ada, bob])
      assert.deepEqual([one.default, one.kernel], ["tslab", "tslab"]);
    assert.match(ada.said[0], /Passed/);
    assert.match(ada.said[1], /3 of 12 points/);
    assert.match(bob.said[0], /0 of 12 points/);
    assert.ok(existsSync(join(folder, "home", "ada", "pulled", chapter)));
    const kept = join(".local", "state", "tinyllm");
    const file = join(folder, "home", "ada", kept, "progress-ada.json");
    assert.match(readFileSync(file, "utf8"), /01\.1/);
    assert.equal(existsSync(join(folder, "home", "bob", kept)), false);
  },
);
