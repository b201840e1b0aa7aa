import { mistake, type MistakeOf } from "../../../author";
import type { withTemperature } from "../3-temperature";
import { scaled } from "../shared";

/** What else learners answer to exercise 16.3. */
export const slips: MistakeOf<typeof withTemperature>[] = [
  mistake(
    "only the largest is divided",
    "`z - largest / temperature` divides first. Put brackets around the difference.",
    (logits, temperature) => {
      const largest = Math.max(...logits);
      return scaled(logits.map((z) => Math.exp(z - largest / temperature)));
    },
  ),
  mistake(
    "no exponential",
    "A logit may be negative, a probability may not: exp((z - largest) / temperature), then divide by the sum.",
    (logits, temperature) => scaled(logits.map((z) => z / temperature)),
  ),
];
