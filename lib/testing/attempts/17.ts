import type { Answers } from "../../exercises/course";
import { tried, type Attempt } from "./attempt";

type Shape = Parameters<Answers["17.1"]>[0];
type Law = Parameters<Answers["17.5"]>[0];

/** A learner's count of the work, with one part done otherwise. */
function work(
  {
    vocabSize: V,
    dModel: C,
    nLayers: L,
    dFf: F,
    batchSize: B,
    length: T,
  }: Shape,
  change: {
    tokens?: number;
    factor?: number;
    attention?: number;
    feedForward?: number;
    logits?: number;
  } = {},
): number {
  const { tokens = B * T, factor = 6 } = change;
  const { attention = 2 * T * C, feedForward = 2 * C * F } = change;
  const block = 4 * C * C + feedForward + attention;
  return factor * tokens * (L * block + (change.logits ?? V * C));
}

const sizeOf = (shares: { tokens: number }[]): number =>
  shares.reduce((sum, { tokens }) => sum + tokens, 0);

/** A learner's law, with its parts taken apart. */
const sizePart = ({ a, alpha }: Law, n: number): number => a / n ** alpha;
const textPart = ({ b, beta }: Law, d: number): number => b / d ** beta;

/** A learner's line through points, with a height of the learner's own. */
function line(
  sizes: number[],
  losses: number[],
  height: (loss: number) => number,
  place: (size: number) => number = Math.log,
): { slope: number; start: number } {
  const n = sizes.length;
  const [x, y] = [sizes.map(place), losses.map(height)];
  const sum = (list: number[]): number => list.reduce((s, v) => s + v, 0);
  const products = sum(x.map((v, i) => v * y[i]));
  const squares = sum(x.map((v) => v * v));
  const slope =
    (n * products - sum(x) * sum(y)) / (n * squares - sum(x) * sum(x));
  return { slope, start: (sum(y) - slope * sum(x)) / n };
}

