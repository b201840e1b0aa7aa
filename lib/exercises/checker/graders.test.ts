import { test } from "node:test";
import assert from "node:assert/strict";

import { verdictCard } from "./cards";
import { COURSE, findExercise, type Answers } from "../course";
import type { AnyFunction, Exercise, FunctionSpec } from "./exercise";
import { solutionMarkdown } from "./help";
import { judge } from "./judge";
import { yourTurn } from "./open";
import { createTrial } from "./trial";
import { deepCopy, isList, isRecord, valueText } from "./values";
import type { Verdict } from "./verdict";

const ALL: readonly Exercise[] = COURSE.flatMap(({ exercises }) => exercises);
const FUNCTIONS = ALL.filter(
  (exercise): exercise is FunctionSpec<AnyFunction> =>
    exercise.kind !== "predict",
);

/** Right answers that look nothing like the reference. */
const OTHER_STYLES: Partial<Answers> = {
  "00.1": (numbers) => {
    let mean = 0;
    numbers.forEach((x, i) => (mean += (x - mean) / (i + 1)));
    return mean;
  },
  "00.3": (numbers) => [...numbers].sort((a, b) => b - a)[0],
  "01.1": (w, g, rate) => -(rate * g - w),
  "01.2": (start, rate, steps) =>
    Array.from(
      { length: steps + 1 },
      (_, n) => 3 + (start - 3) * (1 - 2 * rate) ** n,
    ),
  "02.1": (f, point, index, epsilon) => {
    const place = Array.from(point);
    place[index] = point[index] - epsilon;
    const below = f(Array.from(place));
    place[index] = point[index] + epsilon;
    return 0.5 * (f(place) / epsilon - below / epsilon);
  },
  "02.3": (f, point, epsilon) => {
    const slopes: number[] = [];
    for (let i = point.length - 1; i >= 0; i--) {
      const side = (by: number): number =>
        f(point.map((value, j) => (j === i ? value + by : value)));
      slopes.unshift((side(epsilon) - side(-epsilon)) / epsilon / 2);
    }
    return slopes;
  },
  "02.4": (f, weights, rate) => {
    const next = weights.slice();
    for (let i = 0; i < weights.length; i++) {
      const side = (by: number): number =>
        f(weights.map((value, j) => (j === i ? value + by : value)));
      next[i] += (rate * (side(-1e-4) - side(1e-4))) / 2e-4;
    }
    return next;
  },
  "03.1": (local) =>
    local.map((_, i) => local.slice(i).reduce((a, b) => b * a, 1)),
  "03.2": ({ w, x, b, y }) => {
    const up = Math.exp(2 * (w * x + b));
    const p = 1 - 2 / (up + 1);
    const db = ((p - y) * 8 * up) / (up + 1) ** 2;
    return { db, dw: x * db, dx: w * db };
  },
  "03.4": (tape) => {
    const rate = (from: number, to: number): number =>
      from === to
        ? 1
        : tape[to].inputs.reduce(
            (sum, input, i) => sum + tape[to].local[i] * rate(from, input),
            0,
          );
    return tape.map((_, place) => rate(place, tape.length - 1));
  },
  "04.1": (logits) =>
    logits.map(
      (z) => 1 / logits.reduce((sum, other) => sum + Math.exp(other - z), 0),
    ),
  "04.2": (logits, trueId) => {
    let [max, total] = [logits[0], 0];
    for (const z of logits) {
      if (z > max) {
        total *= Math.exp(max - z);
        max = z;
      }
      total += Math.exp(z - max);
    }
    return max - logits[trueId] + Math.log1p(total - 1);
  },
  "04.4": (logits, trueId) =>
    logits.map((z, i) => {
      let total = 0;
      for (const other of logits) total += Math.exp(other - z);
      return 1 / total - Number(i === trueId);
    }),
  "04.5": (logits, trueId) => {
    const top = logits.reduce((a, b) => (a > b ? a : b));
    const powers = Array.from(logits, (z) => Math.exp(z - top));
    const total = powers.reduceRight((sum, power) => power + sum);
    return {
      loss: Math.log(total) - (logits[trueId] - top),
      delta: powers.map((p, i) => (i === trueId ? p - total : p) / total),
    };
  },
  "05.1": (weights, x, bias) => {
    const y = bias.slice();
    for (let j = x.length - 1; j >= 0; j--)
      for (let i = 0; i < y.length; i++) y[i] += x[j] * weights[i][j];
    return y;
  },
  "05.3": (delta, weights, x) => {
    const gradX = new Array<number>(x.length).fill(0);
    const gradW = weights.map((row, i) =>
      row.map((w, j) => {
        gradX[j] = gradX[j] + delta[i] * w;
        return x[j] * delta[i];
      }),
    );
    return { gradB: delta.map((d) => d * 1), gradX, gradW };
  },
  "05.4": (delta, weights, x) => ({
    gradB: weights.map((_, i) => delta.reduce((sum, d) => sum + d[i], 0)),
    gradW: weights.map((row, i) =>
      row.map((_, j) => x.reduce((sum, r, b) => sum + r[j] * delta[b][i], 0)),
    ),
    gradX: delta.map((d) =>
      weights[0].map((_, j) =>
        weights.reduce((sum, row, i) => sum + row[j] * d[i], 0),
      ),
    ),
  }),
  "05.5": (delta, weights, x) => {
    const gradB = delta.reduce((sum, d) => sum.map((g, i) => g + d[i]));
    const gradX = delta.map((d) =>
      weights.map((row) => row.reduce((sum, w, i) => sum + w * d[i], 0)),
    );
    const gradW = weights.map((row, j) =>
      row.map((_, i) => x.reduce((sum, r, b) => sum + delta[b][i] * r[j], 0)),
    );
    return { gradW, gradX, gradB };
  },
  "06.1": (total, id, delta) => {
    total[id] = total[id].map((value, j) => delta[j] + value);
  },
  "06.2": (weights, gradW, rate) => {
    for (let j = weights[0].length - 1; j >= 0; j--)
      for (let i = weights.length - 1; i >= 0; i--)
        weights[i][j] = weights[i][j] - gradW[i][j] * rate;
  },
  "06.3": (weights, { inputs, targets }, rate) => {
    const share = 1 / inputs.length;
    const before = deepCopy(weights);
    let loss = 0;
    for (let n = inputs.length - 1; n >= 0; n--) {
      const row = before[inputs[n]];
      const total = row.reduce((sum, z) => sum + Math.exp(z), 0);
      loss -= share * Math.log(Math.exp(row[targets[n]]) / total);
      row.forEach((z, j) => {
        const hit = j === targets[n] ? 1 : 0;
        weights[inputs[n]][j] -= rate * share * (Math.exp(z) / total - hit);
      });
    }
    return loss;
  },
  "06.4": (weights, { inputs, targets }) =>
    weights.map((row, id) =>
      row.map((z, j) => {
        const total = row.reduce((sum, other) => sum + Math.exp(other - z), 0);
        const seen = inputs.filter((input) => input === id).length;
        const hits = targets.filter((t, n) => t === j && inputs[n] === id);
        return (seen / total - hits.length) / inputs.length;
      }),
    ),
  "07.1": (tokens, [left, right], id) => {
    const rest = [...tokens];
    for (let at = 0; at + 1 < rest.length; at++)
      if (rest[at] === left && rest[at + 1] === right) rest.splice(at, 2, id);
    return rest;
  },
  "07.2": (words) => {
    const counts: number[][] = Array.from({ length: 4000 }, () => []);
    for (const { tokens, count } of words)
      tokens.slice(1).forEach((right, i) => {
        const row = counts[tokens[i]];
        row[right] = (row[right] ?? 0) + count;
      });
    const all = counts.flat().filter(Boolean);
    const most = Math.max(...all);
    const left = counts.findIndex((row) => row.includes(most));
    return [left, counts[left].indexOf(most)];
  },
  "07.3": (bytes, merges) => {
    const tokens = [...bytes];
    for (;;) {
      const ranks = tokens.slice(1).map((right, i) => {
        const rank = merges.findIndex(
          ([a, b]) => a === tokens[i] && b === right,
        );
        return rank < 0 ? Infinity : rank;
      });
      const best = Math.min(...ranks);
      if (best === Infinity) return tokens;
      tokens.splice(ranks.indexOf(best), 2, 257 + best);
    }
  },
  "07.4": (ids, length) =>
    Array.from({ length: Math.floor((ids.length - 1) / length) }, (_, w) =>
      Array.from({ length: length + 1 }, (_, t) => ids[w * length + t]),
    ),
  "08.1": (shape, indices) =>
    indices.reduce(
      (sum, index, axis) =>
        sum + index * shape.slice(axis + 1).reduce((a, b) => a * b, 1),
      0,
    ),
  "08.3": (a, b, { rows, depth, columns }) => {
    const out: number[] = [];
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < columns; j++) {
        let sum = 0;
        for (let k = depth - 1; k >= 0; k--)
          sum += a[i * depth + k] * b[k * columns + j];
        out.push(sum);
      }
    return out;
  },
  "08.4": (logits, targets) => {
    const width = logits.length / targets.length;
    const logSum = targets.map((_, row) => {
      const scores = logits.slice(row * width, (row + 1) * width);
      const max = scores.reduce((a, b) => Math.max(a, b));
      return max + Math.log(scores.reduce((s, z) => s + Math.exp(z - max), 0));
    });
    const losses = targets.map(
      (t, row) => logSum[row] - logits[row * width + t],
    );
    const dLogits = logits.map((z, at) => {
      const row = Math.floor(at / width);
      const hit = at % width === targets[row] ? 1 : 0;
      return (Math.exp(z - logSum[row]) - hit) / targets.length;
    });
    return { dLogits, loss: losses.reduce((a, b) => a + b) / targets.length };
  },
  "09.1": (ids, dOut, dTable) => {
    for (let row = dTable.length - 1; row >= 0; row--)
      dTable[row] = dTable[row].map((value, c) =>
        dOut.reduce((sum, d, n) => (ids[n] === row ? sum + d[c] : sum), value),
      );
  },
  "09.2": (x, gain, bias) => {
    const mean = x.reduce((a, b) => a + b) / x.length;
    const square = x.reduce((a, b) => a + b * b, 0) / x.length;
    const scale = (square - mean * mean + 1e-5) ** -0.5;
    return x.map((v, c) => bias[c] + scale * gain[c] * (v - mean));
  },
  "09.3": (x, gain, dOut) => {
    const n = x.length;
    const mean = x.reduce((a, b) => a + b) / n;
    const v = x.reduce((a, b) => a + (b - mean) ** 2, 0) / n + 1e-5;
    const dx = x.map((xi, i) =>
      x.reduce((sum, xj, j) => {
        const direct = (i === j ? 1 : 0) - 1 / n;
        const slope = direct / v ** 0.5;
        const bend = ((xj - mean) * (xi - mean)) / n / v ** 1.5;
        return sum + dOut[j] * gain[j] * (slope - bend);
      }, 0),
    );
    return [dx, x.map((xi, i) => (dOut[i] * (xi - mean)) / v ** 0.5), dOut];
  },
  "09.5": (x) => {
    const u = Math.sqrt(8 / Math.PI) * (x + 0.044715 * x ** 3);
    const p = 1 / (1 + Math.exp(-u));
    return (
      p + x * p * (1 - p) * Math.sqrt(8 / Math.PI) * (1 + 0.134145 * x * x)
    );
  },
  "09.6": (weights, dOut) =>
    dOut.map((_, c) =>
      weights.reduce(
        (sum, row, r) => sum + (row[c] + (r === c ? 1 : 0)) * dOut[r],
        0,
      ),
    ),
  "10.1": (query, keys, values) => {
    const powers = keys.map((key) =>
      Math.exp(
        query.reduce((s, q, c) => s + q * key[c], 0) / query.length ** 0.5,
      ),
    );
    const total = powers.reduce((a, b) => a + b);
    const out = query.map(() => 0);
    values.forEach((value, j) =>
      value.forEach((v, c) => (out[c] += (powers[j] / total) * v)),
    );
    return out;
  },
  "10.3": (scores, at) => {
    const powers = scores.map((s, j) => (j > at ? 0 : Math.exp(s)));
    const total = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / total);
  },
  "10.4": (weights, dWeights) =>
    weights.map((wi, i) =>
      weights.reduce(
        (sum, wj, j) => sum + dWeights[j] * wj * ((i === j ? 1 : 0) - wi),
        0,
      ),
    ),
  "10.5": (query, keys, dScores) => {
    const rows = [query, ...keys].map((row) => row.map(() => 0));
    keys.forEach((key, j) =>
      key.forEach((k, c) => {
        rows[0][c] += (dScores[j] * k) / query.length ** 0.5;
        rows[j + 1][c] += (dScores[j] * query[c]) / query.length ** 0.5;
      }),
    );
    return rows;
  },
  "11.1": ({ vocabSize, dModel, nLayers, dFf }) =>
    dModel * (vocabSize + 2) +
    nLayers * (dModel * (4 * dModel + 2 * dFf + 5) + dFf),
  "11.3": (dOut, backwardA, backwardF) => {
    const stream = [...dOut];
    for (const backward of [backwardF, backwardA])
      backward([...stream]).forEach((d, i) => (stream[i] += d));
    return stream;
  },
  "11.4": ({ vocabSize, ids, dEmbedded, hidden, dLogits }) =>
    Array.from({ length: vocabSize }, (_, v) =>
      hidden[0].map((_, c) =>
        ids.reduce(
          (sum, id, t) =>
            sum +
            dLogits[t][v] * hidden[t][c] +
            (id === v ? dEmbedded[t][c] : 0),
          0,
        ),
      ),
    ),
  "11.5": (analytic, numeric) => {
    const squares = [0, 0, 0];
    analytic.forEach((a, i) => {
      [a - numeric[i], a, numeric[i]].forEach((x, k) => (squares[k] += x * x));
    });
    const [d, a, n] = squares.map(Math.sqrt);
    return a + n > 0 ? d / (a + n) : 0;
  },
  "12.2": (weights, velocity, gradients, { learningRate, momentum }) => {
    for (let i = weights.length - 1; i >= 0; i--) {
      const step = gradients[i] + velocity[i] * momentum;
      [velocity[i], weights[i]] = [step, weights[i] - step * learningRate];
    }
  },
  "12.3": (gradients, beta) =>
    gradients.map((_, t) => {
      let [sum, total] = [0, 0];
      for (let k = 0; k <= t; k++) {
        sum += beta ** (t - k) * gradients[k];
        total += beta ** (t - k);
      }
      return sum / total;
    }),
  "12.5": ({ weights, gradients, mean, square }, options) => {
    const { learningRate, beta1, beta2, epsilon, weightDecay } = options;
    const first = 1 - Math.exp(options.step * Math.log(beta1));
    const second = 1 - Math.exp(options.step * Math.log(beta2));
    gradients.data.forEach((g, i) => {
      mean.data[i] += (1 - beta1) * (g - mean.data[i]);
      square.data[i] += (1 - beta2) * (g * g - square.data[i]);
      const size = Math.sqrt(square.data[i]) / Math.sqrt(second) + epsilon;
      weights.data[i] *= 1 - learningRate * weightDecay;
      weights.data[i] -= (learningRate / first) * (mean.data[i] / size);
    });
  },
  "13.1": (step, schedule) => {
    const { maxLearningRate: max = 0, minLearningRate: min = 0 } = schedule;
    const { warmupSteps = 0, totalSteps } = schedule;
    if (step < warmupSteps) return (step / warmupSteps) * max;
    const angle = ((step - warmupSteps) / (totalSteps - warmupSteps)) * Math.PI;
    return (max + min) / 2 + ((max - min) / 2) * Math.cos(angle);
  },
  "13.3": (gradients, maxNorm) => {
    const norm = Math.hypot(...gradients.flat());
    const factor = Math.min(1, maxNorm / norm);
    gradients.forEach((row, r) => {
      gradients[r] = row.map((g) => g * factor);
    });
    return norm;
  },
  "13.4": ({ x, kept, rate }) => {
    const scale = [0, 1 / (1 - rate)];
    return x.map((value, i) => value * scale[Number(kept[i])]);
  },
  "13.5": (gradient) => {
    const { dOut, kept, rate } = gradient;
    gradient.dx = gradient.dx.map(
      (d, i) => d + (Number(kept[i]) * dOut[i]) / (1 - rate),
    );
  },
  "14.1": ({ weight, batches, learningRate, maxNorm }) => {
    const records = [];
    let w = weight;
    for (const batch of batches) {
      const errors = batch.map(([x, y]) => w * x - y);
      const n = batch.length;
      const loss = errors.reduce((sum, e) => sum + e * e, 0) / n;
      const slope =
        (2 / n) * errors.reduce((sum, e, i) => sum + e * batch[i][0], 0);
      const clipped = Math.max(-maxNorm, Math.min(maxNorm, slope));
      w -= clipped * learningRate;
      records.push({ loss, gradientNorm: Math.abs(slope), weight: w });
    }
    return records;
  },
  "14.2": (run) => {
    let { weight } = run;
    return run.batches.map((batch) => {
      const mean = (f: (x: number, y: number) => number): number =>
        batch.reduce((sum, [x, y]) => sum + f(x, y), 0) / batch.length;
      const slope = mean((x, y) => 2 * (weight * x * x - x * y));
      const loss = mean((x, y) => (y - weight * x) ** 2);
      const step = Math.sign(slope) * Math.min(run.maxNorm, Math.abs(slope));
      weight -= run.learningRate * step;
      return { gradientNorm: Math.abs(slope), loss, weight };
    });
  },
  "14.3": (batches) => {
    const total = batches.reduce((sum, { tokens }) => sum + tokens, 0);
    return batches.reduce((m, b) => m + (b.tokens / total) * b.loss, 0);
  },
  "14.4": (step, windows, batchSize) => {
    let [epoch, skip] = [0, 0];
    for (let done = 0; done < step; done++) {
      skip += 1;
      if (skip * batchSize >= windows) [epoch, skip] = [epoch + 1, 0];
    }
    return { epoch, skip };
  },
  "15.2": ({ loss, tokens, bytes }) => ({
    bitsPerByte: Math.log2(Math.exp(loss)) * (tokens / bytes),
    perplexity: Math.E ** loss,
  }),
  "15.3": ({ tokens, length, batchSize, epochs }) => {
    let windows = 0;
    for (let s = 0; s + length < tokens; s += length) windows++;
    let stepsPerEpoch = 0;
    for (let w = 0; w < windows; w += batchSize) stepsPerEpoch++;
    return {
      windows,
      stepsPerEpoch,
      totalSteps: stepsPerEpoch * epochs,
      tokensSeen: windows * length * epochs,
    };
  },
  "15.1": (documents, fraction) => {
    const train = [...documents];
    const validation: string[] = [];
    do validation.unshift(train.pop() as string);
    while (validation.length + 1 <= fraction * documents.length);
    return { train, validation };
  },
  "16.2": (written, read) => {
    let longest = 0;
    for (let i = 0; i < written.length; i++)
      for (let j = 0; j < read.length; j++) {
        let n = 0;
        while (i + n < written.length && written[i + n] === read[j + n]) n++;
        if (n > longest) longest = n;
      }
    return longest;
  },
  "16.3": (logits, temperature) =>
    logits.map(
      (z) =>
        1 /
        logits.reduce(
          (sum, other) => sum + Math.exp((other - z) / temperature),
          0,
        ),
    ),
  "16.4": (probabilities, topP) => {
    const ranked = probabilities.map((p, id) => [p, id] as const);
    const before = (p: number, id: number): number =>
      ranked.reduce(
        (sum, [q, j]) => (q > p || (q === p && j < id) ? sum + q : sum),
        0,
      );
    const kept = ranked.map(([p, id]) => (before(p, id) < topP ? p : 0));
    const total = kept.reduce((sum, p) => sum + p, 0);
    return kept.map((p) => p / total);
  },
  "17.1": ({ vocabSize, dModel, nLayers, dFf, batchSize, length }) => {
    let perToken = 2 * vocabSize * dModel;
    for (let layer = 0; layer < nLayers; layer++)
      perToken += 4 * dModel * (2 * dModel + dFf + length);
    return perToken * batchSize * length * 3;
  },
  "17.3": ([first, ...rest]) => {
    let seen = first.tokens;
    const mean = [...first.gradient];
    for (const { gradient, tokens } of rest) {
      seen += tokens;
      gradient.forEach((g, i) => (mean[i] += ((g - mean[i]) * tokens) / seen));
    }
    return mean;
  },
};

