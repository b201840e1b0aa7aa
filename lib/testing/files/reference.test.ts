import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { readTensors } from "../../files";
import { courseFolder, pythonIn } from "../../tools/setup/course-files.cjs";
import { pythonOf } from "../../tools/setup/tool-environment";
import { temporaryFolder } from "../temporary-folder";
import { KINDS, mutatedFiles } from "./mutations";

const ALL = process.env.TINYLLM_PROOFS === "all";
const FOLDER = join(courseFolder(), "lib", "testing", "files");
const ENVIRONMENT = {
  name: ".venv-safetensors",
  requirements: join(FOLDER, "requirements.txt"),
  contents: "the reader of the safetensors format",
};
const installed = existsSync(pythonIn(join(courseFolder(), ENVIRONMENT.name)));

/**
 * Rules of the specification that its own reader does not enforce: the header
 * begins with {, names occur once, an entry is an object, its type a string.
 */
const STRICTER =
  /\{ must come first; got "(?: |\\[tnr])|must occur once|an object must come at character|a string must come at character/;

/** Reads a file; returns the message if it is refused. */
function refusal(path: string): string | undefined {
  try {
    readTensors(path);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof RangeError, String((error as Error).stack));
    assert.ok(error.message.includes(JSON.stringify(path)), error.message);
    return error.message;
  }
}

test(
  "readTensors accepts and refuses what the format's own reader does",
  {
    skip:
      ALL || installed
        ? false
        : "TINYLLM_PROOFS=all installs the reader of the format",
  },
  async (t) => {
    const python = await pythonOf(ENVIRONMENT);
    const folder = temporaryFolder(t);
    const files = [...mutatedFiles(ALL ? 24_000 : 2_000, 1)].map(
      ({ kind, bytes }, index) => {
        const path = join(folder, `${index}.safetensors`);
        writeFileSync(path, bytes);
        return { kind, path, bytes };
      },
    );
    const { stdout, status } = spawnSync(
      python,
      [join(FOLDER, "reference_reader.py")],
      {
        input: files.map(({ path }) => path + "\n").join(""),
        encoding: "utf8",
        maxBuffer: 2 ** 30,
      },
    );
    assert.equal(status, 0);
    const verdicts = stdout.trimEnd().split("\n");
    assert.equal(verdicts.length, files.length);
    const counts = new Map(KINDS.map((kind) => [kind, [0, 0, 0]]));
    files.forEach(({ kind, path, bytes }, index) => {
      const theirs = verdicts[index];
      const ours = refusal(path);
      const accepted = theirs === "accepted";
      assert.notEqual(theirs, "undecided");
      const isStricter = accepted && STRICTER.test(ours ?? "");
      assert.ok(
        accepted === (ours === undefined) || isStricter,
        `${kind}: ${bytes.toString("latin1", 8)}\n  theirs: ${theirs}\n  ours: ${ours ?? "accepted"}`,
      );
      const column = isStricter ? 2 : accepted ? 0 : 1;
      counts.get(kind)![column]++;
    });
    t.diagnostic("both accept, both refuse, only the specification refuses");
    for (const [kind, row] of counts)
      t.diagnostic(
        row.map((n) => String(n).padStart(6)).join("") + `  ${kind}`,
      );
  },
);