/** What learners of chapter 17 tried. */
export const ATTEMPTS_17: Attempt[] = [
  tried("17.1", "forward only", (s) => work(s, { factor: 2 }), /forward pass/),
  tried(
    "17.1",
    "no additions",
    (s) => work(s, { factor: 3 }),
    /without additions/,
  ),
  tried(
    "17.1",
    "no attention",
    (s) => work(s, { attention: 0 }),
    /attention's own products/,
  ),
  tried("17.1", "no logits", (s) => work(s, { logits: 0 }), /output layer/),
  tried(
    "17.1",
    "one window",
    (s) => work(s, { tokens: s.length }),
    /one window/,
  ),
  tried("17.1", "one block", (s) => work({ ...s, nLayers: 1 }), /one block/),
  tried(
    "17.1",
    "per token",
    (s) => work(s, { tokens: 1 }),
    /work of one token/,
  ),
  tried(
    "17.1",
    "FF = 4 C C",
    (s) => work(s, { feedForward: 4 * s.dModel ** 2 }),
    /taken as 4 C C/,
  ),
  tried(
    "17.1",
    "embedding too",
    (s) => work(s, { logits: 2 * s.vocabSize * s.dModel }),
    /embedding counted/,
  ),
  tried("17.1", "2 × 6", (s) => work(s, { factor: 12 }), /the 2 and the 6/),
  tried(
    "17.1",
    "half for the mask",
    (s) => work(s, { attention: s.length * s.dModel }),
    /half of attention's own/,
  ),
  tried(
    "17.1",
    "(T + 1) / 2 keys",
    (s) => work(s, { attention: (s.length + 1) * s.dModel }),
    /causal mask skips/,
  ),
  tried(
    "17.1",
    "biases",
    ({ dFf: F, dModel: C, ...s }) =>
      work({ ...s, dFf: F, dModel: C }, { feedForward: 2 * C * F + F + C }),
    /^biases counted/,
  ),
  tried(
    "17.1",
    "biases and norms",
    ({ dFf: F, dModel: C, vocabSize: V, ...s }) =>
      work(
        { ...s, dFf: F, dModel: C, vocabSize: V },
        { feedForward: 2 * C * F + F + C + 4 * C, logits: V * C + 2 * C },
      ),
    /biases and LayerNorms/,
  ),
  tried(
    "17.1",
    "F = 4 C",
    (s) => work({ ...s, dFf: 4 * s.dModel }),
    /F taken as 4 C/,
  ),
  tried(
    "17.1",
    "B + T",
    (s) => work(s, { tokens: s.batchSize + s.length }),
    /windows and tokens added/,
  ),
  tried(
    "17.1",
    "C ^ 2",
    ({
      vocabSize: V,
      dModel: C,
      nLayers: L,
      dFf: F,
      batchSize: B,
      length: T,
    }) => 6 * B * T * (L * ((4 * C) ^ (2 + 2 * C * F + 2 * T * C)) + V * C),
    /^\^ instead of \*\*\. /,
  ),
  tried(
    "17.1",
    "(C ^ 2)",
    ({
      vocabSize: V,
      dModel: C,
      nLayers: L,
      dFf: F,
      batchSize: B,
      length: T,
    }) => 6 * B * T * (L * (4 * (C ^ 2) + 2 * C * F + 2 * T * C) + V * C),
    /in brackets/,
  ),
  tried("17.2", "4", 4, /weights alone/),
  tried("17.2", "8", 8, /two numbers/),
  tried("17.2", "12", 12, /three numbers/),
  tried("17.2", "32", 32, /64-bit/),
  tried("17.2", "14.9", 14.9, /binary gigabytes/),
  tried(
    "17.3",
    "added up",
    (shares) =>
      shares[0].gradient.map((_, i) =>
        shares.reduce((sum, { gradient }) => sum + gradient[i], 0),
      ),
    /added up/,
  ),
  tried(
    "17.3",
    "not divided",
    (shares) =>
      shares[0].gradient.map((_, i) =>
        shares.reduce((sum, s) => sum + s.tokens * s.gradient[i], 0),
      ),
    /not divided by all tokens/,
  ),
  tried(
    "17.3",
    "divided by the workers",
    (shares) =>
      shares[0].gradient.map(
        (_, i) =>
          shares.reduce((sum, s) => sum + s.tokens * s.gradient[i], 0) /
          shares.length,
      ),
    /divided by the workers/,
  ),
  tried(
    "17.3",
    "not weighed",
    (shares) =>
      shares[0].gradient.map(
        (_, i) =>
          shares.reduce((sum, s) => sum + s.gradient[i], 0) / sizeOf(shares),
      ),
    /not (weighed|weighted) by tokens/,
  ),
  tried("17.3", "the first", ([{ gradient }]) => gradient, /first worker/),
  tried("17.4", "9", 9, /as many times as threads/),
  tried("17.4", "10", 10, /one of the two parts/),
  tried("17.4", "8.1", 8.1, /the share times the threads/),
  tried("17.4", "4.5", 4.5, /without its 10 ms/),
  tried("17.4", "4.74", 4.74, /divided by one and the share/),
  tried("17.4", "5.26", 5.26, /10 threads/),
  tried(
    "17.5",
    "no floor",
    (law, n, d) => sizePart(law, n) + textPart(law, d),
    /floor left out/,
  ),
  tried(
    "17.5",
    "powers without minus",
    (law, n, d) => law.floor + law.a * n ** law.alpha + law.b * d ** law.beta,
    /without their minus/,
  ),
  tried(
    "17.5",
    "N and D swapped",
    (law, n, d) => law.floor + sizePart(law, d) + textPart(law, n),
    /tokens swapped/,
  ),
  tried(
    "17.5",
    "alpha and beta swapped",
    (law, n, d) => law.floor + law.a / n ** law.beta + law.b / d ** law.alpha,
    /exponents swapped/,
  ),
  tried(
    "17.5",
    "a product",
    (law, n, d) => law.floor + sizePart(law, n) * textPart(law, d),
    /parts multiplied/,
  ),
  tried(
    "17.5",
    "size only",
    (law, n) => law.floor + sizePart(law, n),
    /part of the text left out/,
  ),
  tried(
    "17.5",
    "(a / N) ** alpha",
    ({ floor, a, alpha, b, beta }, n, d) =>
      floor + (a / n) ** alpha + (b / d) ** beta,
    /whole fraction raised/,
  ),
  tried(
    "17.5",
    "a / N",
    ({ floor, a, b }, n, d) => floor + a / n + b / d,
    /exponents left out/,
  ),
  tried(
    "17.5",
    "2 ** -alpha",
    ({ floor, a, alpha, b, beta }) => floor + a / 2 ** alpha + b / 2 ** beta,
    /2 to the power/,
  ),
  tried(
    "17.5",
    "exp(-alpha N)",
    ({ floor, a, alpha, b, beta }, n, d) =>
      floor + a / Math.exp(alpha * n) + b / Math.exp(beta * d),
    /exponentials/,
  ),
  tried(
    "17.6",
    "factor - floor",
    (sizes, losses, floor) => {
      const found = line(sizes, losses, Math.log);
      return { factor: Math.exp(found.start) - floor, exponent: -found.slope };
    },
    /subtracted from the factor/,
  ),
  tried(
    "17.6",
    "loss - floor, and factor - floor",
    (sizes, losses, floor) => {
      const found = line(sizes, losses, (loss) => Math.log(loss - floor));
      return { factor: Math.exp(found.start) - floor, exponent: -found.slope };
    },
    /in the losses and from the factor/,
  ),
  tried(
    "17.6",
    "x = size",
    (sizes, losses, floor) => {
      const height = (loss: number) => Math.log(loss - floor);
      const found = line(sizes, losses, height, (size) => size);
      return { factor: Math.exp(found.start), exponent: -found.slope };
    },
    /sizes without/,
  ),
  tried(
    "17.6",
    "log10 and exp",
    (sizes, losses, floor) => {
      const found = line(sizes, losses, (loss) => Math.log(loss - floor));
      const start = found.start / Math.LN10;
      return { factor: Math.exp(start), exponent: -found.slope };
    },
    /Math.exp after Math.log10/,
  ),
  tried(
    "17.6",
    "no floor",
    (sizes, losses) => {
      const found = line(sizes, losses, Math.log);
      return { factor: Math.exp(found.start), exponent: -found.slope };
    },
    /floor left out/,
  ),
  tried(
    "17.6",
    "no floor, and the slope as it is",
    (sizes, losses) => {
      const found = line(sizes, losses, Math.log);
      return { factor: Math.exp(found.start), exponent: found.slope };
    },
    /sign of the exponent, and no floor/,
  ),
  tried(
    "17.6",
    "log(loss) - floor, and the slope as it is",
    (sizes, losses, floor) => {
      const found = line(sizes, losses, (loss) => Math.log(loss) - floor);
      return { factor: Math.exp(found.start), exponent: found.slope };
    },
    /sign of the exponent, and the floor outside/,
  ),
  tried(
    "17.6",
    "0.3382",
    (sizes, losses) => {
      const found = line(sizes, losses, (loss) => Math.log(loss - 0.3382));
      return { factor: Math.exp(found.start), exponent: -found.slope };
    },
    /tales' floor/,
  ),
  tried(
    "17.6",
    "log(loss) - log(floor)",
    (sizes, losses, floor) => {
      const found = line(sizes, losses, (l) => Math.log(l) - Math.log(floor));
      return { factor: Math.exp(found.start), exponent: -found.slope };
    },
    /divided by the floor/,
  ),
  tried(
    "17.6",
    "the slope as it is",
    (sizes, losses, floor) => {
      const found = line(sizes, losses, (loss) => Math.log(loss - floor));
      return { factor: Math.exp(found.start), exponent: found.slope };
    },
    /sign of the exponent/,
  ),
  tried(
    "17.6",
    "floor - loss",
    (sizes, losses, floor) => {
      const found = line(sizes, losses, (loss) => Math.log(floor - loss));
      return { factor: Math.exp(found.start), exponent: -found.slope };
    },
    /wrong way round/,
  ),
  tried("17.7", "1.0", 1.0, /larger exponent chosen/),
  tried("17.7", "0.883", 0.883, /both doubled/),
  tried("17.7", "0.9", 0.9, /part of the size halved/),
  tried("17.7", "0.483", 0.483, /floor left out/),
  tried("17.7", "0.6", 0.6, /nothing doubled, and no floor/),
  tried("17.7", "0.7", 0.7, /part of the size left out/),
  tried("17.7", "1.0828", 1.0828, /difference of the two savings/),
  tried("17.7", "0.117", 0.117, /what is saved/),
  tried(
    "17.8",
    "2 N per token",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 40 * n * n];
      const days = operations / speed / 86_400;
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days };
    },
    /forward pass/,
  ),
  tried(
    "17.8",
    "4 bytes",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 120 * n * n];
      const days = operations / speed / 86_400;
      return { tokens, operations, gigabytes: (4 * n) / 1e9, days };
    },
    /weights alone/,
  ),
  tried(
    "17.8",
    "speed / operations",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 120 * n * n];
      const days = speed / operations / 86_400;
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days };
    },
    /upside down/,
  ),
  tried(
    "17.8",
    "days: 0",
    (n) => {
      const [tokens, operations] = [20 * n, 120 * n * n];
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days: 0 };
    },
    /everything is 0/,
  ),
  tried(
    "17.8",
    "in hours",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 120 * n * n];
      const days = operations / speed / 3600;
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days };
    },
    /hours instead of days/,
  ),
  tried(
    "17.8",
    "6 N N",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 6 * n * n];
      const days = operations / speed / 86_400;
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days };
    },
    /one token per parameter/,
  ),
  tried(
    "17.8",
    "100 N",
    (n, speed) => {
      const [tokens, operations] = [2000 * n, 1.2e6 * n * n];
      const days = operations / speed / 86_400;
      return { tokens, operations, gigabytes: (1600 * n) / 1e9, days };
    },
    /a hundred times/,
  ),
  tried(
    "17.8",
    "18 N D",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 360 * n * n];
      const days = operations / speed / 86_400;
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days };
    },
    /three times forward/,
  ),
  tried(
    "17.8",
    "N D",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 20 * n * n];
      const days = operations / speed / 86_400;
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days };
    },
    /one operation per/,
  ),
  tried(
    "17.8",
    "6 D",
    (n, speed) => {
      const [tokens, operations] = [20 * n, 120 * n];
      const days = operations / speed / 86_400;
      return { tokens, operations, gigabytes: (16 * n) / 1e9, days };
    },
    /work without the parameters/,
  ),
];
