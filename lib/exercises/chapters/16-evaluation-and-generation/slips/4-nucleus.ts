import { scaled } from "../shared";
import { mistake, type MistakeOf } from "../../../author";
import { nucleus } from "../4-nucleus";

/** What else learners answer to exercise 16.4. */
export const slips: MistakeOf<typeof nucleus>[] = [
  mistake(
    "a line for each token",
    "A token is not judged alone. Go down from the likeliest one, and stop when the sum reaches topP.",
    (probabilities, topP) =>
      scaled(probabilities.map((p) => (p >= 1 - topP ? p : 0))),
  ),
  mistake(
    "one token more",
    "Ask before you keep a token: if the sum so far is at least topP already, stop.",
    (probabilities, topP) => {
      const kept = nucleus(probabilities, topP);
      const rest = probabilities.map((p, id) => (kept[id] > 0 ? 0 : p));
      const next = rest.indexOf(Math.max(...rest));
      return scaled(
        probabilities.map((p, id) => (kept[id] > 0 || id === next ? p : 0)),
      );
    },
  ),
  mistake(
    "a token that would go beyond topP is left out",
    "The token that reaches topP, or goes beyond it, is kept. Then stop: do not look for smaller ones that would still fit.",
    (probabilities, topP) => {
      const order = [...probabilities.keys()].sort(
        (a, b) => probabilities[b] - probabilities[a] || a - b,
      );
      const kept = new Set<number>();
      let sum = 0;
      for (const id of order) {
        if (kept.size > 0 && sum + probabilities[id] > topP) continue;
        sum += probabilities[id];
        kept.add(id);
      }
      return scaled(probabilities.map((p, id) => (kept.has(id) ? p : 0)));
    },
  ),
  mistake(
    "divided by topP",
    "What is kept adds up to more than topP. Divide by its own sum.",
    (probabilities, topP) =>
      nucleus(probabilities, topP).map((p, id) =>
        p > 0 ? probabilities[id] / topP : 0,
      ),
  ),
  mistake(
    "softmax once more",
    "Those are probabilities already. Divide what is kept by its sum.",
    (probabilities, topP) =>
      scaled(
        nucleus(probabilities, topP).map((p, id) =>
          p > 0 ? Math.exp(probabilities[id]) : 0,
        ),
      ),
  ),
  mistake(
    "only the likeliest token",
    "Keep adding tokens until together they reach topP.",
    (probabilities) =>
      probabilities.map((p) => (p === Math.max(...probabilities) ? 1 : 0)),
  ),
];
