import { after, mistake, type MistakeOf } from "../../../author";
import type { planRun } from "../8-plan";

/** What else learners answer to exercise 17.8. */
export const slips: MistakeOf<typeof planRun>[] = [
  mistake(
    "binary gigabytes",
    "2 ** 30 bytes are a gibibyte. A gigabyte is 1e9 bytes.",
    after({ gigabytes: (gb) => (1e9 * gb) / 2 ** 30 }),
  ),
  mistake(
    "the time upside down",
    "speed / operations falls as the work grows. The time is the work divided by the speed, then by 24 · 3600.",
    after({ days: (days) => 1 / (days * 86_400 ** 2) }),
  ),
];
