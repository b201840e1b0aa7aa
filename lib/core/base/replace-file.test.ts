import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { mock, test, type TestContext } from "node:test";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";

import { temporaryFolder } from "../../testing/temporary-folder";
import { replaceFile } from "./replace-file";

const where = "saveIt";
const NEW = "the new one";

/** Everything below a folder: path to content, or to what else it is. */
function contents(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return Object.fromEntries(
    entries.flatMap((entry): [string, string][] => {
      const path = join(folder, entry.name);
      if (entry.isSymbolicLink()) return [[entry.name, "a link"]];
      if (entry.isFile()) return [[entry.name, fs.readFileSync(path, "utf8")]];
      if (!entry.isDirectory()) return [[entry.name, "special"]];
      const inside = Object.entries(contents(path));
      return [
        [`${entry.name}/`, "a folder"],
        ...inside.map(([name, text]): [string, string] => [
          `${entry.name}/${name}`,
          text,
        ]),
      ];
    }),
  );
}

/** Checks that a write fails with a message and that nothing has changed. */
function refuses(folder: string, path: string, message: RegExp): void {
  const before = contents(folder);
  assert.throws(
    () => replaceFile(path, NEW, { where }),
    (error: Error) => {
      assert.match(error.message, message);
      assert.ok(error.message.startsWith(`${where}: `));
      assert.ok(error.message.includes(JSON.stringify(path)), error.message);
      assert.doesNotMatch(error.message, /\.part|node:fs/);
      return true;
    },
  );
  assert.deepEqual(contents(folder), before);
}

