/**
 * Makes Node cache compiled code in the system's folder for temporary files, so
 * that TypeScript's 9 MB load in half the time. Import this file before
 * TypeScript. Node skips the cache if it cannot write, and before version 22.1.
 */
import * as nodeModule from "node:module";

const { enableCompileCache }: Partial<typeof nodeModule> = nodeModule;
enableCompileCache?.();
