/** Changes of a reference that may pass, and why. */
export interface Reviewed {
  /** the exercises that the reference answers */
  ids: readonly string[];
  /** the beginnings of the changes, as `npm run mutants` writes them */
  changes: readonly string[];
  /** why no case can reject them */
  why: string;
}

const EQUAL = "if the two are equal, both versions give the same result";
const NO_START =
  "without an initial value reduce begins with the first number; the sum is the same";
const SAME_WIDTH = "both have rows of the same width";
const FRESH = "the list is never changed, so a copy makes no difference";

/** The survivors of the search that were reviewed. */
export const REVIEWED: readonly Reviewed[] = [
  {
    ids: ["00.3"],
    changes: ["if (number > best) => if (number >= best)"],
    why: EQUAL,
  },
  {
    ids: ["02.1", "02.3"],
    changes: ["const value = f([...point]); => const value = f(point);"],
    why: "the point is already a copy",
  },
  {
    ids: ["03.1"],
    changes: ["const gradients = local.map(() => 0); => const gradients ="],
    why: "every element is written before the list is returned",
  },
  {
    ids: ["03.4"],
    changes: [
      "for (let n = tape.length - 1; n >= 0; n--) { => for (let n = tape.length - 1; n > 0; n--) {",
      "for (let n = tape.length - 1; n >= 0; n--) { => for (let n = tape.length - 1; n >= 1; n--) {",
    ],
    why: "the first number of a tape has no inputs",
  },
  {
    ids: ["04.1", "04.4"],
    changes: [
      "const total = powers.reduce((sum, power) => sum + power, 0); => const total = powers.reduce((sum, power) => sum + power);",
    ],
    why: NO_START,
  },
  {
    ids: ["04.1", "04.2", "04.4"],
    changes: ["if (logit > max) => if (logit >= max)"],
    why: EQUAL,
  },
  {
    ids: ["04.2", "04.4"],
    changes: ["let max = -Infinity; => let max = Number.MIN_SAFE_INTEGER;"],
    why: "numbers this large round the right formula away, and a nudge changes nothing, so no case has them; 04.1 rejects it",
  },
  {
    ids: ["05.1", "05.3"],
    changes: [
      "return dot(column, delta); => return dot(delta, column);",
      "return weights.map((row, i) => dot(row, x) + bias[i]); => return weights.map((row, i) => dot(x, row) + bias[i]);",
    ],
    why: "a dot product does not depend on the order of its two lists",
  },
  {
    ids: ["05.3"],
    changes: [
      "return { gradW, gradX, gradB: [...delta] }; => return { gradW, gradX, gradB: delta };",
    ],
    why: FRESH,
  },
  {
    ids: ["05.4", "06.2", "06.3"],
    changes: [
      "for (let j = 0; j < weights[i].length; j++) { => for (let j = 0; j < gradW[i].length; j++) {",
    ],
    why: SAME_WIDTH,
  },
  {
    ids: ["05.5"],
    changes: [
      "const gradB = delta[0].map(() => 0); => const gradB = gradW[0].map(() => 0);",
      "const gradB = delta[0].map(() => 0); => const gradB = weights[0].map(() => 0);",
    ],
    why: SAME_WIDTH,
  },
  {
    ids: ["07.2"],
    changes: [
      "counts.set(pair, (counts.get(pair) ?? 0) + count); => counts.set(pair, (counts.get(pair) ?? 1) + count);",
    ],
    why: "every count is one higher, so their order is the same",
  },
  {
    ids: ["07.3"],
    changes: ["let tokens = [...bytes]; => let tokens = bytes;"],
    why: "mergePair makes a new list",
  },
  {
    ids: ["08.4"],
    changes: [
      "const width = logits.length / rows; => const width = (logits.length + 1) / rows;",
    ],
    why: "slice rounds the indices down to the same rows",
  },
  {
    ids: ["08.4"],
    changes: ["const sum = powers.reduce((a, b) => a + b, 0); => const sum ="],
    why: NO_START,
  },
  {
    ids: ["09.2", "09.3"],
    changes: [
      "const mean = x.reduce((sum, v) => sum + v, 0) / x.length; => const mean = x.reduce((sum, v) => sum + v) / x.length;",
      "const mean = x.reduce((sum, v) => sum + v, 0) / size; => const mean = x.reduce((sum, v) => sum + v) / size;",
      "const mean1 = dxHat.reduce((sum, d) => sum + d, 0) / size; => const mean1 = dxHat.reduce((sum, d) => sum + d) / size;",
    ],
    why: NO_START,
  },
  {
    ids: ["09.3"],
    changes: ["return [dx, dOut.map((d, c) => d * xHat[c]), [...dOut]]; =>"],
    why: FRESH,
  },
  {
    ids: ["10.1", "16.6"],
    changes: [
      "const scores = keys.map((key) => scale * key.reduce((sum, k, c) => sum + k * query[c], 0)); => const scores = keys.map((key) => scale * key.reduce((sum, k, c) => sum + k * query[c], 1));",
    ],
    why: "adding the same number to all scores does not change softmax",
  },
  {
    ids: ["11.4"],
    changes: ["const width = hidden[0].length; => const width ="],
    why: SAME_WIDTH,
  },
  {
    ids: ["12.5", "13.5"],
    changes: [
      "for (let i = 0; i < weights.length; i++) { => for (let i = 0; i <= weights.length; i++) {",
      "for (let i = 0; i < weights.length; i++) { => for (let i = 0; i < (weights.length + 1); i++) {",
      "for (let i = 0; i < dOut.length; i++) { => for (let i = 0; i <= dOut.length; i++) {",
      "for (let i = 0; i < dOut.length; i++) { => for (let i = 0; i < (dOut.length + 1); i++) {",
    ],
    why: "a write past the end of a typed array has no effect",
  },
  {
    ids: ["13.1"],
    changes: ["const tenth ="],
    why: "a default value, but every case gives the length of the warm-up",
  },
  {
    ids: ["13.1"],
    changes: ["if (step <= warmupSteps) => if (step < warmupSteps)"],
    why: "the rise ends at the maximum, where the cosine begins",
  },
  {
    ids: ["13.1"],
    changes: [
      "const length = Math.max(1, totalSteps - warmupSteps); => const length = (totalSteps - warmupSteps);",
      "const length = Math.max(1, totalSteps - warmupSteps); => const length = Math.max(0, totalSteps - warmupSteps);",
      "const progress = Math.min(1, (step - warmupSteps) / length); => const progress = ((step - warmupSteps) / length);",
      "const progress = Math.min(1, (step - warmupSteps) / length); => const progress = Math.min(2, (step - warmupSteps) / length);",
    ],
    why: "no case is past the last step, because the task is about a run's steps",
  },
  {
    ids: ["13.3"],
    changes: ["if (norm > maxNorm) { => if (norm >= maxNorm) {"],
    why: EQUAL,
  },
  {
    ids: ["14.1", "14.2"],
    changes: [
      "if (gradientNorm > run.maxNorm) => if (gradientNorm >= run.maxNorm)",
    ],
    why: EQUAL,
  },
  {
    ids: ["16.2"],
    changes: ["let above = new Array(read.length + 1).fill(0); => let above ="],
    why: "only the first elements of the first row are read, and all are 0",
  },
  {
    ids: ["16.2"],
    changes: [
      "for (let j = 0; j < read.length; j++) { => for (let j = 0; j <= read.length; j++) {",
      "for (let j = 0; j < read.length; j++) { => for (let j = 0; j < (read.length + 1); j++) {",
    ],
    why: "no token is undefined, so the element past the end never matches",
  },
  {
    ids: ["16.3"],
    changes: [
      "const sum = weights.reduce((total, weight) => total + weight, 0); => const sum = weights.reduce((total, weight) => total + weight);",
    ],
    why: NO_START,
  },
  {
    ids: ["16.4"],
    changes: ["sum += probabilities[id]; => sum += kept[id];"],
    why: "the line above makes them equal",
  },
];
