import type { Attempt } from "./attempt";

/** Wrong answers that learners gave, chapter by chapter. */
export const ATTEMPTS: readonly Attempt[] = [];
