import { type ContourOptions, heightOf, landscape } from "./contour";
import { type Figure, makeFigure, type PlotlyPart } from "./figure";
import { numbers } from "./numbers";
import { colorOf, GRID, INK } from "./style";
import type { SpanAxis } from "./curve";

/**
 * Draws a function of two numbers as a landscape in three dimensions, with the
 * paths on it. A button lets the mouse turn it; until then the wheel scrolls the
 * page. Use it beside the map, which is easier to measure in.
 *
 * @param options the same as of {@link contourWithPath}
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a text is missing
 */
export function surfaceWithPath(options: ContourOptions): Figure {
  const { x, y, valueTitle, log = false, paths = [], mark } = options;
  const height = heightOf(options);
  const ground = {
    type: "surface",
    ...landscape({ resolution: 40, ...options }),
    opacity: 0.85,
    contours: { z: { show: true, color: INK, width: 1 } },
  };
  const spots = [
    ...paths,
    ...(mark ? [{ name: mark.name, points: [mark.at] }] : []),
  ];
  const walks = spots.map(({ name, points }, index) => {
    const color = colorOf(index + 1);
    return {
      type: "scatter3d",
      mode: "lines+markers",
      name,
      x: numbers(points.map(([px]) => px)),
      y: numbers(points.map(([, py]) => py)),
      z: numbers(points.map(([px, py]) => height(px, py))),
      line: { color, width: 5 },
      marker: { color, size: 4 },
    };
  });
  const scene = { title: { font: { size: 12 } }, gridcolor: GRID, color: INK };
  const part = (span: SpanAxis): PlotlyPart => ({
    ...scene,
    title: { ...scene.title, text: span.title },
    range: [span.from, span.to],
  });
  return makeFigure(options, [ground, ...walks], {
    height: 480,
    margin: { l: 0, r: 0, t: spots.length > 0 ? 66 : 44, b: 0 },
    scene: {
      xaxis: part(x),
      yaxis: part(y),
      zaxis: {
        ...scene,
        title: { ...scene.title, text: valueTitle },
        ...(log ? { tickprefix: "10<sup>", ticksuffix: "</sup>" } : {}),
      },
      aspectratio: { x: 1.2, y: 1.2, z: 0.8 },
      camera: { eye: { x: -1.3, y: -1.4, z: 1.2 } },
    },
    showlegend: spots.length > 0,
    annotations: [COVER],
    updatemenus: [TURN],
  });
}

/**
 * Lies over the landscape and takes the mouse. Without it plotly keeps the wheel
 * for zooming, even if zooming is off, and a page that scrolls stops there.
 */
const COVER: PlotlyPart = {
  text: " ",
  showarrow: false,
  captureevents: true,
  width: 4000, // more than any page
  height: 400,
};

/** The button that takes the cover away, and puts it back. */
const TURN: PlotlyPart = {
  type: "buttons",
  active: -1, // so that the first click takes the cover away
  showactive: false,
  x: 0,
  xanchor: "left",
  y: 0,
  yanchor: "bottom",
  bgcolor: "rgba(0, 0, 0, 0)",
  buttons: [
    {
      label: "turn with the mouse: on / off",
      method: "relayout",
      args: ["annotations[0].visible", false],
      args2: ["annotations[0].visible", true],
    },
  ],
};
