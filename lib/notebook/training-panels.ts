import { axis, type PlotlyPart } from "./figure";

/** A panel of the training figure: its position and its quantity. */
export interface Panel {
  /** plotly's number of its axes */
  axes: "" | "2" | "3" | "4" | "5";
  /** start and end as shares of the figure, left to right and bottom to top */
  x: readonly [number, number];
  y: readonly [number, number];
  title: string;
  unit: string;
  /** further settings of its y axis */
  yAxis: PlotlyPart;
}

const TOP = [0.46, 0.92] as const;
const BOTTOM = [0, 0.25] as const;
const FROM_ZERO = { rangemode: "tozero", nticks: 4 };
const DECADES = [1, 10, 100, 1000, 10_000, 100_000];

/** The panels of the training figure, two above three. */
export const PANELS = {
  loss: {
    axes: "",
    x: [0, 0.47],
    y: TOP,
    title: "Loss",
    unit: "nats per token",
    yAxis: {},
  },
  perplexity: {
    axes: "2",
    x: [0.54, 1],
    y: TOP,
    title: "Perplexity",
    unit: "equally likely tokens",
    yAxis: {
      type: "log",
      tickvals: DECADES.flatMap((decade) => [decade, 2 * decade, 5 * decade]),
      tickformat: ",d",
    },
  },
  rate: {
    axes: "3",
    x: [0, 0.28],
    y: BOTTOM,
    title: "Learning rate",
    unit: "per step",
    yAxis: FROM_ZERO,
  },
  norm: {
    axes: "4",
    x: [0.36, 0.64],
    y: BOTTOM,
    title: "Gradient norm",
    unit: "before clipping",
    yAxis: FROM_ZERO,
  },
  speed: {
    axes: "5",
    x: [0.72, 1],
    y: BOTTOM,
    title: "Speed",
    unit: "tokens per second",
    yAxis: FROM_ZERO,
  },
} as const satisfies Record<string, Panel>;

/** The layout of all panels. Their x axes are linked. */
export function panelLayout(): PlotlyPart {
  const panels = Object.values(PANELS);
  const axes = panels.map((panel) => ({
    [`xaxis${panel.axes}`]: panelXAxis(panel),
    [`yaxis${panel.axes}`]: panelYAxis(panel),
  }));
  return {
    ...(Object.assign({}, ...axes) as PlotlyPart),
    annotations: panels.map(heading),
    height: 520,
    margin: { l: 56, r: 16, t: 66, b: 44 },
    showlegend: true,
    hovermode: "x unified",
  };
}

function panelXAxis({ axes, x }: Panel): PlotlyPart {
  const linked = axes === "" ? {} : { matches: "x" };
  return {
    ...axis({ title: "step" }),
    domain: x,
    anchor: `y${axes}`,
    ...linked,
  };
}

function panelYAxis({ axes, y, title, yAxis }: Panel): PlotlyPart {
  const { title: _above, ...untitled } = axis({ title });
  return { ...untitled, domain: y, anchor: `x${axes}`, ...yAxis };
}

/**
 * Puts title and unit of the y axis above the panel, where they are easy to
 * read.
 */
function heading({ x, y, title, unit }: Panel): PlotlyPart {
  return {
    text: `<b>${title}</b><br>${unit}`,
    xref: "paper",
    yref: "paper",
    x: x[0],
    y: y[1],
    xanchor: "left",
    yanchor: "bottom",
    showarrow: false,
    align: "left",
    xshift: -2,
  };
}
