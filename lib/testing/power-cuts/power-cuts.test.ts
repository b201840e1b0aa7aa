import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { temporaryFolder } from "../temporary-folder";
import { cutOnce, openDisk, type Finding } from "./power-cuts";

const CUTS = process.env.TINYLLM_PROOFS === "all" ? 100 : 3;
const MODULE = join(__dirname, "..", "..", "disk", "replace-file.js");

/** Cuts the power many times; undefined if this computer cannot do that. */
async function cut(
  t: TestContext,
  module?: string,
): Promise<Finding[] | undefined> {
  const disk = openDisk(temporaryFolder(t));
  if (typeof disk === "string") {
    t.skip(disk);
    return undefined;
  }
  const findings: Finding[] = [];
  try {
    let version = 1;
    for (let i = 0; i < CUTS; i++) {
      const delayMs = 20 + ((i * 89) % 300);
      const finding = await cutOnce(disk, version, delayMs, module);
      findings.push(finding);
      version = finding.said + 10;
      for (const name of readdirSync(disk.folder))
        if (/^(made|\.tinyllm)-/.test(name))
          rmSync(join(disk.folder, name), { recursive: true });
    }
  } finally {
    disk.close();
  }
  const bad = findings.filter(({ problems }) => problems.length > 0);
  const written = findings.map(({ said }, i) =>
    i === 0 ? said : said - findings[i - 1].said - 9,
  );
  const total = written.reduce((sum, count) => sum + count, 0);
  t.diagnostic(
    `${CUTS} cuts of the power, ${total} versions written before them: ` +
      `something lost or half after ${bad.length}`,
  );
  return findings;
}

test("after a cut of the power each file is whole, and what was written is there", async (t) => {
  const findings = await cut(t, MODULE);
  const problems = findings?.flatMap((finding) => finding.problems) ?? [];
  assert.deepEqual(problems, []);
});

test("without a sync the same cuts lose files, so they are real", async (t) => {
  const findings = await cut(t);
  if (!findings) return;
  const problems = findings.flatMap((finding) => finding.problems);
  assert.notDeepEqual(problems, []);
  t.diagnostic(problems.slice(0, 5).join("; "));
});
