import type { MimeBundle } from "../core/base/display";
import type { TrainingOutcome, TrainingPlan } from "../core/training/train";
import type { StepRecord } from "../core/training/training-run";
import {
  barHtml,
  escapeHtml,
  formatDuration,
  formatNumber,
  PAGE,
} from "./html";
import { PALETTE } from "./style";

/** What is said below the curves. */
export interface TrainingState {
  plan: TrainingPlan | undefined;
  records: readonly StepRecord[];
  /** how it ended; undefined while it runs */
  reason?: TrainingOutcome["reason"];
}

/** Characters of a sample that are shown. */
const SAMPLE_LENGTH = 400;

/** The time left is told from so many steps. */
const SPEED_STEPS = 100;

/**
 * Says how a training run goes, in numbers and with text the model wrote.
 *
 * @param state what is known of the run
 * @returns HTML without scripts, and plain text
 */
export function trainingStatus(state: TrainingState): MimeBundle {
  const { plan, records, reason } = state;
  const headline = headlineOf(state);
  const warning = warningOf(state);
  const share = (records.at(-1)?.step ?? 0) / (plan?.totalSteps ?? Infinity);
  const colour = PALETTE[BAR_COLOUR[reason ?? "running"]];
  const facts = factsOf(state);
  const samples = samplesOf(state);
  return {
    "text/html":
      `<div role="group" aria-label="Training" style="color:${PAGE.text};` +
      `margin:0 8px 8px;font-variant-numeric:tabular-nums">` +
      `<div style="font-weight:600;margin-bottom:6px">${escapeHtml(headline)}</div>` +
      (warning ? `<p style="margin:0 0 6px">${escapeHtml(warning)}</p>` : "") +
      barHtml(share, "Training", colour) +
      `<dl style="display:flex;flex-wrap:wrap;gap:6px 28px;margin:10px 0">` +
      facts.map(factHtml).join("") +
      `</dl>${samples.map(sampleHtml).join("")}</div>`,
    "text/plain": [
      headline,
      ...(warning ? [warning] : []),
      facts.map(([name, value]) => `${name} ${value}`).join(", "),
      ...samples.map((one) => `after step ${one.step}: ${clip(one.sample)}`),
    ].join("\n"),
  };
}

const BAR_COLOUR = { running: 0, finished: 2, interrupted: 4, diverged: 1 };

function headlineOf({ plan, records, reason }: TrainingState): string {
  const last = records.at(-1);
  const total = plan ? ` of ${formatNumber(plan.totalSteps)}` : "";
  const size = plan ? `${formatNumber(plan.parameters)} parameters` : "";
  if (!last) {
    if (reason) return "Ended before the first step.";
    return `Training ${size || "the model"}: waiting for the first step`;
  }
  const step = `step ${formatNumber(last.step)}${total}`;
  const spent = formatDuration(last.elapsedMs);
  switch (reason) {
    case undefined:
      return `Training${size && ` ${size}`}: ${step}`;
    case "finished": {
      const mark = isWorseThanGuessing({ plan, records, reason }) ? "✗" : "✓";
      return `${mark} Finished: ${formatNumber(last.step)} steps, ${formatNumber(last.tokens)} tokens, ${spent}`;
    }
    case "interrupted":
      return `Interrupted after ${step}, ${spent}. What was learned is kept.`;
    case "diverged":
      return `✗ Diverged: stopped at ${step}, ${spent}.`;
  }
}

/** A loss of so much above ln V is no accident of one batch. */
const GUESSING_MARGIN = 1.1;
const RECENT_STEPS = 10;

/**
 * Whether the last steps after the warm-up cost more than guessing among all
 * tokens would: ln V. The learning rate rises during the warm-up only.
 */
