import { ATTEMPTS_00 } from "./00";
import { ATTEMPTS_01 } from "./01";
import { ATTEMPTS_02 } from "./02";
import { ATTEMPTS_03 } from "./03";
import { ATTEMPTS_04 } from "./04";
import { ATTEMPTS_05 } from "./05";
import { ATTEMPTS_06 } from "./06";
import { ATTEMPTS_07 } from "./07";
import { ATTEMPTS_08 } from "./08";
import type { Attempt } from "./attempt";

/** Wrong answers that learners gave, chapter by chapter. */
export const ATTEMPTS: readonly Attempt[] = [
  ...ATTEMPTS_00,
  ...ATTEMPTS_01,
  ...ATTEMPTS_02,
  ...ATTEMPTS_03,
  ...ATTEMPTS_04,
  ...ATTEMPTS_05,
  ...ATTEMPTS_06,
  ...ATTEMPTS_07,
  ...ATTEMPTS_08,
];
