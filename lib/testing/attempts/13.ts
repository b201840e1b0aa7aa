import type { Answers } from "../../exercises/course";
import { tried, type Attempt } from "./attempt";

type Schedule = Answers["13.1"];

/** A schedule as a learner writes it, in two parts. */
function schedule(parts: {
  rise?: (step: number, max: number, min: number, warmup: number) => number;
  progress?: (step: number, warmup: number, total: number) => number;
  height?: (progress: number) => number;
  blend?: (min: number, max: number, height: number) => number;
}): Schedule {
  return (step, options) => {
    const {
      maxLearningRate: max = 3e-4,
      minLearningRate: min = 1e-6,
      warmupSteps: warmup = 0,
      totalSteps: total,
    } = options;
    if (step <= warmup)
      return parts.rise?.(step, max, min, warmup) ?? (max * step) / warmup;
    const progress =
      parts.progress?.(step, warmup, total) ??
      (step - warmup) / (total - warmup);
    const height =
      parts.height?.(progress) ?? (1 + Math.cos(Math.PI * progress)) / 2;
    return parts.blend?.(min, max, height) ?? min + (max - min) * height;
  };
}

const length = (rows: number[][]): number =>
  Math.sqrt(rows.flat().reduce((sum, g) => sum + g * g, 0));

function stretch(rows: number[][], factor: number): void {
  for (const row of rows) for (let i = 0; i < row.length; i++) row[i] *= factor;
}

/** 13.1 to 13.3. */
const STEPS: Attempt[] = [
  tried(
    "13.1",
    "no warm-up",
    (
      step,
      { maxLearningRate: max = 3e-4, minLearningRate: min = 1e-6, totalSteps },
    ) =>
      min + ((max - min) * (1 + Math.cos((Math.PI * step) / totalSteps))) / 2,
    /`warmupSteps` were 0/,
  ),
  tried(
    "13.1",
    "warm-up from step - 1",
    schedule({ rise: (step, max, _, n) => (max * (step - 1)) / n }),
    /first step is wasted/,
  ),
  tried(
    "13.1",
    "not divided by 2",
    schedule({ height: (p) => 1 + Math.cos(Math.PI * p) }),
    /not halved/,
  ),
  tried(
    "13.1",
    "progress = step / total",
    schedule({ progress: (step, _, total) => step / total }),
    /counts the warm-up/,
  ),
  tried(
    "13.1",
    "progress = step / total, and <",
    (step, { maxLearningRate = 0, minLearningRate = 0, ...run }) => {
      const { warmupSteps = 0, totalSteps } = run;
      if (step < warmupSteps) return (maxLearningRate * step) / warmupSteps;
      const height = (1 + Math.cos((Math.PI * step) / totalSteps)) / 2;
      return minLearningRate + (maxLearningRate - minLearningRate) * height;
    },
    /cosine runs over the whole run/,
  ),
  tried(
    "13.1",
    "cos without pi",
    schedule({ height: (p) => (1 + Math.cos(p)) / 2 }),
    /pi is missing/,
  ),
  tried(
    "13.1",
    "rise from min",
    schedule({ rise: (step, max, min, n) => min + ((max - min) * step) / n }),
    /rise begins at the minimum/,
  ),
  tried(
    "13.1",
    "divided by totalSteps",
    schedule({ progress: (step, n, total) => (step - n) / total }),
    /divided by all steps/,
  ),
  tried(
    "13.1",
    "min on top",
    schedule({ blend: (min, max, height) => min + max * height }),
    /added on top/,
  ),
  tried("13.2", "1/19", 1 / 19, /lengths added/),
  tried("13.2", "13", 13, /the length, not the factor/),
  tried("13.2", "1/12", 1 / 12, /only the longest/),
  tried("13.2", "1/3", 1 / 3, /one third each/),
  tried("13.2", "0.08", 0.08, /rounded too far/),
  tried(
    "13.3",
    "each tensor alone",
    (gradients, maxNorm) => {
      const norm = length(gradients);
      for (const row of gradients) {
        const own = length([row]);
        if (own > maxNorm) stretch([row], maxNorm / own);
      }
      return norm;
    },
    /each tensor/,
  ),
  tried(
    "13.3",
    "always scaled",
    (gradients, maxNorm) => {
      const norm = length(gradients);
      stretch(gradients, maxNorm / norm);
      return norm;
    },
    /stretched/,
  ),
  tried(
    "13.3",
    "length after",
    (gradients, maxNorm) => {
      const norm = length(gradients);
      if (norm > maxNorm) stretch(gradients, maxNorm / norm);
      return length(gradients);
    },
    /length after/,
  ),
  tried(
    "13.3",
    "no root",
    (gradients, maxNorm) => {
      const sum = gradients.flat().reduce((s, g) => s + g * g, 0);
      if (sum > maxNorm) stretch(gradients, maxNorm / sum);
      return sum;
    },
    /root is missing/,
  ),
  tried(
    "13.3",
    "not in place",
    (gradients, maxNorm) => {
      const norm = length(gradients);
      if (norm > maxNorm)
        gradients = gradients.map((row) =>
          row.map((g) => (g * maxNorm) / norm),
        );
      return norm;
    },
    /left as they were/,
  ),
  tried(
    "13.3",
    "numbers clamped",
    (gradients, maxNorm) => {
      const norm = length(gradients);
      for (const row of gradients)
        row.forEach((g, i) => {
          row[i] = Math.min(maxNorm, Math.max(-maxNorm, g));
        });
      return norm;
    },
    /each number/,
  ),
  tried(
    "13.3",
    "lengths added",
    (gradients, maxNorm) => {
      let norm = 0;
      for (const row of gradients) norm += length([row]);
      if (norm > maxNorm) stretch(gradients, maxNorm / norm);
      return norm;
    },
    /lengths of the tensors added/,
  ),
  tried(
    "13.3",
    "the largest number",
    (gradients, maxNorm) => {
      const norm = Math.max(...gradients.flat().map(Math.abs));
      if (norm > maxNorm) stretch(gradients, maxNorm / norm);
      return norm;
    },
    /largest number/,
  ),
];