/** Runs `work` without the rights of root. */
function asNobody(folder: string, work: () => void): void {
  if (process.getuid?.() !== 0) {
    work();
    return;
  }
  fs.chmodSync(folder, 0o777);
  process.setegid?.(65534);
  process.seteuid?.(65534);
  try {
    work();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}

/** The error that the system gives for a code. */
function systemError(code: string): Error {
  const error = new Error(`${code}: the system's words, fsync`);
  return Object.assign(error, { code, syscall: "fsync" });
}

test("text and bytes replace a file, and missing folders are created", (t) => {
  const folder = temporaryFolder(t, { "a.txt": "old" });
  replaceFile(join(folder, "a.txt"), NEW, { where });
  const bytes = [Uint8Array.of(65), new Uint8Array(), Uint8Array.of(66, 67)];
  replaceFile(join(folder, "b", "c", "d.txt"), bytes, { where });
  assert.deepEqual(contents(folder), {
    "a.txt": NEW,
    "b/": "a folder",
    "b/c/": "a folder",
    "b/c/d.txt": "ABC",
  });
});

test("the file is synced before it is renamed, and its folders afterwards", (t) => {
  const folder = temporaryFolder(t);
  const calls: string[] = [];
  const nameOf = (file: number): string =>
    fs.fstatSync(file).isFile() ? "file" : `inode ${fs.fstatSync(file).ino}`;
  const real = { ...fs };
  const sync = mock.method(fs, "fsyncSync", (file: number) => {
    calls.push(`sync ${nameOf(file)}`);
    real.fsyncSync(file);
  });
  const rename = mock.method(fs, "renameSync", (a: string, b: string) => {
    calls.push("rename");
    real.renameSync(a, b);
  });
  try {
    replaceFile(join(folder, "made", "a.txt"), NEW, { where });
  } finally {
    sync.mock.restore();
    rename.mock.restore();
  }
  const inode = (path: string): string => `inode ${fs.statSync(path).ino}`;
  assert.deepEqual(calls, [
    "sync file",
    "rename",
    `sync ${inode(join(folder, "made"))}`,
    `sync ${inode(folder)}`,
  ]);
});

test("a path must be the name of a file", () => {
  for (const path of ["", undefined, null, 5, {}, "a\0b", "folder/"])
    assert.throws(() => replaceFile(path as never, NEW, { where }), {
      name: "RangeError",
      message: /^saveIt: path must be the name of a file; got .*\. Pass one/,
    });
});

test("what is in the way is named, and nothing is changed or left behind", (t) => {
  const folder = temporaryFolder(t, { "a.txt": "old", "b/c.txt": "old" });
  const at = (...names: string[]): string => join(folder, ...names);
  fs.symlinkSync("loop", at("loop"));
  fs.symlinkSync("nowhere", at("broken"));
  refuses(folder, at("b"), /path must be a file; .* is a folder/);
  refuses(folder, `${folder}/.`, /is a folder/);
  refuses(folder, at("a.txt", "x"), /one of its folders is a file/);
  refuses(folder, at("a.txt", "x", "y"), /one of its folders is a file/);
  refuses(folder, at("broken", "x"), /a file or a broken link/);
  refuses(folder, at("new", "n".repeat(300), "x"), /a name in it is too long/);
  refuses(folder, at("n".repeat(300)), /too long. Choose a shorter/);
  refuses(folder, at("loop"), /links point to each other/);
  replaceFile(at("n".repeat(255)), NEW, { where });
});

test("a device or a pipe is neither replaced nor waited for", (t) => {
  if (process.platform === "win32") return t.skip("Windows has neither");
  const folder = temporaryFolder(t);
  const special = /is a device, pipe or socket. Choose the name of a file/;
  execFileSync("mkfifo", [join(folder, "pipe")]);
  refuses(folder, join(folder, "pipe"), special);
  assert.throws(
    () => replaceFile("/proc/a/b", NEW, { where }),
    /"\/proc\/a\/b" could not be written/,
  );
  if (process.getuid?.() !== 0) return t.skip("only root can make a device");
  // not the one in /dev, which a mistake would replace for everyone
  execFileSync("mknod", [join(folder, "full"), "c", "1", "7"]);
  refuses(folder, join(folder, "full"), special);
  assert.ok(fs.statSync(join(folder, "full")).isCharacterDevice());
});

test("a symbolic link stays one, and its target is replaced", (t) => {
  const folder = temporaryFolder(t, { "far/a.txt": "old" });
  const at = (...names: string[]): string => join(folder, ...names);
  fs.mkdirSync(at("deep", "down"), { recursive: true });
  fs.symlinkSync("far/a.txt", at("link"));
  fs.symlinkSync("link", at("link to link"));
  fs.symlinkSync("far/later.txt", at("to nothing yet"));
  fs.symlinkSync("deep/down", at("short"));
  fs.symlinkSync("../up.txt", at("deep", "down", "up")); // deep/up.txt
  replaceFile(at("link to link"), NEW, { where });
  replaceFile(at("to nothing yet"), NEW, { where });
  replaceFile(at("short", "up"), NEW, { where });
  assert.deepEqual(contents(folder), {
    "deep/": "a folder",
    "deep/down/": "a folder",
    "deep/down/up": "a link",
    "deep/up.txt": NEW,
    "far/": "a folder",
    "far/a.txt": NEW,
    "far/later.txt": NEW,
    link: "a link",
    "link to link": "a link",
    short: "a link",
    "to nothing yet": "a link",
  });
});

test("permissions and owner of a file are kept", (t) => {
  if (process.platform === "win32") return t.skip("Windows has no modes");
  const folder = temporaryFolder(t, { "a.txt": "old" });
  const path = join(folder, "a.txt");
  const isRoot = process.getuid?.() === 0;
  for (const mode of [0o600, 0o640, 0o666, 0o700]) {
    fs.chmodSync(path, mode);
    if (isRoot) fs.chownSync(path, mode, mode + 1);
    replaceFile(path, NEW, { where });
    const { mode: kept, uid, gid } = fs.statSync(path);
    assert.equal(kept & 0o777, mode);
    if (isRoot) assert.deepEqual([uid, gid], [mode, mode + 1]);
  }
});

test("a read-only file or folder is not written to", (t) => {
  if (process.platform === "win32") return t.skip("Windows has no modes");
  const folder = temporaryFolder(t, { "a.txt": "old", "b/c.txt": "old" });
  fs.chmodSync(join(folder, "a.txt"), 0o444);
  fs.chmodSync(join(folder, "b", "c.txt"), 0o666);
  fs.chmodSync(join(folder, "b"), 0o555);
  asNobody(folder, () => {
    const denied = /you may not write there. Choose a folder of your own/;
    refuses(folder, join(folder, "a.txt"), denied);
    refuses(folder, join(folder, "b", "c.txt"), denied);
    refuses(folder, join(folder, "b", "new.txt"), denied);
    refuses(folder, join(folder, "b", "new", "new.txt"), denied);
  });
  fs.chmodSync(join(folder, "b"), 0o755);
});

test("on a full disk the old file stays whole, and the new one leaves nothing", (t) => {
  const folder = temporaryFolder(t);
  try {
    const options = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder];
    execFileSync("mount", options, { stdio: "pipe" });
  } catch {
    return t.skip("needs root to mount a small disk");
  }
  try {
    const path = join(folder, "a.txt");
    replaceFile(path, "old".repeat(200_000), { where });
    const large = Buffer.alloc(300_000);
    for (let attempt = 0; attempt < 3; attempt++)
      assert.throws(
        () => replaceFile(path, [large, large], { where }),
        /^Error: saveIt: ".*a.txt" could not be written, because the disk is full. Free some space/,
      );
    assert.throws(
      () => replaceFile(join(folder, "new", "b"), [large, large], { where }),
      /the disk is full/,
    );
    assert.deepEqual(contents(folder), { "a.txt": "old".repeat(200_000) });
    replaceFile(path, "small", { where });
    assert.deepEqual(contents(folder), { "a.txt": "small" });
  } finally {
    execFileSync("umount", [folder]);
  }
});

