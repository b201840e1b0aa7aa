import { test } from "node:test";
import assert from "node:assert/strict";

import { softmax } from "../../core/by-hand/softmax";
import { verdictCard } from "./cards";
import {
  trainOneWeight,
  type OneWeightRecord,
} from "../chapters/14-training-loop/shared";
import { statistics } from "../chapters/09-layers/shared";
import { COURSE, findExercise, type Answers } from "../course";
import type { AnyFunction, FunctionSpec, NumberSpec } from "./exercise";
import { judge } from "../../testing/patient-judge";
import { createTrial, runCases, sameRuns } from "./trial";
import { diagnosis } from "./verdict";

/** A wrong answer; what its card must say, and what it must not. */
interface Row {
  id: string;
  answer: unknown;
  says: RegExp;
  never?: RegExp;
}

function row<Id extends keyof Answers>(
  id: Id,
  answer: Answers[Id],
  says: RegExp,
  never?: RegExp,
): Row {
  return { id, answer, says, never };
}

const powersOf = (logits: number[], shift: number): number[] => {
  const powers = logits.map((z) => Math.exp(z - shift));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};

const firstBest =
  (start: number) =>
  (numbers: number[]): number => {
    let best = start;
    for (const n of numbers) if (n > best) best = n;
    return best;
  };

/** The text that a web developer would search in. */
const joinedCopy =
  (between: string) =>
  (written: number[], read: number[]): number => {
    for (let n = written.length; n > 0; n--)
      for (let i = 0; i + n <= written.length; i++) {
        const span = written.slice(i, i + n).join(between);
        if (read.join(between).includes(span)) return n;
      }
    return 0;
  };

const late =
  (low: number) =>
  (scores: number[], at: number): number[] =>
    softmax(scores.map((score, j) => (j > at ? low : score)));

/** Answers that used to pass. */
const ONCE_ACCEPTED: Row[] = [
  ...[-1, -2, -5, -100, Number.MIN_SAFE_INTEGER].map((start) =>
    row(
      "00.3",
      firstBest(start),
      new RegExp(`mistake: the search begins at ${start}\\.`),
    ),
  ),
  row("00.3", firstBest(-7), /should be -2000; yours is -7/, /mistake/),
  row(
    "03.1",
    (local) => {
      const total = local.reduce((a, b) => a * b, 1);
      let before = 1;
      return local.map((d) => {
        const rest = total / before;
        before *= d;
        return rest;
      });
    },
    /should be 5; yours is NaN/,
    /mistake/,
  ),
  row(
    "07.2",
    (words) => {
      const counts: Record<string, number> = {};
      let best = "";
      for (const { tokens, count } of words)
        tokens.slice(1).forEach((right, i) => {
          const pair = `${tokens[i]} ${right}`;
          counts[pair] = (counts[pair] ?? 0) + count;
        });
      for (const pair of Object.keys(counts))
        if (!(counts[pair] < counts[best])) best = pair;
      return best.split(" ").map(Number) as [number, number];
    },
    /on a tie the last one met/,
  ),
  row(
    "08.3",
    (a, b, { rows, depth, columns }) =>
      Array.from({ length: rows * columns }, (_, at) => {
        const [i, j] = [Math.floor(at / columns), at % columns];
        let sum = 0;
        for (let k = 0; k < depth; k++)
          sum += a[i * depth + k] * b[k * rows + j];
        return sum;
      }),
    /a row of b is taken to hold rows numbers[^]*rows: 2, depth: 2, columns: 3/,
  ),
  row(
    "09.1",
    (ids, dOut, dTable) => {
      ids.forEach((id, n) => {
        for (let c = 0; c < dTable[n].length; c++) dTable[id][c] += dOut[n][c];
      });
    },
    /It threw TypeError/,
  ),
  row(
    "10.3",
    (scores, at) => {
      const kept = softmax(scores).map((w, j) => (j <= at ? w : 0));
      const sum = kept.reduce((a, b) => a + b);
      return kept.map((w) => w / sum);
    },
    /the future is masked too late/,
  ),
  row(
    "10.3",
    (scores, at) => {
      const max = Math.max(...scores);
      const powers = scores.map((s, j) => (j > at ? 0 : Math.exp(s - max)));
      const total = powers.reduce((sum, power) => sum + power);
      return powers.map((power) => power / total);
    },
    /too late\..* of its largest score/,
    /after the softmax/,
  ),
  row("10.3", late(-100), /-100 is not low enough/),
  row("10.3", late(-30), /should be/, /mistake/),
  row(
    "13.3",
    (gradients, maxNorm) => {
      const width = gradients[0].length;
      let squares = 0;
      for (const row of gradients)
        for (let i = 0; i < width; i++) squares += row[i] ** 2;
      const norm = Math.sqrt(squares);
      if (norm > maxNorm)
        for (const row of gradients)
          for (let i = 0; i < row.length; i++) row[i] *= maxNorm / norm;
      return norm;
    },
    /result should be 13; yours is 5/,
  ),
  row(
    "14.1",
    (run) => clippedWith(run, (g, most) => Math.max(g, -most)),
    /should be/,
  ),
  row("16.2", joinedCopy(","), /the ids are joined into a text\./),
  row("16.2", joinedCopy(" "), /the ids are joined into a text\./),
  row("16.2", joinedCopy(""), /the ids are joined without a gap/),
  row(
    "16.3",
    (logits, temperature) => {
      const max = Math.max(...logits);
      return powersOf(
        logits.map((z) => z / temperature),
        max,
      );
    },
    /the largest is taken off undivided/,
  ),
  row(
    "16.4",
    (probabilities, topP) => {
      const reached = (p: number): number =>
        probabilities.filter((q) => q > p).reduce((a, b) => a + b, 0);
      const kept = probabilities.map((p) => (reached(p) < topP ? p : 0));
      const total = kept.reduce((a, b) => a + b);
      return kept.map((p) => p / total);
    },
    /all that are equal are kept/,
  ),
];

