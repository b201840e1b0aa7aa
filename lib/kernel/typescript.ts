import { createRequire } from "node:module";

import type * as TypeScript from "typescript";

const tslabRequire = createRequire(require.resolve("tslab/package.json"));
const PACKAGE = "@tslab/typescript-for-tslab";

/** The TypeScript inside tslab, version 5.0, which the kernel loads anyway. */
export const ts: typeof TypeScript = tslabRequire(PACKAGE) as typeof TypeScript;

/**
 * Makes tslab use our functions instead of TypeScript's own.
 *
 * @throws if tslab is already loaded, because it would keep TypeScript's
 */
export function replaceInTslab(replaced: Partial<typeof TypeScript>): void {
  const { cache, resolve } = tslabRequire;
  const compiler = cache[resolve(PACKAGE)];
  if (!compiler || cache[resolve("./dist/converter")]) {
    throw new Error("replaceInTslab must come before tslab is loaded.");
  }
  compiler.exports = { ...ts, ...replaced };
}
