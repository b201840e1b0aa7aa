const EVERYTHING = [
  "core",
  "disk",
  "corpus",
  "files",
  "fast",
  "notebook",
  "exercises",
  "kernel",
];

/**
 * Which folders of `lib` a folder may import, besides itself: down only. A
 * folder inside another one may import, of its neighbors, those listed here;
 * what it may import from elsewhere is what the outer folder may import.
 * Tests may import everything. `npm run check` enforces it.
 */
const MAY_IMPORT = {
  core: [],
  "core/base": [],
  "core/by-hand": ["core/base"],
  "core/text": ["core/base"],
  "core/ops": ["core/base"],
  "core/model": ["core/base", "core/text", "core/ops"],
  "core/training": ["core/base", "core/text", "core/ops", "core/model"],
  disk: ["core"],
  corpus: ["core", "disk"],
  files: ["core", "disk"],
  fast: ["core"],
  notebook: ["core"],
  exercises: ["core", "disk", "notebook"],
  kernel: ["core", "disk", "notebook"],
  "kernel/stops": [],
  "kernel/tslab-fixes": ["kernel/typescript.ts"],
  "kernel/variables": ["kernel/typescript.ts", "kernel/tslab-fixes"],
  "kernel/errors": [
    "kernel/typescript.ts",
    "kernel/tslab-fixes",
    "kernel/variables",
  ],
  "kernel/protocol": ["kernel/tslab-fixes"],
  "kernel/cells": [
    "kernel/typescript.ts",
    "kernel/tslab-fixes",
    "kernel/variables",
    "kernel/stops",
    "kernel/errors",
    "kernel/protocol",
  ],
  "index.ts": ["core", "corpus", "files", "fast", "notebook", "exercises"],
  tools: [...EVERYTHING, "index.ts"],
  "tools/setup": [],
  "tools/notebooks": ["tools/setup"],
  "tools/classroom": ["tools/setup", "tools/notebooks"],
  "tools/grader": ["tools/setup", "tools/notebooks", "tools/classroom"],
  "tools/check": ["tools/setup", "tools/notebooks"],
  "tools/bench": ["tools/setup"],
  "tools/results": ["tools/setup", "tools/bench"],
  "tools/conformance": ["tools/setup"],
  "tools/test": ["tools/setup"],
  testing: [...EVERYTHING, "tools"],
};

/** A pattern for a file or everything below a folder. */
function below(place) {
  return place.endsWith(".ts")
    ? `^lib/${place.replace(".", "\\.")}$`
    : `^lib/${place}/`;
}

function ruleOf([place, allowed]) {
  const outer = place.includes("/") ? place.replace(/\/[^/]+$/, "/") : "";
  const names = allowed.map((name) => `lib/${name}`).join(", ");
  return {
    name: `imports of lib/${place}`,
    comment: `lib/${place} may import only ${names || "itself"}`,
    severity: "error",
    from: { path: below(place), pathNot: "\\.test\\.ts$" },
    to: {
      path: `^lib/${outer}`,
      pathNot: [place, ...allowed].map(below),
    },
  };
}

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(MAY_IMPORT).map(ruleOf),
    {
      name: "circle",
      comment: "imports must not go round, not even those of types",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "chapters by themselves",
      comment: "the exercises of a chapter must not import another chapter's",
      severity: "error",
      from: {
        path: "^lib/exercises/chapters/([^/]+)/",
        pathNot: "\\.test\\.ts$",
      },
      to: {
        path: "^lib/exercises/chapters/",
        pathNot: "^lib/exercises/chapters/$1/",
      },
    },
    {
      name: "grading without a browser",
      comment: "grading must run where no browser driver is installed",
      severity: "error",
      from: {
        path: "^lib/tools/(classroom|grader)/",
        pathNot: "\\.test\\.ts$",
      },
      to: { path: "playwright-core", reachable: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/(dist|fast/kernels)/" },
  },
};
