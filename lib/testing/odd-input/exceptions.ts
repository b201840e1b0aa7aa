import type { Outcome } from "./odd-input";

/** Answers that are right although they are not finite, and where it says so. */
interface Exception {
  /** the functions */
  of: RegExp;
  /** places of the odd value, as in `0.x.data.3` @defaultValue all */
  at?: RegExp;
  /** the odd values @defaultValue all */
  value?: RegExp;
  why: string;
}

const HUGE = /1e\+308/;

const EXCEPTIONS: readonly Exception[] = [
  {
    of: /^ops\.|^block|^new Tensor|^viewOf|^asModelTensors/,
    at: /(^|\.)data\.\d+$|^0\.\d+$|\.data\.\d+$/,
    why: "the numbers inside tensors are not checked: core/ops/index.ts",
  },
  {
    of: /^(sgdUpdateScalar|dot|linearVector|linearVectorBackward|bitsPerByte)$/,
    value: HUGE,
    why: "a result above the largest number is Infinity, as its comment says",
  },
  {
    of: /^(Sgd|Adam|ops\.(adamUpdate|scaleInPlace|fillSinusoids)|createParameters)$/,
    value: HUGE,
    why: "the same for tensors of 32 bits: core/ops/index.ts",
  },
  {
    of: /^perplexity$/,
    value: /Infinity|1000000000|9007199254740992|1e\+308/,
    why: "exp of more than 709 is Infinity, as its comment says",
  },
  {
    of: /^(weightSpec|vectorSpec)$/,
    why: "descriptions only; createParameters checks them, as its comment says",
  },
  {
    of: /^(formatNumber|formatDuration)$/,
    why: "writes a number that is not finite as a word, as its comment says",
  },
  {
    of: /^smooth$/,
    at: /^0(\.\d+)?$/,
    why: "NaN, a gap, where no neighbor is finite, as its comment says",
  },
  {
    of: /Chart$|^heatMap|WithPath$/,
    at: /\.series\.\d+\.[xy]|\.values\.|\.paths\.|\.(from|to|value)$|^[01]$/,
    why: "a value that is not finite leaves a gap, as their comments say",
  },
  {
    of: /^table$/,
    at: /caption$|\.rows\./,
    why: "a table shows what it is given, also NaN, as its comment says",
  },
  {
    of: /^training(Figure|Dashboard)$/,
    at: /^0\.\d+\.|^1\.(step|epoch|tokens|loss|learningRate|gradientNorm|tokensPerSecond|elapsedMs)$|\.name$/,
    why: "train makes the records; those of a run that diverges are NaN",
  },
  {
    of: /^progressBar$/,
    value: HUGE,
    why: "a bar of 1e308 steps never ends",
  },
  {
    of: /^withProgress$|^encodeBytes$/,
    why: "passes on what it is given",
  },
  {
    of: /^tinyTalesLogProbability$/,
    why: "-Infinity for a text that is not a story, as its comment says",
  },
];

/** Whether a call does what it is asked for, and that takes long. */
export function takesLong(name: string, place: string, value: string): boolean {
  const isLarge = /^"(1000000000|9007199254740992|1e\+308)"$/.test(value);
  const asks = /^generate 0\.maxNewTokens|^createParameters .*shape/;
  return isLarge && asks.test(`${name} ${place}`);
}

const used = new Set<Exception>();

/** Whether an answer is one of the documented exceptions. */
export function documented({ name, place, value }: Outcome): boolean {
  const found = EXCEPTIONS.find(
    (one) =>
      one.of.test(name) &&
      (one.at?.test(place) ?? true) &&
      (one.value?.test(value) ?? true),
  );
  if (found) used.add(found);
  return found !== undefined;
}

/** The reasons of exceptions that no call needed. */
export function unusedExceptions(): string[] {
  return EXCEPTIONS.filter((one) => !used.has(one)).map(({ why }) => why);
}