/** 13.4 and 13.5: dropout. */
const DROPOUT: Attempt[] = [
  tried(
    "13.4",
    "/ rate",
    ({ x, kept, rate }) => x.map((v, i) => (kept[i] ? v / rate : 0)),
    /divided by the rate/,
  ),
  tried(
    "13.4",
    "* (1 - rate)",
    ({ x, kept, rate }) => x.map((v, i) => (kept[i] ? v * (1 - rate) : 0)),
    /multiplied by the share/,
  ),
  tried(
    "13.4",
    "the share really kept",
    ({ x, kept }) => {
      const share = kept.filter((k) => k).length / kept.length;
      return x.map((v, i) => (kept[i] ? v / share : 0));
    },
    /kept this time/,
  ),
  tried(
    "13.4",
    "* (1 + rate)",
    ({ x, kept, rate }) => x.map((v, i) => (kept[i] ? v * (1 + rate) : 0)),
    /1 \+ rate/,
  ),
  tried(
    "13.4",
    "precedence",
    ({ x, kept, rate }) => x.map((v, i) => (kept[i] ? v : 0 / (1 - rate))),
    /makes no difference/,
  ),
  tried(
    "13.5",
    "overwritten",
    ({ dOut, kept, rate, dx }) => {
      for (let i = 0; i < dx.length; i++)
        dx[i] = kept[i] ? dOut[i] / (1 - rate) : 0;
    },
    /overwritten/,
  ),
  tried(
    "13.5",
    "no scale",
    ({ dOut, kept, dx }) => {
      for (let i = 0; i < dx.length; i++) if (kept[i]) dx[i] += dOut[i];
    },
    /scale is forgotten/,
  ),
  tried(
    "13.5",
    "* (1 - rate)",
    ({ dOut, kept, rate, dx }) => {
      for (let i = 0; i < dx.length; i++)
        if (kept[i]) dx[i] += dOut[i] * (1 - rate);
    },
    /multiplied by the share/,
  ),
  tried(
    "13.5",
    "no mask",
    ({ dOut, rate, dx }) => {
      for (let i = 0; i < dx.length; i++) dx[i] += dOut[i] / (1 - rate);
    },
    /mask is forgotten/,
  ),
  tried(
    "13.5",
    "a new array",
    (gradient) => {
      const { dOut, kept, rate } = gradient;
      let { dx } = gradient;
      dx = dx.map((d, i) => d + (kept[i] ? dOut[i] / (1 - rate) : 0));
      void dx;
    },
    /dx is left as it was/,
  ),
  tried(
    "13.5",
    "mask inverted",
    ({ dOut, kept, rate, dx }) => {
      for (let i = 0; i < dx.length; i++)
        if (!kept[i]) dx[i] += dOut[i] / (1 - rate);
    },
    /mask the wrong way/,
  ),
];

/** What learners of chapter 13 tried. */
export const ATTEMPTS_13: Attempt[] = [...STEPS, ...DROPOUT];