/** Places below `holder` that hold a number or a text, and how to set them. */
function leaves(holder: object): { value: unknown; set(to: unknown): void }[] {
  const slots = holder as Record<string, unknown>;
  return Object.keys(slots).flatMap((key) => {
    const value = slots[key];
    if (isList(value) || isRecord(value)) return leaves(value);
    return [{ value, set: (to: unknown) => void (slots[key] = to) }];
  });
}

/** Takes the last item out of the first list; false when there is no list. */
function shorten(holder: object): boolean {
  const slots = holder as Record<string, unknown>;
  return Object.keys(slots).some((key) => {
    const value = slots[key];
    if (Array.isArray(value) && value.length > 0) value.pop();
    else if (isList(value) && value.length > 0)
      slots[key] = (value as Float64Array).slice(0, -1);
    else return isRecord(value) && shorten(value);
    return true;
  });
}

/** The names of what is judged: `"result"`, or arguments to be changed. */
function judgedOf(exercise: FunctionSpec<AnyFunction>): string[] {
  return createTrial(exercise).judged;
}

/** The reference, with one of the things that are judged changed afterwards. */
function altered(
  exercise: FunctionSpec<AnyFunction>,
  name: string,
  change: (holder: Record<string, unknown>) => void,
): AnyFunction {
  return (...args) => {
    const result = exercise.reference(...args);
    const isResult = name === "result";
    // a copy, because a reference may give back a part of its input
    const holder = {
      [name]: isResult
        ? deepCopy(result)
        : args[exercise.parameters.indexOf(name)],
    };
    change(holder);
    return isResult ? holder.result : result;
  };
}

