import { after, mistake, type MistakeOf } from "../../../author";
import { planRun } from "../8-plan";

/** What else learners answer to exercise 17.8. */
export const slips: MistakeOf<typeof planRun>[] = [
  mistake(
    "binary gigabytes",
    "2 ** 30 bytes are a gibibyte. A gigabyte is 1e9 bytes.",
    after({ gigabytes: (gb) => (1e9 * gb) / 2 ** 30 }),
  ),
  mistake(
    "a hundred times the parameters",
    "`parameters` is already the size of the model to plan. The 100 is in the call below.",
    (parameters, speed) => planRun(100 * parameters, speed),
  ),
  mistake(
    "three times forward and backward",
    "18 is 3 times 6, but the 6 already holds forward and backward: 6 operations per parameter and token.",
    after({ operations: (n) => 3 * n, days: (days) => 3 * days }),
  ),
  mistake(
    "one operation per parameter and token",
    "A step costs 6 operations per parameter and token, not 1: 2 forward and 4 backward.",
    after({ operations: (n) => n / 6, days: (days) => days / 6 }),
  ),
  mistake(
    "the work without the parameters",
    "6 D is the work of one parameter. Each token goes through all N: 6 N D.",
    (parameters, speed) => {
      const operations = 120 * parameters;
      const days = operations / speed / 86_400;
      return { ...planRun(parameters, speed), operations, days };
    },
  ),
  mistake(
    "the time upside down",
    "speed / operations falls as the work grows. The time is the work divided by the speed, then by 24 · 3600.",
    after({ days: (days) => 1 / (days * 86_400 ** 2) }),
  ),
];
