import { expectNumber } from "../core/base/expect";
import type { StepRecord } from "../core/training/training-run";
import { type Figure, makeFigure, type PlotlyPart } from "./figure";
import { levelLines } from "./line-chart";
import { numbers } from "./numbers";
import { faint, PALETTE } from "./style";
import { thin } from "./thin";
import { type Panel, panelLayout, PANELS } from "./training-panels";

/** Options of {@link trainingFigure}. */
export interface TrainingFigureOptions {
  /** @defaultValue "Training" */
  title?: string;
  /**
   * reference losses in nats per token, such as `{ name: "ln V", loss: 8.5 }`
   */
  references?: readonly { name: string; loss: number }[];
  /**
   * number of steps that the thick lines average over @defaultValue a fortieth
   * of all
   */
  window?: number;
  /** approximate number of points per line @defaultValue 400 */
  points?: number;
}

/**
 * Draws the measurements of a training run: loss and perplexity on training and
 * held-out text, learning rate, gradient norm, and speed.
 *
 * @param records (steps) the records of the training loop
 * @param options title and reference losses
 * @returns a figure, shown if it ends a cell
 */
export function trainingFigure(
  records: readonly StepRecord[],
  options: TrainingFigureOptions = {},
): Figure {
  const { title = "Training", references = [], points = 400 } = options;
  const window = options.window ?? records.length / 40;
  expectNumber("trainingFigure: points", points, { least: 2 });
  for (const { name, loss } of references)
    expectNumber(`trainingFigure: reference "${name}"`, loss, LEVEL);
  const x = records.map(({ step }) => step);
  /**
   * Makes a thin line through all steps, and a thick one through the averages.
   */
  const noisy = (
    panel: Panel,
    name: string,
    value: (record: StepRecord) => number,
  ): PanelLine[] => {
    const y = records.map(value);
    const average = smooth(y, window);
    return [
      { panel, name: `${name}, each step`, x, y, style: RAW },
      { panel, name: `${name}, smoothed`, x, y: average, style: MEAN },
    ];
  };
  const loss: PanelLine[] = [
    ...noisy(PANELS.loss, "train", (one) => one.loss),
    {
      ...validationOf(records),
      panel: PANELS.loss,
      name: "validation",
      style: MEASURED,
    },
  ];
  const rates = records.map((one) => one.learningRate);
  const lines: PanelLine[] = [
    ...loss,
    ...loss.map(toPerplexity),
    { panel: PANELS.rate, name: "learning rate", x, y: rates, style: MEAN },
    ...noisy(PANELS.norm, "gradient norm", (one) => one.gradientNorm),
    ...noisy(PANELS.speed, "tokens per second", (one) => one.tokensPerSecond),
  ];
  return makeFigure(
    { title, alt: describe(title, records, references) },
    lines.map((line) => trace(line, points)),
    { ...panelLayout(), shapes: levels(references, loss[1]?.y ?? []) },
  );
}

/**
 * Averages over `window` neighbors, half of them on either side, and over fewer
 * near the ends.
 *
 * @param values (n) values; those that are not finite are left out
 * @param window number of neighbors, at least 0
 * @returns (n) the averages; NaN, a gap, where no neighbor is finite
 */
export function smooth(values: readonly number[], window: number): number[] {
  expectNumber("smooth: window", window, { least: 0 });
  const sums = [0]; // sums[i] = values[0] + ... + values[i - 1]
  const counts = [0]; // number of finite values among them
  values.forEach((value, i) => {
    const finite = Number.isFinite(value);
    sums.push(sums[i] + (finite ? value : 0));
    counts.push(counts[i] + (finite ? 1 : 0));
  });
  return values.map((_, i) => {
    const half = Math.min(Math.floor(window / 2), i);
    const from = i - half;
    const to = Math.min(i + half + 1, values.length);
    return (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
}

/** exp(700) is still a number, and no loss is as high. */
const LEVEL = { most: 700, hint: "It is a loss in nats per token." };

interface Line {
  x: number[];
  y: number[];
}

interface PanelLine extends Line {
  panel: Panel;
  name: string;
  style: PlotlyPart;
}

const [TRAIN = "", VALIDATION = ""] = PALETTE;
const RAW = { mode: "lines", line: { color: faint(TRAIN), width: 1 } };
const MEAN = { mode: "lines", line: { color: TRAIN, width: 2 } };
const MEASURED = {
  mode: "lines+markers",
  line: { color: VALIDATION, width: 2 },
  marker: { color: VALIDATION, size: 6 },
};

function trace(line: PanelLine, points: number): PlotlyPart {
  const { panel, name, style } = line;
  const { x, y } = thin(line.x, line.y, points);
  return {
    type: "scatter",
    name,
    legendgroup: name,
    showlegend: panel === PANELS.loss,
    xaxis: `x${panel.axes}`,
    yaxis: `y${panel.axes}`,
    hovertemplate: "%{y:.4~g}",
    ...style,
    x: numbers(x),
    y: numbers(y),
  };
}

function toPerplexity(line: PanelLine): PanelLine {
  return { ...line, panel: PANELS.perplexity, y: line.y.map(Math.exp) };
}

/**
 * Makes the reference lines in both panels; their names avoid the curve `loss`.
 */
function levels(
  references: readonly { name: string; loss: number }[],
  loss: number[],
): PlotlyPart[] {
  const asLoss = references.map(({ name, loss }) => ({ name, y: loss }));
  const asPerplexity = asLoss.map(({ name, y }) => ({ name, y: Math.exp(y) }));
  const { axes } = PANELS.perplexity;
  return [
    ...levelLines(asLoss, loss),
    ...levelLines(asPerplexity, loss.map(Math.exp), { panel: axes, log: true }),
  ];
}

function validationOf(records: readonly StepRecord[]): Line {
  const measured = records.filter((one) => one.validationLoss !== undefined);
  return {
    x: measured.map(({ step }) => step),
    y: measured.map((one) => one.validationLoss as number),
  };
}

/** Writes the alternative text: the run in two or three sentences. */
function describe(
  title: string,
  records: readonly StepRecord[],
  references: readonly { name: string; loss: number }[],
): string {
  const first = records[0];
  const last = records.at(-1);
  if (!first || !last) return `${title}: no step has been measured yet.`;
  const inWords = (loss: number): string =>
    `${loss.toFixed(3)} (perplexity ${Math.exp(loss).toFixed(1)})`;
  const validation = validationOf(records).y.at(-1);
  const levels = references.map(
    ({ name, loss }) => `${name} ${loss.toFixed(2)}`,
  );
  return [
    `${title}: from step ${first.step} to ${last.step} the training loss goes ` +
      `from ${inWords(first.loss)} to ${inWords(last.loss)} nats per token.`,
    ...(validation === undefined
      ? []
      : [`The validation loss ends at ${inWords(validation)}.`]),
    ...(levels.length > 0 ? [`To compare: ${levels.join(", ")}.`] : []),
  ].join(" ");
}