test("an error of the disk comes in words, and the old file stays", (t) => {
  const folder = temporaryFolder(t, { "a.txt": "old" });
  const cases: [string, RegExp][] = [
    ["EDQUOT", /your disk quota is used up. Free some space/],
    ["ENOSPC", /the disk is full/],
    ["EROFS", /you may not write there/],
    ["EIO", /because of "EIO: the system's words". Choose another place/],
  ];
  for (const [code, message] of cases) {
    const broken = mock.method(fs, "fsyncSync", () => {
      throw systemError(code);
    });
    try {
      refuses(folder, join(folder, "a.txt"), message);
    } finally {
      broken.mock.restore();
    }
  }
  const unable = mock.method(fs, "fsyncSync", () => {
    throw systemError("EINVAL"); // some network file systems
  });
  replaceFile(join(folder, "a.txt"), NEW, { where });
  unable.mock.restore();
  assert.deepEqual(contents(folder), { "a.txt": NEW });
});

test("a Stop in the middle leaves the old file, and the next call cleans up", (t) => {
  const folder = temporaryFolder(t, { "a.txt": "old" });
  const path = join(folder, "new", "b.txt");
  const endless = {
    *[Symbol.iterator]() {
      yield Uint8Array.of(65);
      for (;;);
    },
  };
  const hasBegun = (): boolean =>
    fs.existsSync(join(folder, "new")) &&
    fs.readdirSync(join(folder, "new")).length > 0;
  // Like the Stop button, the time limit ends the code without its `finally`.
  const save = (): void => replaceFile(path, endless as never, { where });
  // on a busy computer the first limits may end before the file is begun
  for (let timeout = 50; !hasBegun(); timeout *= 2)
    assert.throws(() => runInNewContext("save()", { save }, { timeout }), {
      code: "ERR_SCRIPT_EXECUTION_TIMEOUT",
    });
  const [left] = fs.readdirSync(join(folder, "new"));
  const { ino } = fs.statSync(join(folder, "new", left));
  assert.deepEqual(openFiles(ino), process.platform === "linux" ? [ino] : []);
  replaceFile(join(folder, "a.txt"), NEW, { where });
  assert.deepEqual(contents(folder), { "a.txt": NEW });
  assert.deepEqual(openFiles(ino), []);
});

/** The inode once for each time that this process has it open, on Linux. */
function openFiles(inode: number): number[] {
  if (process.platform !== "linux") return [];
  return fs
    .readdirSync("/proc/self/fd")
    .map((name) =>
      fs.statSync(`/proc/self/fd/${name}`, { throwIfNoEntry: false }),
    )
    .flatMap((found) => (found?.ino === inode ? [inode] : []));
}

test("what a killed writer left is removed later, but not that of a busy one", (t) => {
  const names = [1, 2].map(
    (n) => `.tinyllm-${`${n}`.repeat(8)}-1111-2222-3333-444444444444.part`,
  );
  const folder = temporaryFolder(t, {
    [names[0]]: "busy",
    [names[1]]: "killed",
    "x.part": "yours",
  });
  const long = new Date(Date.now() - 660_000);
  fs.utimesSync(join(folder, names[1]), long, long);
  fs.utimesSync(join(folder, "x.part"), long, long);
  replaceFile(join(folder, "a.txt"), NEW, { where });
  const kept = { [names[0]]: "busy", "a.txt": NEW, "x.part": "yours" };
  assert.deepEqual(contents(folder), kept);
});

const run = promisify(execFile);

/** Starts a process that writes a file of one letter again and again. */
function startWriter(path: string, letter: string, times: number) {
  const module = JSON.stringify(join(__dirname, "replace-file.js"));
  const code = `
    const { replaceFile } = require(${module});
    const [path, letter, times] = process.argv.slice(1);
    const parts = [1, 2, 3].map(() => Buffer.alloc(100_000, letter));
    for (let i = 0; i < Number(times); i++) {
      replaceFile(path, parts, { where: "writer" });
      if (i === 0) process.stdout.write("started");
    }`;
  return run(process.execPath, ["-e", code, path, letter, String(times)]);
}

/** Checks that a file holds 300,000 times one of the letters. */
function assertWhole(path: string): void {
  const text = fs.readFileSync(path, "utf8");
  assert.equal(text.length, 300_000);
  assert.equal(text, text[0].repeat(300_000));
}

test("several writers of one file do not disturb each other", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "a.txt");
  const writers = ["a", "b", "c"].map((one) => startWriter(path, one, 60));
  await Promise.all(writers);
  assertWhole(path);
  assert.deepEqual(fs.readdirSync(folder), ["a.txt"]);
});

test("a writer that is killed at any moment leaves a whole file", async (t: TestContext) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "a.txt");
  const kills = process.env.TINYLLM_PROOFS === "all" ? 300 : 6;
  let inside = 0;
  for (let kill = 0; kill < kills; kill++) {
    const writer = startWriter(path, "abc"[kill % 3], 1e9);
    const ended = assert.rejects(writer, { signal: "SIGKILL" });
    await new Promise((started) => writer.child.stdout?.once("data", started));
    await new Promise((wait) => setTimeout(wait, (kill * 7) % 30));
    writer.child.kill("SIGKILL");
    await ended;
    assertWhole(path);
    for (const name of fs
      .readdirSync(folder)
      .filter((one) => one !== "a.txt")) {
      inside++;
      fs.rmSync(join(folder, name));
    }
  }
  t.diagnostic(
    `${kills} kills, ${inside} of them inside a write: all files whole`,
  );
});
