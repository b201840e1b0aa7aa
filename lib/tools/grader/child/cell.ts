import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/** What a cell may import, besides `tinyllm`. */
const PACKAGES = ["mathjs", "@viz-js/viz", "plotly.js-dist"];
const BUILTINS = [
  ..."assert buffer crypto events fs os path perf_hooks querystring".split(" "),
  ..."stream string_decoder timers url util zlib".split(" "),
  ...["assert/strict", "fs/promises", "timers/promises"],
];

// Of the course, where the packages are.
const load = createRequire(join(__dirname, "cell.js"));
let tinyllm: unknown;

/** Sets what `import ... from "tinyllm"` gives. */
export function setLibrary(library: unknown): void {
  tinyllm = library;
}

/** The `require` of cells. */
function requireOf(name: string): unknown {
  const plain = name.replace(/^node:/, "");
  if (plain === "tinyllm") return tinyllm;
  if (BUILTINS.includes(plain) || PACKAGES.includes(plain)) return load(name);
  throw new Error(
    `A cell that is graded may import tinyllm, mathjs and node:path, for ` +
      `example; got "${name}".`,
  );
}

/**
 * Runs compiled code up to its first `await`, and then the rest.
 *
 * @param js from `compileCell`
 * @param name for stack traces
 */
export function runSource(js: string, name: string): Promise<void> {
  const script = new Script(`(async function (exports, require) { ${js}\n})`, {
    filename: name,
  });
  const run = script.runInThisContext() as (
    exports: object,
    require: (name: string) => unknown,
  ) => Promise<void>;
  return run({}, requireOf);
}
