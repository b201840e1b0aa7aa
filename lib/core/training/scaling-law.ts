import { ensure, expectNumber, expectNumbers } from "../base/expect";

/** A scaling law: loss = floor + a N^-alpha + b D^-beta. */
export interface ScalingLaw {
  /** the loss of the truth, in nats per token */
  floor: number;
  /** factor and exponent of the part that the size of the model explains */
  a: number;
  alpha: number;
  /** factor and exponent of the part that the amount of text explains */
  b: number;
  beta: number;
}

/** What one training run came to. */
export interface MeasuredRun {
  /** N, usually without the embedding */
  parameters: number;
  /** D, tokens read in training */
  tokens: number;
  /** nats per token on text that it has not read */
  loss: number;
}

const ABOVE = { above: 0 };
const LEAST = { least: 0 };
const LAW = { floor: {}, a: LEAST, alpha: LEAST, b: LEAST, beta: LEAST };

/**
 * Loss that a law predicts: floor + a N^-alpha + b D^-beta.
 *
 * @param law the five numbers
 * @param parameters N, above 0
 * @param tokens D, above 0
 * @returns nats per token
 * @throws if N or D is not above 0, or a factor or an exponent is below 0
 * @see notebooks/17-beyond.ipynb
 */
export function scalingLoss(
  law: ScalingLaw,
  parameters: number,
  tokens: number,
): number {
  expectNumbers("scalingLoss: law", law, LAW);
  expectNumber("scalingLoss: parameters", parameters, ABOVE);
  expectNumber("scalingLoss: tokens", tokens, ABOVE);
  const { floor, a, alpha, b, beta } = law;
  return floor + a * parameters ** -alpha + b * tokens ** -beta;
}

/**
 * Fits a scaling law to runs, given its floor. The error is the sum over the
 * runs of ((a N^-alpha + b D^-beta) / (loss - floor) - 1)^2: relative, so that
 * small losses count as much as large ones.
 *
 * For given exponents the best a and b follow from two linear equations. The
 * exponents are found on a grid that closes in on the best one so far.
 *
 * @param runs at least 4, with at least 2 different N and 2 different D
 * @param floor nats per token, below all losses
 * @returns the law with the smallest error; its exponents are between 0 and 2
 * @throws if there are too few runs, or a loss is not above the floor
 * @see notebooks/17-beyond.ipynb
 */
export function fitScalingLaw(
  runs: readonly MeasuredRun[],
  floor: number,
): ScalingLaw {
  expectRuns(runs, floor);
  let best: ScalingLaw = { floor, a: 0, alpha: 1, b: 0, beta: 1 };
  let least = Infinity;
  for (let reach = 1; reach > 1e-9; reach *= 0.7) {
    const center = best;
    for (let i = -10; i <= 10; i++)
      for (let j = -10; j <= 10; j++) {
        const alpha = center.alpha + (reach * i) / 10;
        const beta = center.beta + (reach * j) / 10;
        if (Math.min(alpha, beta) <= 0 || Math.max(alpha, beta) > 2) continue;
        const law = bestLaw(runs, floor, alpha, beta);
        const error = lawError(law, runs);
        if (error < least) [best, least] = [law, error];
      }
  }
  return best;
}

/** Completes two exponents with the best a and b, both at least 0. */
function bestLaw(
  runs: readonly MeasuredRun[],
  floor: number,
  alpha: number,
  beta: number,
): ScalingLaw {
  let [uu, uv, vv, u1, v1] = [0, 0, 0, 0, 0];
  for (const { parameters, tokens, loss } of runs) {
    const u = parameters ** -alpha / (loss - floor);
    const v = tokens ** -beta / (loss - floor); // a u + b v should be 1
    uu += u * u;
    uv += u * v;
    vv += v * v;
    u1 += u;
    v1 += v;
  }
  // the slopes are 0: a uu + b uv = u1 and a uv + b vv = v1
  const determinant = uu * vv - uv * uv;
  let a = (u1 * vv - v1 * uv) / determinant;
  let b = (v1 * uu - u1 * uv) / determinant;
  if (a < 0) [a, b] = [0, v1 / vv];
  if (b < 0) [a, b] = [u1 / uu, 0];
  return { floor, a, alpha, b, beta };
}

/** Sum over the runs of (predicted / measured - 1)^2, both above the floor. */
function lawError(law: ScalingLaw, runs: readonly MeasuredRun[]): number {
  let sum = 0;
  for (const { parameters, tokens, loss } of runs) {
    const predicted = scalingLoss(law, parameters, tokens) - law.floor;
    sum += (predicted / (loss - law.floor) - 1) ** 2;
  }
  return sum;
}

function expectRuns(runs: readonly MeasuredRun[], floor: number): void {
  const where = "fitScalingLaw";
  expectNumber(`${where}: floor`, floor);
  const count = (values: number[]): number => new Set(values).size;
  const sizes = count(runs.map(({ parameters }) => parameters));
  const texts = count(runs.map(({ tokens }) => tokens));
  ensure(
    runs.length >= 4 && sizes >= 2 && texts >= 2,
    () =>
      `${where}: 4 numbers need at least 4 runs, of 2 sizes and 2 amounts of ` +
      `text; got ${runs.length} runs, ${sizes} sizes and ${texts} amounts.`,
  );
  for (const run of runs)
    expectNumbers(where, run, {
      parameters: ABOVE,
      tokens: ABOVE,
      loss: {
        above: floor,
        hint: "No loss is below the floor. Is it too high?",
      },
    });
}
