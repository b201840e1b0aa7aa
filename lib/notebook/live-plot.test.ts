import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import type { MimeBundle } from "../core/base/display";
import { fakeNotebook, unpacked } from "../testing/fake-notebook";
import { PLOTLY_MIME, type PlotlyPart } from "./figure";
import { liveLineChart, type LiveLineChart } from "./live-line-chart";
import { throttle } from "./live-plot";

const options = {
  title: "Downhill",
  alt: "The height falls.",
  x: { title: "step" },
  y: { title: "height (m)" },
};

interface Drawn {
  data: { x: unknown }[];
  layout: { meta?: { live: string } };
}

const plotly = (bundle: MimeBundle | undefined): Drawn =>
  bundle?.[PLOTLY_MIME] as Drawn;

const pointsIn = (bundle: MimeBundle | undefined): number =>
  unpacked(plotly(bundle).data[0]?.x ?? []).length;

test("a throttle allows the first call, then one per interval", () => {
  let time = 0;
  const isTime = throttle(200, () => time);
  const seen = [0, 50, 199, 200, 399, 400, 1000, 1100].filter((now) => {
    time = now;
    return isTime();
  });
  assert.deepEqual(seen, [0, 200, 400, 1000]);
});

test("a live chart is drawn at most 5 times per second, and in full at the end", () => {
  const notebook = fakeNotebook();
  const chart = liveLineChart(options, notebook);
  for (let step = 1; step <= 100; step++) {
    chart.add("height", step, 1 / step);
    notebook.wait(20);
  }
  chart.finish();
  const [figure = [], words = []] = notebook.outputs;
  assert.equal(words.length, 1 + 10 + 1);
  assert.equal(pointsIn(figure.at(-1)), 100);
  assert.match(String(words.at(-1)?.["text/plain"]), /^step 100: height 0.01/);
});

test("the figure and the status stay in the notebook, without a script", () => {
  const notebook = fakeNotebook();
  const chart = liveLineChart(options, notebook);
  chart.add("height", 1, 2);
  chart.finish();
  const [figure, words] = notebook.outputs.map((shown) => shown.at(-1));
  assert.deepEqual(Object.keys(figure ?? {}), [PLOTLY_MIME, "text/plain"]);
  assert.equal(plotly(figure).layout.meta, undefined);
  const kept = JSON.stringify([figure, words]);
  assert.doesNotMatch(kept, /<script/);
  assert.ok(kept.length < 4000, `${kept.length} characters`);
});

test("every message is small and does not contain plotly's source", () => {
  const notebook = fakeNotebook();
  const chart = liveLineChart(options, notebook);
  for (let step = 1; step <= 20_000; step++) {
    chart.add("height", step, Math.sin(step));
    notebook.wait(1);
  }
  chart.finish();
  for (const bundle of notebook.outputs.flat())
    assert.ok(JSON.stringify(bundle).length < 20_000);
});

test("the figure itself is updated every two seconds, in case the notebook is saved", () => {
  const notebook = fakeNotebook();
  const chart = liveLineChart(options, notebook);
  for (let step = 1; step <= 50; step++) {
    notebook.wait(100);
    chart.add("height", step, 1);
  }
  const [figure = []] = notebook.outputs;
  assert.deepEqual(
    figure.map((bundle) => pointsIn(bundle)),
    [0, 21, 41],
  );
});

test("the script draws the newest points into its own graph only", () => {
  const { page, live, run } = pageWith(["live", "other"]);
  live.add("height", 1, 5);
  run();
  live.add("height", 2, 4);
  run();
  assert.deepEqual(page.drawn, [
    ["live", [1]],
    ["live", [1, 2]],
  ]);
});

test("the script waits until plotly is loaded, and a newer one replaces it", () => {
  const { page, live, run } = pageWith(["live"], false);
  live.add("height", 1, 5);
  run();
  live.add("height", 2, 4);
  run();
  assert.deepEqual(page.drawn, []);
  page.loadPlotly();
  page.passTime();
  assert.deepEqual(page.drawn, [["live", [1, 2]]]);
});

test("a name with markup in it cannot end the script", () => {
  const { page, live, run } = pageWith(["live"]);
  live.add("</script><b>", 1, 5);
  run();
  assert.deepEqual(page.drawn, [["live", [1]]]);
});

/** A live chart, and a page that runs the scripts it sends. */
function pageWith(
  graphs: string[],
  loaded = true,
): { page: Page; live: LiveLineChart; run: () => void } {
  const notebook = fakeNotebook();
  const live = liveLineChart(options, notebook);
  const id = plotly(notebook.outputs[0]?.[0]).layout.meta?.live ?? "";
  const page = new Page(
    graphs.map((name) => ({
      name,
      layout: { meta: { live: name === "live" ? id : name } },
    })),
  );
  if (loaded) page.loadPlotly();
  const run = (): void => {
    notebook.wait(1000);
    const html = String(notebook.outputs[1]?.at(-1)?.["text/html"]);
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)];
    assert.equal(scripts.length, 1);
    page.run(scripts[0]?.[1] ?? "");
  };
  return { page, live, run };
}

/** The parts of a browser's page that the script uses. */
class Page {
  readonly drawn: [string, number[]][] = [];
  private readonly window: PlotlyPart = {};
  private timers: (() => void)[] = [];
  private time = 0;

  constructor(private readonly graphs: { name: string; layout: object }[]) {}

  loadPlotly(): void {
    const react = (graph: { name: string }, data: { x: number[] }[]): void => {
      this.drawn.push([graph.name, [...(data[0]?.x ?? [])]]);
    };
    this.window["Plotly"] = { react };
  }

  run(script: string): void {
    this.time += 1000;
    runInNewContext(script, {
      window: this.window,
      document: {
        querySelectorAll: () => this.graphs,
        getElementById: () => null,
      },
      performance: { now: () => this.time },
      setTimeout: (task: (...args: unknown[]) => void, _: number, a: unknown) =>
        this.timers.push(() => task(a)),
    });
  }

  passTime(): void {
    this.time += 1000;
    for (const task of this.timers.splice(0)) task();
  }
}
