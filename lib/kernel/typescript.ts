import { createRequire } from "node:module";

import type * as TypeScript from "typescript";

const tslabRequire = createRequire(require.resolve("tslab/package.json"));
const PACKAGE = "@tslab/typescript-for-tslab";

/** The compiler inside tslab, which the kernel has loaded anyway. */
export const ts: typeof TypeScript = tslabRequire(PACKAGE) as typeof TypeScript;

/**
 * Gives tslab functions of ours in place of the compiler's own.
 *
 * @throws if tslab has been loaded before: it would keep the compiler's
 */
export function replaceInTslab(replaced: Partial<typeof TypeScript>): void {
  const { cache, resolve } = tslabRequire;
  const compiler = cache[resolve(PACKAGE)];
  if (!compiler || cache[resolve("./dist/converter")]) {
    throw new Error("replaceInTslab must come before tslab is loaded.");
  }
  compiler.exports = { ...ts, ...replaced };
}
