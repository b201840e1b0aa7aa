import { createRequire } from "node:module";

import type * as TypeScript from "typescript";

/** The compiler inside tslab, which the kernel has loaded anyway. */
export const ts: typeof TypeScript = createRequire(
  require.resolve("tslab/dist/converter"),
)("@tslab/typescript-for-tslab") as typeof TypeScript;
