import type { MimeBundle } from "../core/base/display";
import type { TrainingOutcome, TrainingPlan } from "../core/training/train";
import type { StepRecord } from "../core/training/training-run";
import { formatDuration, formatNumber } from "./format";
import { html, type Html, PAGE } from "./html";
import { barHtml } from "./progress-bar";
import { PALETTE } from "./style";

/** The state of a training run. */
export interface TrainingState {
  plan: TrainingPlan | undefined;
  records: readonly StepRecord[];
  /** how it ended; `undefined` while it runs */
  reason?: TrainingOutcome["reason"];
}

/** A step after which the model wrote text. */
type Sample = Required<Pick<StepRecord, "step" | "sample">>;

/** Number of characters of a sample that are shown. */
const SAMPLE_LENGTH = 400;

/** Number of recent steps used to estimate the time left. */
const SPEED_STEPS = 100;

/** A mean loss above this many times ln V is not due to one bad batch. */
const GUESSING_MARGIN = 1.1;
/** Number of recent steps in that mean. */
const RECENT_STEPS = 10;

const BAR_COLORS = {
  running: PALETTE[0],
  finished: PALETTE[2],
  interrupted: PALETTE[4],
  diverged: PALETTE[1],
};

/**
 * Describes a training run in numbers and with text that the model wrote.
 *
 * @param state the state of the run
 * @returns HTML without scripts, and plain text
 */
export function trainingStatus(state: TrainingState): MimeBundle {
  const { plan, records, reason } = state;
  const headline = headlineOf(state);
  const warning = warningOf(state);
  const share = (records.at(-1)?.step ?? 0) / (plan?.totalSteps ?? Infinity);
  const facts = factsOf(state);
  const samples = samplesOf(state);
  const status = html`
    <div role="group" aria-label="Training" style="color:${PAGE.text};
      margin:0 8px 8px;font-variant-numeric:tabular-nums">
      <div style="font-weight:600;margin-bottom:6px">${headline}</div>
      ${warning && html`<p style="margin:0 0 6px">${warning}</p>`}
      ${barHtml(share, "Training", BAR_COLORS[reason ?? "running"])}
      <dl style="display:flex;flex-wrap:wrap;gap:6px 28px;margin:10px 0">
        ${facts.map(factHtml)}
      </dl>
      ${samples.map(sampleHtml)}
    </div>`;
  return {
    "text/html": String(status),
    "text/plain": [
      headline,
      ...(warning ? [warning] : []),
      facts.map(([name, value]) => `${name} ${value}`).join(", "),
      ...samples.map((one) => `after step ${one.step}: ${clip(one.sample)}`),
    ].join("\n"),
  };
}

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

/**
 * Whether the loss of the last steps is above ln V, the loss of guessing among
 * all V tokens. Warm-up steps, where the learning rate rises, do not count.
 */
function isWorseThanGuessing(state: TrainingState): boolean {
  const { plan, records, reason } = state;
  const limit = GUESSING_MARGIN * Math.log(plan?.vocabSize ?? Infinity);
  const warmupEnd = records.findIndex(
    ({ learningRate }, i) =>
      i > 0 && learningRate <= records[i - 1].learningRate,
  );
  const steady = warmupEnd < 0 ? [] : records.slice(warmupEnd);
  // During the run a few bad steps are allowed. At the end one is enough.
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
    `the cell that makes the model and this cell again.`
  );
}

/** The latest measurements, by name. */
function factsOf({ plan, records, reason }: TrainingState): [string, string][] {
  const last = records.at(-1);
  if (!last) return [];
  const measured = records.findLast((one) => one.validationLoss !== undefined);
  const leftMs = reason ? undefined : timeLeft(records, plan);
  return [
    ...lossFacts("train", last.loss),
    ...lossFacts("validation", measured?.validationLoss),
    ["tokens per second", formatNumber(Math.round(last.tokensPerSecond))],
    ["epoch", last.epoch.toFixed(2)],
    ...(leftMs === undefined
      ? []
      : [["time left", formatDuration(leftMs)] as [string, string]]),
  ];
}

function lossFacts(name: string, loss: number | undefined): [string, string][] {
  if (loss === undefined) return [];
  return [
    [`${name} loss`, loss.toFixed(3)],
    [`${name} perplexity`, formatNumber(Math.exp(loss))],
  ];
}

/** Estimated milliseconds left, at the recent speed. */
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

/**
 * Selects the newest text during the run; the first, middle and last at the
 * end.
 */
function samplesOf({ records, reason }: TrainingState): Sample[] {
  const all = records.filter((one): one is StepRecord & Sample =>
    Boolean(one.sample),
  );
  if (!reason) return all.slice(-1);
  const places = [0, Math.floor((all.length - 1) / 2), all.length - 1];
  return all.filter((_, index) => places.includes(index));
}

function factHtml([name, value]: [string, string]): Html {
  // JupyterLab floats <dt> and <dd>.
  return html`
    <div>
      <dt style="float:none;width:auto;font-weight:normal;font-size:12px;
        color:${PAGE.quiet}">${name}</dt>
      <dd style="float:none;width:auto;margin:0;font-size:18px">${value}</dd>
    </div>`;
}

function sampleHtml({ step, sample }: Sample): Html {
  return html`
    <figure style="margin:8px 0">
      <figcaption style="font-size:12px;color:${PAGE.quiet}">
        what it writes after step ${formatNumber(step)}
      </figcaption>
      <blockquote style="margin:2px 0;padding:4px 12px;
        border-left:3px solid ${PAGE.line};white-space:pre-wrap;
        color:${PAGE.text}">${clip(sample)}</blockquote>
    </figure>`;
}

function clip(text: string): string {
  const short = text.slice(0, SAMPLE_LENGTH);
  return short.length < text.length ? `${short} …` : short;
}
