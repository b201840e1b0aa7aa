import { ATTEMPTS_00 } from "./00";
import { ATTEMPTS_01 } from "./01";
import { ATTEMPTS_02 } from "./02";
import { ATTEMPTS_03 } from "./03";
import { ATTEMPTS_04 } from "./04";
import { ATTEMPTS_05 } from "./05";
import { ATTEMPTS_06 } from "./06";
import { ATTEMPTS_07 } from "./07";
import { ATTEMPTS_08 } from "./08";
import { ATTEMPTS_09 } from "./09";
import { ATTEMPTS_10 } from "./10";
import { ATTEMPTS_11 } from "./11";
import { ATTEMPTS_12 } from "./12";
import { ATTEMPTS_13 } from "./13";
import { ATTEMPTS_14 } from "./14";
import { ATTEMPTS_15 } from "./15";
import { ATTEMPTS_16 } from "./16";
import { ATTEMPTS_17 } from "./17";
import { ATTEMPTS_18 } from "./18";
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
  ...ATTEMPTS_09,
  ...ATTEMPTS_10,
  ...ATTEMPTS_11,
  ...ATTEMPTS_12,
  ...ATTEMPTS_13,
  ...ATTEMPTS_14,
  ...ATTEMPTS_15,
  ...ATTEMPTS_16,
  ...ATTEMPTS_17,
  ...ATTEMPTS_18,
];