function isWorseThanGuessing(state: TrainingState): boolean {
  const { plan, records, reason } = state;
  const limit = GUESSING_MARGIN * Math.log(plan?.vocabSize ?? Infinity);
  const top = records.findIndex(
    ({ learningRate }, i) =>
      i > 0 && learningRate <= records[i - 1].learningRate,
  );
  const steady = top < 0 ? [] : records.slice(top);
  // While it runs a few bad steps may pass; at the end there are no others.
  if (steady.length < (reason ? 1 : RECENT_STEPS)) return false;
  const recent = steady.slice(-RECENT_STEPS);
  const sum = recent.reduce((total, { loss }) => total + loss, 0);
  return sum / recent.length > limit;
}

function warningOf(state: TrainingState): string {
  const { plan } = state;
  if (!plan || !isWorseThanGuessing(state)) return "";
  const { vocabSize } = plan;
  return (
    `The loss is worse than guessing (ln ${formatNumber(vocabSize)} = ` +
    `${Math.log(vocabSize).toFixed(2)}). Lower the learning rate, then run ` +
    `the cell that makes the model and this one again.`
  );
}

/** Names and values of what there is to know now. */
function factsOf({ plan, records, reason }: TrainingState): [string, string][] {
  const last = records.at(-1);
  if (!last) return [];
  const validation = records.findLast(
    (one) => one.validationLoss !== undefined,
  )?.validationLoss;
  const loss = (value: number): string => value.toFixed(3);
  const perplexity = (value: number): string => formatNumber(Math.exp(value));
  const facts: [string, string][] = [
    ["train loss", loss(last.loss)],
    ["train perplexity", perplexity(last.loss)],
  ];
  if (validation !== undefined)
    facts.push(
      ["validation loss", loss(validation)],
      ["validation perplexity", perplexity(validation)],
    );
  facts.push(
    ["tokens per second", formatNumber(Math.round(last.tokensPerSecond))],
    ["epoch", last.epoch.toFixed(2)],
  );
  const left = timeLeft(records, plan);
  if (!reason && left !== undefined)
    facts.push(["time left", formatDuration(left)]);
  return facts;
}

/** Milliseconds until the plan is done, at the speed of late. */
function timeLeft(
  records: readonly StepRecord[],
  plan: TrainingPlan | undefined,
): number | undefined {
  const first = records.at(-SPEED_STEPS) ?? records[0];
  const last = records.at(-1);
  if (!plan || !first || !last || last.step === first.step) return undefined;
  const perStep = (last.elapsedMs - first.elapsedMs) / (last.step - first.step);
  return Math.max(0, plan.totalSteps - last.step) * perStep;
}

/** While it runs the newest text; at the end first, middle and last. */
function samplesOf({ records, reason }: TrainingState): Sample[] {
  const all = records.filter((one): one is StepRecord & Sample =>
    Boolean(one.sample),
  );
  if (!reason) return all.slice(-1);
  const places = [0, Math.floor((all.length - 1) / 2), all.length - 1];
  return all.filter((_, index) => places.includes(index));
}

type Sample = Required<Pick<StepRecord, "step" | "sample">>;

function factHtml([name, value]: [string, string]): string {
  return (
    `<div><dt style="float:none;width:auto;font-weight:normal;font-size:12px;color:${PAGE.quiet}">` +
    `${escapeHtml(name)}</dt><dd style="float:none;width:auto;margin:0;font-size:18px">` +
    `${escapeHtml(value)}</dd></div>`
  );
}

function sampleHtml({ step, sample }: Sample): string {
  return (
    `<figure style="margin:8px 0"><figcaption style="font-size:12px;` +
    `color:${PAGE.quiet}">what it writes after step ${formatNumber(step)}` +
    `</figcaption><blockquote style="margin:2px 0;padding:4px 12px;` +
    `border-left:3px solid ${PAGE.line};white-space:pre-wrap;color:${PAGE.text}">` +
    `${escapeHtml(clip(sample))}</blockquote></figure>`
  );
}

function clip(text: string): string {
  const short = text.slice(0, SAMPLE_LENGTH);
  return short.length < text.length ? `${short} …` : short;
}
