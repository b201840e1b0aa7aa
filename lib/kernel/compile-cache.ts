/**
 * Lets Node keep what it compiles, in the system's folder for temporary files:
 * the compiler's own 9 MB load in half the time. To be imported before them.
 * Node does without where it cannot write, and before version 22.1.
 */
import * as nodeModule from "node:module";

const { enableCompileCache }: Partial<typeof nodeModule> = nodeModule;
enableCompileCache?.();
