import { ensure, show } from "../core/base/expect";
import { ensureText, type FigureText, shown, type Shown } from "./figure";
import { escapeHtml } from "./html";
import { colorOf, INK } from "./style";

/** A box of a diagram. */
export interface DiagramNode {
  /** the box's title, and what edges call it if it has no `id` */
  title: string;
  /** what edges call it, if two boxes share a title @defaultValue the title */
  id?: string;
  /** smaller text below the title, such as a shape or a value */
  lines?: readonly string[];
  /** number of its color in the palette @defaultValue gray */
  color?: number;
  /** draws a frame with this title around all boxes of the group */
  group?: string;
}

/** An arrow of a diagram. */
export interface DiagramEdge {
  from: string;
  to: string;
  /** text beside the arrow */
  label?: string;
  /** number of its color in the palette @defaultValue gray */
  color?: number;
  /** draws a dashed line @defaultValue false */
  dashed?: boolean;
}

/** Options of {@link diagram}. */
export interface DiagramOptions extends FigureText {
  nodes: readonly DiagramNode[];
  edges: readonly DiagramEdge[];
  /** where the arrows lead @defaultValue "right" */
  direction?: "right" | "down" | "up";
}

/**
 * Draws boxes and arrows, such as the graph of a calculation. Graphviz places
 * them.
 *
 * @param options title, alternative text, boxes and arrows
 * @returns a picture, shown if `await diagram(...)` ends a cell
 * @throws RangeError if a text is missing, two boxes have the same id, or an
 *   edge names no box
 * @see https://graphviz.org
 * @example
 * await diagram({
 *   title: "Two gears",
 *   alt: "An arrow from w to z, and one from z to L.",
 *   nodes: [{ title: "w", lines: ["3"] }, { title: "z" }, { title: "L" }],
 *   edges: [{ from: "w", to: "z", label: "2" }, { from: "z", to: "L" }],
 * })
 */
export async function diagram(options: DiagramOptions): Promise<Shown> {
  const { title, alt, direction = "right" } = options;
  ensureText("diagram: title", title);
  ensureText("diagram: alt", alt);
  expectKnown(options);
  const { instance } = await import("@viz-js/viz");
  const svg = (await instance()).renderString(
    {
      graphAttributes: {
        rankdir: { right: "LR", down: "TB", up: "BT" }[direction],
        bgcolor: "transparent",
        label: { html: `<b>${escapeHtml(title)}</b>` },
        labelloc: "t",
        labeljust: "l",
        ...font(16),
      },
      nodeAttributes: { shape: "plain", ...font(13) },
      edgeAttributes: { color: INK, arrowsize: 0.7, ...font(11) },
      ...content(options),
    },
    { format: "svg" },
  );
  const picture = svg
    .slice(svg.indexOf("<svg"))
    .replace(/<!--.*?-->\n|<title>.*?<\/title>\n/gs, "")
    // one path for a box and its frame, which Graphviz draws one after the other
    .replace(
      /stroke="none" (d="[^"]+")\/>\n<path fill="none" (stroke="[^"]+") \1/g,
      "$2 $1",
    )
    .replaceAll(' xml:space="preserve"', "")
    .replaceAll('font-family="Arial"', 'font-family="Arial,sans-serif"')
    .replace("<svg", `<svg role="img" aria-label="${escapeHtml(alt)}"`);
  return shown(() => ({ "image/svg+xml": picture, "text/plain": alt }));
}

function expectKnown({ nodes, edges }: DiagramOptions): void {
  const ids = nodes.map(idOf);
  ensure(
    new Set(ids).size === ids.length,
    () => `diagram: boxes must differ in their ids; got ${show(ids)}.`,
  );
  for (const end of edges.flatMap(({ from, to }) => [from, to]))
    ensure(
      ids.includes(end),
      () =>
        `diagram: an edge must name boxes; got ${show(end)}. The boxes are ` +
        `${ids.map(show).join(", ")}.`,
    );
}

function idOf({ title, id = title }: DiagramNode): string {
  return id;
}

/** Boxes, frames and arrows in the form that Graphviz's program reads. */
function content({ nodes, edges }: DiagramOptions) {
  const groups = new Set(nodes.flatMap(({ group }) => group ?? []));
  const boxes = (wanted?: string) =>
    nodes
      .filter(({ group }) => group === wanted)
      .map((node) => ({
        name: idOf(node),
        attributes: { label: { html: boxOf(node) } },
      }));
  return {
    nodes: boxes(),
    subgraphs: [...groups].map((group) => ({
      name: `cluster ${group}`,
      graphAttributes: {
        label: group,
        color: INK,
        style: "rounded,dashed",
        ...font(12),
      },
      nodes: boxes(group),
    })),
    edges: edges.map(({ from, to, label, color, dashed = false }) => ({
      tail: from,
      head: to,
      attributes: {
        ...(label === undefined ? {} : { label: ` ${label} ` }),
        ...(color === undefined
          ? {}
          : { color: colorOf(color), fontcolor: colorOf(color) }),
        ...(dashed ? { style: "dashed" } : {}),
      },
    })),
  };
}

/** A box as Graphviz's own kind of table: the title, and the lines below it. */
function boxOf({ title, lines = [], color }: DiagramNode): string {
  const frame = color === undefined ? INK : colorOf(color);
  const row = (text: string): string => `<tr><td>${text}</td></tr>`;
  const small = lines.map((line) =>
    row(`<font point-size="11">${escapeHtml(line)}</font>`),
  );
  return (
    `<table border="1" cellborder="0" cellspacing="0" cellpadding="3" ` +
    `style="rounded" color="${frame}" bgcolor="${seeThrough(frame)}">` +
    `${row(`<b>${escapeHtml(title)}</b>`)}${small.join("")}</table>`
  );
}

/** A color with the opacity 0.12, as Graphviz writes it. */
function seeThrough(color: string): string {
  return `${color}1f`;
}

function font(size: number) {
  return { fontname: "Arial", fontcolor: INK, fontsize: size };
}
