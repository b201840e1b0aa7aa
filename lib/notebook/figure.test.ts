import assert from "node:assert/strict";
import { test } from "node:test";

import { JUPYTER_DISPLAY } from "../core/base/display";
import { barChart } from "./bar-chart";
import { contourWithPath } from "./contour";
import { curveWithPath } from "./curve";
import { type Figure, PLOTLY_MIME, type PlotlyPart } from "./figure";
import { heatMap } from "./heat-map";
import { lineChart } from "./line-chart";
import { sliderChart } from "./slider-chart";
import { PALETTE } from "./style";
import { surfaceWithPath } from "./surface";

const text = { title: "Loss", alt: "The loss falls." };
const axes = { x: { title: "step" }, y: { title: "loss (nats)" } };
const span = { title: "weight", from: -1, to: 1 };

const figures: Record<string, Figure> = {
  lineChart: lineChart({ ...text, ...axes, series: [{ name: "a", y: [1] }] }),
  curveWithPath: curveWithPath({
    ...text,
    x: span,
    y: axes.y,
    value: (w) => w * w,
    paths: [{ name: "walk", x: [1, 0.5, 0.25] }],
  }),
  contourWithPath: contourWithPath({
    ...text,
    x: span,
    y: span,
    value: (a, b) => a * a + b * b,
    valueTitle: "loss (nats)",
    paths: [
      {
        name: "walk",
        points: [
          [1, 1],
          [0, 0],
        ],
      },
    ],
  }),
  heatMap: heatMap({ ...text, ...axes, values: [[1, 2]], valueTitle: "share" }),
  barChart: barChart({
    ...text,
    x: { title: "model", labels: ["a", "b"] },
    y: axes.y,
    series: [{ name: "loss", y: [2, 1] }],
  }),
};

for (const [name, figure] of Object.entries(figures)) {
  test(`${name} gives plotly's form and words, without HTML`, () => {
    const bundle = figure[JUPYTER_DISPLAY]();
    assert.deepEqual(Object.keys(bundle), [PLOTLY_MIME, "text/plain"]);
    assert.equal(bundle["text/plain"], "The loss falls.");
    const { layout } = bundle[PLOTLY_MIME] as { layout: PlotlyPart };
    assert.equal((layout["title"] as PlotlyPart)["text"], "Loss");
    assert.equal(layout["paper_bgcolor"], "rgba(0, 0, 0, 0)");
    for (const side of ["xaxis", "yaxis"]) {
      const { title } = layout[side] as { title: { text: string } };
      assert.notEqual(title.text, "");
    }
  });
}

test("lines keep their values, names and styles", () => {
  const { data } = lineChart({
    ...text,
    ...axes,
    series: [
      { name: "train", y: [3, 2, NaN] },
      { name: "seen", x: [10, 20], y: [1, 2], points: true, color: 0 },
      { name: "floor", y: [1], dash: "dot", markers: true },
    ],
  });
  assert.deepEqual(
    data.map(({ name, mode, x, y }) => ({ name, mode, x, y })),
    [
      { name: "train", mode: "lines", x: [1, 2, 3], y: [3, 2, null] },
      { name: "seen", mode: "markers", x: [10, 20], y: [1, 2] },
      { name: "floor", mode: "lines+markers", x: [1], y: [1] },
    ],
  );
  assert.equal((data[2]?.["line"] as PlotlyPart)["dash"], "dot");
  const colors = data.map(({ line }) => (line as PlotlyPart)["color"]);
  assert.equal(colors[1], colors[0]);
  assert.notEqual(colors[2], colors[0]);
});

test("log axes accept their range in plain numbers", () => {
  const { layout } = lineChart({
    ...text,
    x: axes.x,
    y: { title: "loss", log: true, range: [0.01, 100] },
    series: [],
  });
  const y = layout["yaxis"] as PlotlyPart;
  assert.equal(y["type"], "log");
  assert.deepEqual(y["range"], [-2, 2]);
});

test("a reference line is at its height, with its name away from the curve", () => {
  const { layout } = lineChart({
    ...text,
    ...axes,
    series: [{ name: "train", y: [8, 5, 3] }],
    references: [
      { name: "ln V", y: 8.5 },
      { name: "middle", y: 6 },
      { name: "floor", y: 2 },
    ],
  });
  const [high, middle, low] = layout["shapes"] as PlotlyPart[];
  assert.equal(high?.["y0"], 8.5);
  assert.equal(high?.["y1"], 8.5);
  assert.deepEqual(pick(high?.["label"]), ["ln V", "end", "top"]);
  assert.deepEqual(pick(middle?.["label"]), ["middle", "end", "bottom"]);
  assert.deepEqual(pick(low?.["label"]), ["floor", "start", "top"]);
  function pick(label: unknown): unknown[] {
    const { text, textposition, yanchor } = label as PlotlyPart;
    return [text, textposition, yanchor];
  }
});

