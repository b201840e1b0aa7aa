import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";

import { temporaryFolder } from "../testing/temporary-folder";
import { addressSpaceMB, containerMB, processors } from "./machine";

const V1 = "12:cpuset:/\n4:cpu,cpuacct:/pod/box\n1:name=systemd:/\n";
const V2 = "0::/pod/box\n";
const v2 = (group: string) => `sys/fs/cgroup${group}/cpu.max`;
const v1 = (group: string, what: string) =>
  `sys/fs/cgroup/cpu${group}/cpu.cfs_${what}_us`;

for (const [what, files, expected] of [
  ["nothing of the kind", {}, 8],
  ["no control groups below it", { "proc/self/cgroup": V2 }, 8],
  ["no quota", { "proc/self/cgroup": V2, [v2("/pod")]: "max 100000\n" }, 8],
  ["half", { "proc/self/cgroup": V2, [v2("/pod/box")]: "50000 100000\n" }, 1],
  ["1.5", { "proc/self/cgroup": V2, [v2("/pod/box")]: "150000 100000\n" }, 2],
  ["3 for a parent", { "proc/self/cgroup": V2, [v2("/pod")]: "300 100\n" }, 3],
  [
    "the smaller of two",
    {
      "proc/self/cgroup": V2,
      [v2("/pod/box")]: "400 100\n",
      [v2("")]: "200 100\n",
    },
    2,
  ],
  ["12 of 8", { "proc/self/cgroup": V2, [v2("")]: "1200 100\n" }, 8],
  [
    "2.2, version 1",
    {
      "proc/self/cgroup": V1,
      [v1("/pod/box", "quota")]: "220000\n",
      [v1("/pod/box", "period")]: "100000\n",
    },
    3,
  ],
  [
    "none, version 1, and 1 for a parent",
    {
      "proc/self/cgroup": V1,
      [v1("/pod/box", "quota")]: "-1\n",
      [v1("/pod/box", "period")]: "100000\n",
      [v1("", "quota")]: "100000\n",
      [v1("", "period")]: "100000\n",
    },
    1,
  ],
] as [string, Record<string, string>, number][]) {
  test(`processors of 8 with a quota: ${what}`, (t) => {
    assert.equal(processors(temporaryFolder(t, files), 8), expected);
  });
}

test("here there is at least one processor, and no more than the machine has", () => {
  assert.ok(processors() >= 1 && processors() <= availableParallelism());
});

test("a limit of the address space is read", (t) => {
  const limits = (value: string) =>
    `Limit  Soft Limit  Hard Limit  Units\nMax address space  ${value}  bytes\n`;
  for (const [text, expected] of [
    [limits("2147483648           unlimited"), 2048],
    [limits("unlimited            unlimited"), Infinity],
  ] as const) {
    const root = temporaryFolder(t, { "proc/self/limits": text });
    assert.equal(addressSpaceMB(root), expected);
  }
  assert.equal(addressSpaceMB(temporaryFolder(t)), Infinity);
  assert.ok(containerMB() > 0);
});
