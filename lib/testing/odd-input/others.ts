import type { StepRecord } from "../../core";
import {
  loadCorpus,
  loadResults,
  resultModel,
  suggestSizes,
  tinyTalesLogProbability,
  tinyTalesStory,
} from "../../corpus";
import { grade } from "../../exercises";
import { fastBackend } from "../../fast";
import {
  barChart,
  contourWithPath,
  curveWithPath,
  encodeBytes,
  formatDuration,
  formatNumber,
  heatMap,
  lineChart,
  liveLineChart,
  pause,
  progressBar,
  smooth,
  table,
  trainingDashboard,
  trainingFigure,
  withProgress,
} from "../../notebook";
import { createRandom, JUPYTER_DISPLAY, sgdUpdateScalar } from "../../core";
import { fakeNotebook } from "../fake-notebook";
import { call, type Call } from "./odd-input";

const text = { title: "a", alt: "b" };
const record = (step: number): StepRecord => ({
  step,
  epoch: 1,
  tokens: 2,
  loss: 3,
  learningRate: 0.1,
  gradientNorm: 1,
  tokensPerSecond: 10,
  elapsedMs: 5,
});

/** What cells show, and texts. */
export const OTHERS: readonly Call[] = [
  call("formatNumber", formatNumber, () => [1.5]),
  call("formatDuration", formatDuration, () => [1500]),
  call("smooth", smooth, () => [[1, 2, 3, 4], 3]),
  call("barChart", barChart, () => [
    {
      ...text,
      x: { title: "x", labels: ["a", "b"] },
      y: { title: "y" },
      series: [{ name: "s", y: [1, 2] }],
    },
  ]),
  call("lineChart", lineChart, () => [
    {
      ...text,
      x: { title: "x", range: [0, 1] as const },
      y: { title: "y", log: true, range: [1, 2] as const },
      series: [{ name: "s", x: [1, 2], y: [1, 2] }],
      references: [{ name: "r", y: 2 }],
    },
  ]),
  call("heatMap", heatMap, () => [
    {
      ...text,
      x: { title: "x" },
      y: { title: "y" },
      values: [
        [1, 2],
        [3, 4],
      ],
      valueTitle: "v",
    },
  ]),
  call("contourWithPath", contourWithPath, () => [
    {
      ...text,
      x: { title: "x", from: 1, to: 2 },
      y: { title: "y", from: 1, to: 2 },
      value: (x: number, y: number) => x * y,
      valueTitle: "v",
      log: true,
      resolution: 5,
      paths: [{ name: "p", points: [[1, 1]] }],
    },
  ]),
  call("curveWithPath", curveWithPath, () => [
    {
      ...text,
      x: { title: "x", from: 1, to: 2 },
      y: { title: "y" },
      value: (x: number) => x,
      paths: [{ name: "p", x: [1, 2] }],
    },
  ]),
  call("table", (options) => table(options)[JUPYTER_DISPLAY](), () => [{ caption: "c", columns: [{ title: "a", digits: 2 }, "b"], rows: [[1, 2]] }]), // prettier-ignore
  call("trainingFigure", trainingFigure, () => [
    [record(1), record(2)],
    { window: 2, points: 4, references: [{ name: "r", loss: 2 }] },
  ]),
  call("trainingDashboard", (options, one) => { const place = fakeNotebook(); const dashboard = trainingDashboard(options, place); dashboard.start({ totalSteps: 3, parameters: 1, vocabSize: 2, records: [] }); place.wait(1000); dashboard.step(one); dashboard.end({ reason: "finished", records: [] }); return place.outputs; }, () => [{ window: 2 }, record(1)]), // prettier-ignore
  call("liveLineChart", (x, y) => { const place = fakeNotebook(); const chart = liveLineChart({ ...text, x: { title: "x" }, y: { title: "y" } }, place); chart.add("l", x, y); chart.finish(); return place.outputs; }, () => [1, 2]), // prettier-ignore
  call("progressBar", (total, done) => { const place = fakeNotebook(); const bar = progressBar({ label: "l", total }, place); place.wait(1000); bar.update(done); bar.done(); return place.outputs; }, () => [4, 2]), // prettier-ignore
  call("withProgress", withProgress, () => [
    [1],
    { label: "l" },
    (item) => item,
  ]),
  call("encodeBytes", encodeBytes, () => [{ "text/plain": "a" }]),
  call("pause", pause, () => [1]),
  call("tinyTalesStory", tinyTalesStory, () => [createRandom(1)]),
  call("tinyTalesLogProbability", tinyTalesLogProbability, () => [tinyTalesStory(createRandom(1)).text]), // prettier-ignore
  call("resultModel", resultModel, () => ["tales"]),
  call("loadCorpus", loadCorpus, () => [{ name: "tiny-tales" as const, stories: 2, seed: 1 }]), // prettier-ignore
  call("loadResults", loadResults, () => ["smoke"]),
  call("loadCorpus", loadCorpus, () => [{ text: "a#b", title: "c", separator: "#" }]), // prettier-ignore
  call("suggestSizes", suggestSizes, () => [20_000]),
  call(
    "grade",
    (answer) => grade("01.1", answer),
    () => [sgdUpdateScalar],
  ),
  call("fastBackend", (options) => { const made = fastBackend(options); made.close(); return made.threads; }, () => [{ threads: 1, memoryMB: 64 }]), // prettier-ignore
];