/** Adds a thousandth to a number that a run has left. */
function addNoise(place: ReturnType<typeof leaves>[number] | undefined): void {
  const value = Number(place?.value);
  place?.set(value + 1e-3 * Math.max(1, Math.abs(value)));
}

/** Throws what no careful code would throw. */
function throwing(odd: unknown): never {
  throw odd as Error;
}

function readable(exercise: Exercise, verdict: Verdict): string {
  const bundle = verdictCard(exercise, verdict, "");
  const text = bundle["text/plain"];
  assert.ok(typeof text === "string" && text.length > 40, String(text));
  assert.ok(text.includes(exercise.title));
  assert.ok(!/\[object|NaN%/.test(text), text);
  assert.doesNotMatch(String(bundle["text/html"]), /<script|<style/);
  return text;
}

test("ids are unique, in order, and belong to their chapter", () => {
  const ids = ALL.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  for (const { number, exercises } of COURSE) {
    assert.ok(exercises.length >= 3, number);
    assert.ok(
      exercises.some(({ kind }) => kind !== "write"),
      number,
    );
    exercises.forEach(({ id }, n) => assert.equal(id, `${number}.${n + 1}`));
  }
});

test("an exercise states its task, hints, points, and at least two mistakes", () => {
  for (const { id, task, hints, points, minutes, mistakes } of ALL) {
    assert.ok(task.length > 20 && points > 0 && minutes > 0, id);
    assert.ok(hints.length >= 2 && mistakes.length >= 2, id);
    const names = new Set(mistakes.map(({ name }) => name));
    assert.equal(names.size, mistakes.length, id);
  }
});

test("every reference passes", () => {
  for (const exercise of ALL) {
    const verdict = judge(exercise, exercise.reference);
    assert.equal(verdict.state, "passed", exercise.id);
    assert.match(readable(exercise, verdict), /✓ Passed/);
  }
});

test("every stub is open: not written, empty, missing, or as it was given", () => {
  for (const exercise of ALL) {
    const stubs = [undefined, null] as unknown[];
    if (exercise.kind !== "predict")
      stubs.push(yourTurn, () => {}, exercise.given); // prettier-ignore
    for (const stub of stubs) {
      const verdict = judge(exercise, stub);
      assert.equal(verdict.state, "open", `${exercise.id} ${String(stub)}`);
      assert.match(readable(exercise, verdict), /○ Open/);
    }
  }
});

const BROKEN = FUNCTIONS.filter(({ kind }) => kind === "repair");

test("a broken function as given is open and keeps to itself where it fails", () => {
  assert.ok(BROKEN.length >= 5);
  for (const exercise of BROKEN) {
    const text = readable(exercise, judge(exercise, exercise.given));
    assert.match(text, /not changed the function yet.*it fails in some case/);
    assert.ok(text.includes(exercise.task));
    assert.doesNotMatch(text, /\n {2}(input|expected|your)|should be/);
  }
});

test("a change without effect is a try that fails, and is told as that", () => {
  for (const exercise of BROKEN) {
    const { given } = exercise;
    const verdict = judge(exercise, (...all: unknown[]) => given?.(...all));
    assert.equal(verdict.state, "failed", exercise.id);
    assert.match(
      readable(exercise, verdict),
      /Your change makes no difference: .*\n[^]*expected/,
    );
  }
});

test("every listed mistake fails, is recognised by name, and gets its hint", () => {
  for (const exercise of ALL) {
    for (const mistake of exercise.mistakes) {
      const answer = "code" in mistake ? mistake.code : mistake.value;
      const verdict = judge(exercise, answer);
      assert.equal(verdict.state, "failed", `${exercise.id} ${mistake.name}`);
      const text = readable(exercise, verdict);
      const line = `The mistake: ${mistake.name}. ${mistake.hint}\n`;
      assert.ok(text.includes(line), text);
    }
  }
});

test("a right answer in another style passes", () => {
  for (const exercise of FUNCTIONS) {
    const other = OTHER_STYLES[exercise.id as keyof Answers];
    assert.ok(other, `${exercise.id} needs another style in this test`);
    const verdict = judge(exercise, other);
    const text = readable(exercise, verdict);
    assert.equal(verdict.state, "passed", text);
  }
});

test("a thousandth of noise on the first number or the last one fails", () => {
  for (const exercise of FUNCTIONS.filter(({ id }) => id !== "15.1")) {
    for (const name of judgedOf(exercise)) {
      for (const end of [0, -1]) {
        const noisy = altered(exercise, name, (holder) => {
          const numbers = leaves(holder).filter(
            ({ value }) => typeof value === "number",
          );
          addNoise(numbers.at(end));
        });
        const verdict = judge(exercise, noisy);
        assert.equal(verdict.state, "failed", `${exercise.id} ${name} ${end}`);
        assert.match(
          readable(exercise, verdict),
          /should be .*; yours is .*[^]*(largest difference|expected {14}\S)/,
        );
      }
    }
  }
});

test("whatever a function does wrong, the card says what", () => {
  const circular: unknown[] = [];
  circular.push(circular);
  const wrongs: [AnyFunction, RegExp][] = [
    [() => { throw new TypeError("no such thing"); }, /It threw TypeError: no such thing/], // prettier-ignore
    [() => throwing("a text"), /It threw "a text"/],
    [() => throwing(undefined), /It threw undefined/],
    [function again(): unknown { return again(); }, /Maximum call stack/], // prettier-ignore
    [() => [[["deep"]]], /should|changed/],
    [() => Symbol("odd"), /should|changed/],
    [() => new Proxy({}, { get() { throw new Error("trap"); } }), /trap|should|changed/], // prettier-ignore
    [() => 10n, /should|changed/],
    [() => circular, /should|changed/],
    [() => new Map([[1, 2]]), /should|changed/],
  ];
  for (const exercise of FUNCTIONS) {
    for (const [wrong, says] of wrongs) {
      const verdict = judge(exercise, wrong);
      const text = readable(exercise, verdict);
      assert.equal(verdict.state, "failed", `${exercise.id} ${String(wrong)}`);
      if (!exercise.changes) assert.match(text, says);
    }
  }
});

test("NaN, infinite numbers and texts are called by their name", () => {
  for (const exercise of FUNCTIONS.filter(({ id }) => id !== "15.1")) {
    for (const name of judgedOf(exercise)) {
      const text = (value: unknown): string => {
        const spoiled = altered(exercise, name, (holder) =>
          leaves(holder)[0].set(value),
        );
        return readable(exercise, judge(exercise, spoiled));
      };
      assert.match(text(NaN), /should be .*; yours is NaN/);
      assert.match(text(Infinity), /should be .*; yours is Infinity/);
      assert.match(text(-Infinity), /should be .*; yours is -Infinity/);
      // what is a typed array makes a number of a text
      assert.match(text("3"), /should be a number; yours is a text|yours is 3/);
    }
  }
});

test("undefined and promised results are called by their name", () => {
  for (const exercise of FUNCTIONS) {
    const text = (answer: AnyFunction): string =>
      readable(exercise, judge(exercise, answer));
    const nothing = text(() => { void 0; }); // prettier-ignore
    const promise = text(async () => Promise.resolve(1));
    if (judgedOf(exercise)[0] === "result") {
      assert.match(nothing, /undefined \(is a return missing/);
      assert.match(promise, /leave out async/);
    } else {
      assert.match(nothing, /^✗ Not yet.*\n.* should be .*; yours is/);
      assert.match(promise, /^✗ Not yet.*\n.* should be .*; yours is/);
    }
  }
});

test("a wrong shape is told from a wrong number", () => {
  const counts = { lists: 0, records: 0 };
  for (const exercise of FUNCTIONS) {
    for (const name of judgedOf(exercise)) {
      const text = (change: (holder: Record<string, unknown>) => void) =>
        readable(exercise, judge(exercise, altered(exercise, name, change)));
      let [hasList, isObject] = [false, false];
      const short = text((holder) => {
        if (shorten(holder)) hasList = true;
      });
      const poor = text((holder) => {
        const value = holder[name];
        if (isRecord(value)) {
          isObject = true;
          delete value[Object.keys(value)[0]];
        }
      });
      if (name === "result") {
        const wrapped = text((holder) => (holder.result = [holder.result]));
        assert.match(wrapped, /should (be|hold) .*; yours (is|holds)/);
      }
      if (hasList) {
        assert.match(short, /should hold \d+ items?; yours holds \d+\./);
        counts.lists += 1;
      }
      if (isObject) {
        assert.match(poor, /should have a field \w+/);
        counts.records += 1;
      }
    }
  }
  assert.ok(counts.lists > 40 && counts.records > 10, JSON.stringify(counts));
});

test("an answer that changes its input is told so", () => {
  const exercise = findExercise("00.3");
  const verdict = judge(
    exercise,
    (numbers: number[]): number =>
      numbers.sort((a, b) => a - b)[numbers.length - 1],
  );
  assert.match(readable(exercise, verdict), /it changed the input numbers/);
});

test("an endless loop is stopped and named", () => {
  const exercise = findExercise("01.1");
  const verdict = judge(exercise, () => {
    for (;;);
  });
  assert.match(readable(exercise, verdict), /did not end within 0\.6 s/);
});

test("predictions outside the tolerance are too low or too high, no more", () => {
  const exercise = findExercise("06.5");
  const text = (answer: unknown): string =>
    readable(exercise, judge(exercise, answer));
  assert.match(text(3.3), /Close enough: off by 0\.0042/);
  assert.match(text(3.2), /3\.2 is too low/);
  assert.match(text(3.4), /3\.4 is too high/);
  assert.doesNotMatch(text(3.4), /3\.29/);
  for (const odd of [NaN, Infinity, "3.3", () => 3.3, [3.3]])
    assert.match(text(odd), /A prediction is a number \(nats\); got/);
});

test("no prediction passes from outside its tolerance, or as anything else", () => {
  for (const exercise of ALL) {
    if (exercise.kind !== "predict") continue;
    const { id, reference, tolerance } = exercise;
    const apart = tolerance > 0 ? 1.01 * tolerance : 1;
    assert.equal(judge(exercise, reference + 0.99 * tolerance).state, "passed");
    const wrongs = [reference - apart, reference + apart];
    const odd = [NaN, Infinity, String(reference), [reference], true, {}];
    for (const answer of [...wrongs, ...odd, () => reference]) {
      const verdict = judge(exercise, answer);
      assert.equal(verdict.state, "failed", `${id} ${valueText(answer)}`);
      assert.match(
        readable(exercise, verdict),
        /is too (low|high)|is not the one|A prediction is a number/,
      );
    }
  }
});

test("something that is no function is refused in words", () => {
  const exercise = findExercise("01.1");
  for (const odd of [5, "w", {}, true])
    assert.match(
      readable(exercise, judge(exercise, odd)),
      /must be a function; got/,
    );
});

test("every solution shows the code of a function, or an explanation", () => {
  for (const exercise of ALL) {
    const text = solutionMarkdown(exercise);
    assert.ok(text.includes(exercise.title));
    if (exercise.kind === "predict") {
      assert.match(text, /\*\*[\d./]+\*\*/);
      continue;
    }
    const { as } = exercise.source;
    assert.ok(text.includes(`\`\`\`typescript\nfunction ${as}(`), text);
    assert.doesNotMatch(text, /export |\/\*\*|ensure|expect[A-Z]/);
  }
});