/** A loop that clips by a rule of its own. */
function clippedWith(
  run: Parameters<typeof trainOneWeight>[0],
  clip: (gradient: number, maxNorm: number) => number,
): OneWeightRecord[] {
  let { weight } = run;
  return run.batches.map((batch) => {
    const wide = { ...run, weight, batches: [batch], maxNorm: Infinity };
    const [{ loss, gradientNorm, weight: led }] = trainOneWeight(wide);
    const gradient = (weight - led) / run.learningRate;
    weight -= run.learningRate * clip(gradient, run.maxNorm);
    return { loss, gradientNorm, weight };
  });
}

/** Answers that were told of a mistake that they do not make. */
const ONCE_MISNAMED: Row[] = [
  row(
    "04.1",
    (logits) => powersOf(logits, Math.min(...logits)),
    /the smallest logit is taken away/,
    /mean/,
  ),
  row(
    "04.1",
    (logits) => powersOf(logits, Math.max(...logits.map(Math.abs))),
    /the largest absolute value is taken away/,
    /search/,
  ),
  row(
    "04.2",
    (logits, trueId) => {
      let sum = 0;
      for (const z of logits) sum += Math.exp(z);
      return Math.log(sum) - logits[trueId];
    },
    /mistake: a power overflows\./,
    /probability/,
  ),
  row(
    "04.2",
    (logits, trueId) => -Math.log(powersOf(logits, 0)[trueId]),
    /a power overflows on the way to a probability/,
    /rounded to 0/,
  ),
  row(
    "06.2",
    (weights, gradW, rate) => {
      weights.forEach((row, i) => {
        row.forEach((w, j) => {
          w -= rate * gradW[i][j];
          void w;
        });
      });
    },
    /mistake: weights is left as it was\. .*copy of a number/,
    /new matrix instead/,
  ),
  row(
    "09.1",
    (ids, dOut, dTable) => {
      ids.forEach((id, n) => {
        dTable[id].forEach((value, c) => {
          value += dOut[n][c];
          void value;
        });
      });
    },
    /dTable is left as it was/,
    /copy of the table is changed/,
  ),
  row(
    "09.3",
    (x, gain, dOut) => {
      const { xHat, deviation } = statistics(x);
      const mean = (list: number[]): number =>
        list.reduce((a, b) => a + b, 0) / list.length;
      const g = dOut.map((d, c) => d * gain[c]);
      const both = mean(g) * mean(xHat);
      const dx = g.map((d, c) => (d - mean(g) - xHat[c] * both) / deviation);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /is missing, or comes out as 0\. .*product of two means/,
    /dropped/,
  ),
  row(
    "09.6",
    (weights, dOut) => {
      const dx = dOut.map((d) => d);
      weights.forEach((row, r) => {
        row.forEach((w, c) => (dx[c] += w * dx[r]));
      });
      return dx;
    },
    /dx is read where dOut belongs/,
    /second name/,
  ),
  row(
    "09.6",
    (weights, dOut) => {
      const dx = dOut;
      weights.forEach((row, r) => {
        row.forEach((w, c) => (dx[c] += w * dOut[r]));
      });
      return dx;
    },
    /It also changed the input dOut\.[^]*makes a second name/,
  ),
  row(
    "14.1",
    (run) => clippedWith(run, (gradient) => gradient),
    /the update is not clipped\. .*too late/,
    /no clipping/,
  ),
  row(
    "16.3",
    (logits) => powersOf(logits, Math.max(...logits)),
    /the temperature has no effect/,
  ),
  row("03.1", (local) => local.map(() => 0), /gradients\[i\].* never set/),
  row("03.4", (tape) => tape.map(() => 0), /everything stays 0/),
  row("03.3", 10, /10 is L, and also 5 · 2/, /two paths are multiplied/),
  row("17.2", 12, /Which one is missing/, /one mean only/),
  row("17.4", 10, /one of the two parts alone/, /the shared part alone/),
];

/** Answers that also change their input, which is only half of the trouble. */
const SPOILED: Row[] = [
  row(
    "00.3",
    (numbers) => numbers.sort().reverse()[0],
    /It also changed the input numbers\.[^]*compared as texts\./,
    /copy|The answer is right/,
  ),
  row(
    "00.3",
    (numbers) => numbers.sort()[numbers.length - 1],
    /It also changed the input numbers\.[^]*compared as texts\./,
    /The answer is right/,
  ),
  row(
    "00.3",
    (numbers) => numbers.sort((a, b) => a - b)[numbers.length - 1],
    /The answer is right, but it changed the input numbers/,
    /mistake/,
  ),
  row(
    "00.3",
    (numbers) => numbers.sort((a, b) => a - b)[0],
    /It also changed the input numbers\.[^]*the smallest instead/,
    /The answer is right/,
  ),
  row(
    "07.1",
    (tokens, [left, right], id) => {
      for (let at = tokens.length - 2; at >= 0; at--)
        if (tokens[at] === left && tokens[at + 1] === right)
          tokens.splice(at, 2, id);
      return tokens;
    },
    /It also changed the input tokens\.[^]*read from the right/,
    /The answer is right/,
  ),
];

function textOf(id: string, answer: unknown): string {
  const exercise = findExercise(id);
  const verdict = judge(exercise, answer);
  return String(verdictCard(exercise, verdict, "")["text/plain"]);
}

function holds(rows: Row[]): void {
  for (const { id, answer, says, never } of rows) {
    const text = textOf(id, answer);
    assert.match(text, /^✗ Not yet/);
    assert.match(text, says);
    if (never) assert.doesNotMatch(text, never);
  }
}

test("wrong answers that used to pass fail, and say why", () => {
  holds(ONCE_ACCEPTED);
});

test("no answer is told of a mistake that it does not make", () => {
  holds(ONCE_MISNAMED);
});

test("a wrong answer that changes its input is not called right", () => {
  holds(SPOILED);
});

test("no two mistakes of an exercise give the same answers", () => {
  for (const exercise of COURSE.flatMap(({ exercises }) => exercises)) {
    if (exercise.kind === "predict") {
      const values = exercise.mistakes.map(({ answer }) => answer);
      assert.equal(new Set(values).size, values.length, exercise.id);
      continue;
    }
    const trial = createTrial(exercise);
    const runs = exercise.mistakes.map(({ answer }) =>
      runCases(exercise, answer, trial.cases),
    );
    const spoils = (one: number): string =>
      JSON.stringify(runs[one].map(({ spoiled }) => spoiled ?? ""));
    for (let a = 0; a < runs.length; a++)
      for (let b = 0; b < a; b++) {
        const same =
          sameRuns(trial, runs[a], runs[b], exercise.tolerance ?? 1e-9) &&
          spoils(a) === spoils(b);
        const names = [a, b].map((one) => exercise.mistakes[one].name);
        assert.ok(!same, `${exercise.id}: ${names.join(" = ")}`);
      }
  }
});

test("several mistakes that fit are listed, and none is picked", () => {
  const twice = (numbers: number[]): number => 2 * numbers[0];
  const spec: FunctionSpec<(numbers: number[]) => number> = {
    ...(findExercise("00.1") as unknown as typeof spec),
    reference: ([first]) => 3 * first,
    cases: () => [[[1]], [[4]]],
    mistakes: [
      { name: "doubled", answer: twice, hint: "It is three times." },
      { name: "one too few", answer: ([a]) => a + a, hint: "Add once more." },
      { name: "not at all", answer: ([a]) => a, hint: "Multiply." },
    ],
  };
  const exercise = spec as unknown as FunctionSpec<AnyFunction>;
  const text = String(
    verdictCard(exercise, judge(exercise, twice), "")["text/plain"],
  );
  assert.match(text, /Several mistakes give these answers: doubled; one too/);
  assert.doesNotMatch(text, /The mistake:|three times|not at all/);
});

test("a prediction that is as near to two mistakes is not named", () => {
  const exercise: NumberSpec = {
    ...(findExercise("04.3") as NumberSpec),
    reference: 50,
    tolerance: 1,
    mistakes: [
      { name: "low", answer: 10, hint: "Too few." },
      { name: "high", answer: 12, hint: "Too many." },
    ],
  };
  const text = (answer: number): string =>
    String(verdictCard(exercise, judge(exercise, answer), "")["text/plain"]);
  assert.match(text(11), /Several mistakes give these answers: low; high\./);
  assert.match(text(10.9), /The mistake: low\./);
});

test("a prediction is taken for a mistake only when it rounds its value", () => {
  const text = (answer: number): string => textOf("02.2", answer);
  assert.match(text(12.06), /the 6 below is left out/);
  assert.match(text(12.002), /the third derivative is left out/);
  for (const other of [12.05, 12.03, 12.011])
    assert.doesNotMatch(text(other), /The mistake:|Several/);
});

test("a mistake with three digits goes before the right number in other words", () => {
  const text = (answer: number): string => textOf("07.5", answer);
  assert.match(text(1514.8), /The mistake: the bits of the whole text\./);
  assert.match(text(151.48), /The mistake: the decimal point is in another/);
});

test("mistakes that share a hint give it, and both names", () => {
  const [a, b] = [
    { name: "a", hint: "Both." },
    { name: "b", hint: "Both." },
  ];
  assert.deepEqual(diagnosis([]), {});
  assert.deepEqual(diagnosis([a]), { mistake: a });
  assert.deepEqual(diagnosis([a, b]), {
    mistake: { name: "a, or b", hint: "Both." },
  });
  assert.deepEqual(diagnosis([a, { ...b, hint: "Not both." }]), {
    candidates: ["a", "b"],
  });
});

test("a mistake is recognized where the answer breaks down in some cases", () => {
  // outside of the list: NaN in one, TypeError in the other
  const product = (
    weights: number[][],
    x: number[],
    bias: number[],
    terms: number,
  ): number[] =>
    x.map((_, j) => {
      let y = bias[j];
      for (let i = 0; i < terms; i++) y += weights[i][j] * x[i];
      return y;
    });
  const says = (answer: Answers["05.1"]): string => textOf("05.1", answer);
  assert.match(
    says((weights, x, bias) => product(weights, x, bias, weights.length)),
    /The mistake: the transpose\./,
  );
  assert.match(
    says((weights, x, bias) => product(weights, x, bias, x.length)),
    /It threw TypeError[^]*The mistake: the transpose\./,
  );
  const broken = says((_, x, bias) => product([], x, bias, x.length));
  assert.match(broken, /It threw TypeError/);
  assert.doesNotMatch(broken, /The mistake:/);
});