test("a path lies on its curve, with start and end marked", () => {
  const walk = figures["curveWithPath"]?.data[1];
  assert.deepEqual(walk?.["x"], [1, 0.5, 0.25]);
  assert.deepEqual(walk?.["y"], [1, 0.25, 0.0625]);
  const { symbol } = walk?.["marker"] as { symbol: string[] };
  assert.deepEqual(symbol, ["circle-open", "circle", "diamond"]);
});

test("a contour has the height at each point, with rows along y", () => {
  const { data } = contourWithPath({
    ...text,
    x: { title: "a", from: 0, to: 2 },
    y: { title: "b", from: 0, to: 10 },
    value: (a, b) => a + b,
    valueTitle: "sum",
    resolution: 3,
  });
  assert.deepEqual(data[0]?.["x"], [0, 1, 2]);
  assert.deepEqual(data[0]?.["z"], [
    [0, 1, 2],
    [5, 6, 7],
    [10, 11, 12],
  ]);
});

test("a contour has one scale for both axes only with sameScale", () => {
  const plane = {
    ...text,
    x: { title: "a", from: 0, to: 2 },
    y: { title: "b", from: 0, to: 10 },
    value: (a: number, b: number): number => a + b,
    valueTitle: "sum",
    resolution: 2,
  };
  const anchors = [false, true].map((sameScale) => {
    const { layout } = contourWithPath({ ...plane, sameScale });
    return (layout["yaxis"] as PlotlyPart)["scaleanchor"];
  });
  assert.deepEqual(anchors, [undefined, "x"]);
});

test("a contour is filled only with filled", () => {
  const coloring = [false, true].map((filled) => {
    const [map] = contourWithPath({
      ...text,
      x: span,
      y: span,
      value: (a, b) => a + b,
      valueTitle: "sum",
      filled,
    }).data;
    return (map["contours"] as PlotlyPart)["coloring"];
  });
  assert.deepEqual(coloring, ["lines", "fill"]);
});

test("a contour on a log scale has powers of ten", () => {
  const { data } = contourWithPath({
    ...text,
    x: { title: "a", from: 0, to: 1 },
    y: { title: "b", from: 0, to: 1 },
    value: (a, b) => 10 ** (a - 2 * b),
    valueTitle: "loss",
    resolution: 2,
    log: true,
  });
  assert.deepEqual(data[0]?.["z"], [
    [0, 1],
    [-2, -1],
  ]);
});

test("a heat map leaves gaps for values that are not finite", () => {
  const values = [Float64Array.of(1, NaN), [1 / 3, 0.5]];
  const { data } = heatMap({ ...text, ...axes, values, valueTitle: "share" });
  assert.deepEqual(data[0]?.["z"], [
    [1, null],
    [0.3333333, 0.5],
  ]);
});

test("bars may be horizontal, and two may have the same label", () => {
  const { data, layout } = barChart({
    ...text,
    x: { title: "token", labels: ["the", "whale", "the"] },
    y: { title: "probability" },
    series: [{ name: "p", y: [0.5, 0.3, 0.2] }],
    horizontal: true,
  });
  assert.deepEqual(data[0]?.["x"], [0.5, 0.3, 0.2]);
  assert.deepEqual(data[0]?.["y"], [0, 1, 2]);
  const rows = layout["yaxis"] as PlotlyPart;
  assert.deepEqual(rows["ticktext"], ["the", "whale", "the"]);
});

test("bars may have a row per series, above the same labels", () => {
  const { data, layout } = barChart({
    ...text,
    x: { title: "token", labels: ["a", "b"] },
    y: { title: "probability", range: [0, 1] },
    series: [
      { name: "said", y: [0.75, 0.25] },
      { name: "true", y: [0, 1] },
    ],
    rows: true,
  });
  assert.deepEqual(
    data.map(({ yaxis }) => yaxis),
    ["y", "y2"],
  );
  const [said, truth] = ["yaxis", "yaxis2"].map(
    (name) => layout[name] as { title: { text: string }; domain: number[] },
  );
  assert.deepEqual([said.title.text, truth.title.text], ["said", "true"]);
  assert.ok(said.domain[0] > truth.domain[1]);
  assert.equal((layout["xaxis"] as PlotlyPart)["anchor"], "y2");
});

test("an axis has ticks where the chart wants them", () => {
  const x = { title: "degrees", ticks: [0, 90, 180] };
  const { layout } = lineChart({ ...text, x, y: axes.y, series: [] });
  const { tickvals } = layout["xaxis"] as PlotlyPart;
  assert.deepEqual(tickvals, [0, 90, 180]);
});

