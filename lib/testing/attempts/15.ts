import type { Answers } from "../../exercises/course";
import { tried, triedUntyped, type Attempt } from "./attempt";

type Split = ReturnType<Answers["15.1"]>;
type TextLoss = Parameters<Answers["15.2"]>[0];
type Size = Parameters<Answers["15.3"]>[0];
type Plan = ReturnType<Answers["15.3"]>;

function cut(documents: string[], count: number): Split {
  const at = documents.length - count;
  return { train: documents.slice(0, at), validation: documents.slice(at) };
}

function planOf(size: Size, windows: number): Plan {
  const { length, batchSize, epochs } = size;
  const stepsPerEpoch = Math.ceil(windows / batchSize);
  return {
    windows,
    stepsPerEpoch,
    totalSteps: epochs * stepsPerEpoch,
    tokensSeen: epochs * windows * length,
  };
}

/** What learners of chapter 15 tried. */
export const ATTEMPTS_15: Attempt[] = [
  tried(
    "15.1",
    "ceil",
    (documents, fraction) =>
      cut(documents, Math.ceil(fraction * documents.length)),
    /rounded up/,
  ),
  tried(
    "15.1",
    "round",
    (documents, fraction) =>
      cut(documents, Math.max(1, Math.round(fraction * documents.length))),
    /to the nearest/,
  ),
  tried(
    "15.1",
    "floor + 1",
    (documents, fraction) =>
      cut(documents, Math.floor(fraction * documents.length) + 1),
    /one document more/,
  ),
  tried(
    "15.1",
    "no validation",
    (documents, fraction) =>
      cut(documents, Math.floor(fraction * documents.length)),
    /no validation at all/,
  ),
  tried(
    "15.1",
    "the first documents",
    (documents, fraction) => {
      const count = Math.max(1, Math.floor(fraction * documents.length));
      return {
        train: documents.slice(count),
        validation: documents.slice(0, count),
      };
    },
    /first documents/,
  ),
  tried(
    "15.1",
    "slice(0, count)",
    (documents, fraction) => {
      const count = Math.max(1, Math.floor(fraction * documents.length));
      return {
        train: documents.slice(0, count),
        validation: documents.slice(count),
      };
    },
    /^cut from the front\./,
  ),
  tried(
    "15.1",
    "slice(0, count), count not changed",
    (documents, fraction) => {
      const count = Math.floor(fraction * documents.length);
      return {
        train: documents.slice(0, count),
        validation: documents.slice(count),
      };
    },
    /cut from the front, without a least count/,
  ),
  tried(
    "15.1",
    "trained on everything",
    (documents, fraction) => {
      const count = Math.max(1, Math.floor(fraction * documents.length));
      return { train: documents, validation: documents.slice(-count) };
    },
    /trained on everything/,
  ),
  tried(
    "15.1",
    "splice",
    (documents, fraction) => {
      const count = Math.max(1, Math.floor(fraction * documents.length));
      const validation = documents.splice(documents.length - count);
      return { train: documents, validation };
    },
    /right, but it changed the input documents/,
  ),
  tried(
    "15.1",
    "slice(0, -count)",
    (documents, fraction) => {
      const count = Math.floor(fraction * documents.length);
      return {
        train: documents.slice(0, -count),
        validation: documents.slice(-count),
      };
    },
    /nothing left to train on/,
  ),
  tried(
    "15.1",
    "slice(0, -c - 1)",
    (documents, fraction) => {
      const c = Math.max(1, Math.floor(fraction * documents.length));
      return {
        train: documents.slice(0, -c - 1),
        validation: documents.slice(-c),
      };
    },
    /one document in neither part\./,
  ),
  tried(
    "15.1",
    "slice(0, -c - 1), c not changed",
    (documents, fraction) => {
      const c = Math.floor(fraction * documents.length);
      return {
        train: documents.slice(0, -c - 1),
        validation: documents.slice(-c),
      };
    },
    /neither part, or all in validation/,
  ),
  tried(
    "15.2",
    "rounded",
    ({ loss, tokens, bytes }) => ({
      perplexity: Math.round(Math.exp(loss)),
      bitsPerByte: Number(((loss / Math.LN2) * (tokens / bytes)).toFixed(2)),
    }),
    /rounded to 0 and 2/,
  ),
  tried(
    "15.2",
    "no ln 2",
    ({ loss, tokens, bytes }) => ({
      perplexity: Math.exp(loss),
      bitsPerByte: (loss * tokens) / bytes,
    }),
    /nats per byte/,
  ),
  tried(
    "15.2",
    "times ln 2",
    ({ loss, tokens, bytes }) => ({
      perplexity: Math.exp(loss),
      bitsPerByte: (loss * Math.log(2) * tokens) / bytes,
    }),
    /multiplied by ln 2/,
  ),
  tried(
    "15.2",
    "swapped",
    ({ loss, tokens, bytes }) => ({
      perplexity: Math.exp(loss),
      bitsPerByte: ((loss / Math.log(2)) * bytes) / tokens,
    }),
    /swapped/,
  ),
  tried(
    "15.2",
    "2 ** loss",
    ({ loss, tokens, bytes }) => ({
      perplexity: 2 ** loss,
      bitsPerByte: ((loss / Math.log(2)) * tokens) / bytes,
    }),
    /2 to the power/,
  ),
  tried(
    "15.2",
    "bits per token",
    ({ loss }) => ({
      perplexity: Math.exp(loss),
      bitsPerByte: loss / Math.log(2),
    }),
    /bits per token/,
  ),
  tried(
    "15.2",
    "log2(loss)",
    ({ loss, tokens, bytes }) => ({
      perplexity: Math.exp(loss),
      bitsPerByte: (Math.log2(loss) * tokens) / bytes,
    }),
    /logarithm of the loss/,
  ),
  tried(
    "15.2",
    "exp(loss * tokens)",
    ({ loss, tokens, bytes }) => ({
      perplexity: Math.exp(loss * tokens),
      bitsPerByte: ((loss / Math.log(2)) * tokens) / bytes,
    }),
    /of the whole text/,
  ),
  triedUntyped(
    "15.2",
    "bits_per_byte",
    ({ loss, tokens, bytes }: TextLoss) => ({
      perplexity: Math.exp(loss),
      bits_per_byte: ((loss / Math.log(2)) * tokens) / bytes,
    }),
    /a field has another name/,
  ),
  tried(
    "15.3",
    "tokens + 1",
    (run) => planOf(run, Math.floor((run.tokens + 1) / run.length)),
    /added instead of taken away/,
  ),
  tried(
    "15.3",
    "overlapping windows",
    (run) => planOf(run, run.tokens - run.length),
    /a window at every token/,
  ),
  tried(
    "15.3",
    "no floor",
    (run) => planOf(run, (run.tokens - 1) / run.length),
    /^a part of a window counted\./,
  ),
  tried(
    "15.3",
    "no floor, no target",
    (run) => planOf(run, run.tokens / run.length),
    /a part of a window counted, and no target/,
  ),
  tried(
    "15.3",
    "length - 1",
    (run) => planOf(run, Math.floor(run.tokens / (run.length - 1))),
    /one token shorter/,
  ),
  tried(
    "15.3",
    "length + 1 tokens seen",
    (run) => {
      const plan = planOf(run, Math.floor((run.tokens - 1) / run.length));
      const tokensSeen = run.epochs * plan.windows * (run.length + 1);
      return { ...plan, tokensSeen };
    },
    /counted in each window/,
  ),
  tried(
    "15.3",
    "length + 1",
    (run) => planOf(run, Math.floor(run.tokens / (run.length + 1))),
    /one token longer/,
  ),
  tried(
    "15.3",
    "one window less",
    (run) => planOf(run, Math.floor(run.tokens / run.length) - 1),
    /one window fewer/,
  ),
  tried(
    "15.3",
    "the batches rounded down",
    (run) => {
      const plan = planOf(run, Math.floor((run.tokens - 1) / run.length));
      const stepsPerEpoch = Math.floor(plan.windows / run.batchSize);
      const totalSteps = run.epochs * stepsPerEpoch;
      return { ...plan, stepsPerEpoch, totalSteps };
    },
    /smaller batch is dropped/,
  ),
  tried(
    "15.3",
    "full batches",
    (run) => {
      const plan = planOf(run, Math.floor((run.tokens - 1) / run.length));
      const tokensSeen = plan.totalSteps * run.batchSize * run.length;
      return { ...plan, tokensSeen };
    },
    /counted as full/,
  ),
  tried(
    "15.3",
    "epochs * tokens",
    (run) => {
      const plan = planOf(run, Math.floor((run.tokens - 1) / run.length));
      return { ...plan, tokensSeen: run.epochs * run.tokens };
    },
    /all tokens of the text/,
  ),
  tried(
    "15.3",
    "tokens - length",
    (run) => planOf(run, Math.floor((run.tokens - run.length) / run.length)),
    /whole window lost|window fewer/,
  ),
  tried(
    "15.3",
    "rounded up over all epochs",
    (run) => {
      const plan = planOf(run, Math.floor((run.tokens - 1) / run.length));
      const totalSteps = Math.ceil((run.epochs * plan.windows) / run.batchSize);
      return { ...plan, totalSteps };
    },
    /over all epochs/,
  ),
  ...[1, 0].map((taken) =>
    tried(
      "15.3",
      `batches rounded, tokens - ${taken}`,
      (run) => {
        const windows = Math.floor((run.tokens - taken) / run.length);
        const plan = planOf(run, windows);
        const stepsPerEpoch = Math.round(windows / run.batchSize);
        const totalSteps = run.epochs * stepsPerEpoch;
        return { ...plan, stepsPerEpoch, totalSteps };
      },
      taken ? /to the nearest\./ : /and no last target/,
    ),
  ),
  tried("15.4", "0.02", 0.02, /not compared/),
  tried("15.4", "0.4", 0.4, /smaller spread/),
  tried("15.4", "5", 5, /upside down/),
  tried("15.4", "1", 1, /seed 1 alone/),
  tried("15.4", "0.5", 0.5, /seed 2 alone/),
  tried("15.4", "0", 0, /best runs/),
  tried("15.4", "0.6", 0.6, /sums instead/),
  tried("15.4", "0.27", 0.27, /mean of the spreads/),
  tried("15.4", "0.13", 0.13, /spreads added/),
  tried("15.4", "20", 20, /in percent/),
  tried("15.5", "1.36", 1.36, /one window per step/),
  tried("15.5", "0.18", 0.1837, /upside down/),
  tried("15.5", "0.04", 0.0425, /windows instead of tokens/),
  tried("15.5", "43.5", 43.54, /all the steps/),
  tried("15.5", "steps per epoch", 367.5, /steps of one reading/),
  tried("15.5", "21.8", 21.77, /batches of 16/),
  tried("15.5", "5", 5, /rounded too far/),
  tried("15.5", "10.8", 10.8, /every token twice/),
  tried("15.5", "10.9", 10.9, /every token twice/),
  tried("15.5", "2.7", 2.7, /half of each step/),
  tried("15.5", "5.5", 5.5, /not quite/),
];
