import type { TrainingObserver, TrainingPlan } from "../core/training/train";
import type { StepRecord } from "../core/training/training-run";
import type { Figure } from "./figure";
import { livePlot, NOTEBOOK, throttle } from "./live-plot";
import type { LivePlot, Surroundings } from "./live-plot";
import { trainingFigure, type TrainingFigureOptions } from "./training-figure";
import { trainingStatus } from "./training-status";

/** Points per line during a run, few because they are sent again and again. */
const LIVE_POINTS = 240;

/**
 * Shows a training run live: curves of loss, perplexity, learning rate,
 * gradient norm and speed, the latest numbers, the time left, and text that the
 * model writes. It is redrawn at most 4 times per second. At the end the
 * finished figure stays in the notebook.
 *
 * @param options title and reference losses
 * @param surroundings where to show it @defaultValue the notebook
 * @returns the observer for `train({ observer })`; it can observe one run after
 *   another
 * @example
 * const observer = trainingDashboard({
 *   title: "TinyLLM reads Moby Dick",
 *   references: [{ name: "ln V", loss: Math.log(vocabSize) }],
 * });
 */
export function trainingDashboard(
  options: TrainingFigureOptions = {},
  surroundings: Surroundings = NOTEBOOK,
): Required<TrainingObserver> {
  let plan: TrainingPlan | undefined;
  let records: StepRecord[] = [];
  let plot: LivePlot | undefined;
  const isTime = throttle(250, surroundings.now); // 4 times per second
  const draw = (points: number): Figure => {
    const total = plan?.totalSteps ?? records.length;
    const window = Math.max(4, Math.min(total / 40, records.length / 10));
    return trainingFigure(records, { window, points, ...options });
  };
  const begin = (next?: TrainingPlan): LivePlot => {
    plan = next;
    records = [...(next?.records ?? [])];
    return livePlot(
      draw(LIVE_POINTS),
      trainingStatus({ plan, records }),
      surroundings,
    );
  };
  return {
    start(next) {
      plot = begin(next);
    },
    step(record) {
      plot ??= begin();
      records.push(record);
      if (isTime())
        plot.update(draw(LIVE_POINTS), trainingStatus({ plan, records }));
    },
    end({ reason }) {
      plot?.finish(draw(400), trainingStatus({ plan, records, reason }));
      plot = undefined;
    },
  };
}