test("a figure without title, alternative text or axis title is rejected", () => {
  const make = (change: object): (() => Figure) => {
    const whole = { ...text, ...axes, series: [] };
    return () => lineChart({ ...whole, ...change });
  };
  assert.throws(
    make({ alt: " " }),
    /figure: alt must be a string with text; got " "/,
  );
  assert.throws(
    make({ title: "" }),
    /figure: title must be a string with text/,
  );
  assert.throws(
    make({ x: { title: "" } }),
    /axis title must be a string with text/,
  );
});

test("a line with more x than y is rejected, with both numbers", () => {
  const series = [{ name: "train", x: [1, 2, 3], y: [1, 2] }];
  assert.throws(
    () => lineChart({ ...text, ...axes, series }),
    /"train" must have as many x as y; got 3 and 2/,
  );
});

test("a slider's frames hold only what it changes", () => {
  const chart = (rate: number): Figure =>
    curveWithPath({
      title: `rate ${rate}`,
      alt: "A walk in a valley.",
      x: span,
      y: axes.y,
      value: (w) => w * w,
      paths: [{ name: "walk", x: [1, 1 - 2 * rate] }],
    });
  const values = [0.1, 0.7];
  const figure = sliderChart({ name: "rate", values, start: 1, chart });
  const bundle = figure[JUPYTER_DISPLAY]();
  assert.deepEqual(Object.keys(bundle), [PLOTLY_MIME, "text/plain"]);
  const { data, layout, frames } = bundle[PLOTLY_MIME] as {
    data: PlotlyPart[];
    layout: { sliders: { active: number; steps: PlotlyPart[] }[] };
    frames: PlotlyPart[];
  };
  assert.deepEqual(data, chart(0.7).data);
  assert.equal(layout.sliders[0].active, 1);
  assert.deepEqual(
    layout.sliders[0].steps.map((step) => step["label"]),
    ["0.1", "0.7"],
  );
  frames.forEach((frame, n) => {
    assert.equal(frame["name"], String(values[n]));
    assert.deepEqual(frame["traces"], [1]);
    const { x, y } = chart(values[n]).data[1];
    assert.deepEqual(frame["data"], [{ x, y }]);
    const { title } = frame["layout"] as { title: { text: string } };
    assert.equal(title.text, `rate ${values[n]}`);
  });
});

test("a slider refuses one value, a wrong start, and charts that differ", () => {
  const chart = (count: number): Figure =>
    lineChart({
      ...text,
      ...axes,
      series: Array.from({ length: count }, () => ({ name: "a", y: [1] })),
    });
  const slider =
    (values: number[], start = 0) =>
    () =>
      sliderChart({ name: "lines", values, start, chart });
  assert.throws(slider([1]), /at least 2.*got 1 values and start 0/);
  assert.throws(slider([1, 1], 2), /got 2 values and start 2/);
  assert.throws(slider([1, 2]), /equally many traces; got 1 and 2/);
});

test("a surface has heights, walks, and a cover that its button removes", () => {
  const { data, layout } = surfaceWithPath({
    ...text,
    x: span,
    y: span,
    value: (a, b) => a + 10 * b,
    valueTitle: "loss (nats)",
    resolution: 2,
    paths: [{ name: "walk", points: [[0.5, 0.25]] }],
    mark: { name: "minimum", at: [-1, -1] },
  });
  assert.deepEqual(
    data.map(({ type, z }) => [type, z]),
    [
      [
        "surface",
        [
          [-11, -9],
          [9, 11],
        ],
      ],
      ["scatter3d", [3]],
      ["scatter3d", [-11]],
    ],
  );
  assert.equal(layout["showlegend"], true);
  const [cover] = layout["annotations"] as PlotlyPart[];
  assert.deepEqual(
    [cover["captureevents"], cover["visible"]],
    [true, undefined],
  );
  const [menu] = layout["updatemenus"] as { buttons: PlotlyPart[] }[];
  assert.deepEqual(menu.buttons[0]["args"], ["annotations[0].visible", false]);
});

test("an arrow of a map points from one place to another", () => {
  const { data, layout } = contourWithPath({
    ...text,
    x: span,
    y: span,
    value: (a, b) => a * b,
    valueTitle: "loss (nats)",
    arrows: [{ from: [0, 0.1], to: [0.5, 1], label: "gradient", color: 3 }],
    mark: { name: "minimum", at: [1, 2] },
  });
  const [arrow, label] = layout["annotations"] as PlotlyPart[];
  assert.deepEqual(
    ["ax", "ay", "x", "y", "text"].map((key) => arrow[key]),
    [0, 0.1, 0.5, 1, ""],
  );
  assert.deepEqual(
    ["x", "y", "text", "yanchor"].map((key) => label[key]),
    [0.5, 1, "gradient", "bottom"],
    "the text is at the tip",
  );
  assert.equal(arrow["arrowcolor"], PALETTE[3]);
  assert.deepEqual([data[1]["x"], data[1]["y"]], [[1], [2]]);
});
