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
    of: /^generate$/,
    at: /maxNewTokens/,
    value: /1000000000|9007199254740992|1e\+308/,
    why: "as many tokens as were asked for take long; Stop ends it",
  },
  {
    of: /^(formatNumber|formatDuration)$/,
    why: "writes a number that is not finite as a word, as its comment says",
  },
];

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
