import { JUPYTER_DISPLAY, type MimeBundle } from "../core/base/display";
import { shapeText } from "../core/base/expect";
import { rowsOf, Tensor } from "../core/base/tensor";
import { countParameters, type Parameters } from "../core/model/parameters";
import { TinyLLM } from "../core/model/tinyllm";
import { html, type Html } from "./html";

/*
 * Displays of values of the core that end a cell. The core does not know about
 * notebooks, so this file adds the method that the kernel calls to the core's
 * classes.
 */
display(Tensor, describeTensor);
display(TinyLLM, ({ parameters }) => describeParameters(parameters));

function display<T extends object>(
  type: { prototype: T },
  bundleOf: (value: T) => MimeBundle,
): void {
  Object.defineProperty(type.prototype, JUPYTER_DISPLAY, {
    value(this: T): MimeBundle {
      return bundleOf(this);
    },
  });
}

const SHOWN_ROWS = 8;
const SHOWN_COLUMNS = 8;

/** Shows the first rows and columns of a tensor, as a table and as a line. */
function describeTensor(tensor: Tensor): MimeBundle {
  const { data, shape } = tensor;
  const { rows, width } = rowsOf(tensor);
  const type = `float${data instanceof Float32Array ? 32 : 64}`;
  const columns = Math.min(width, SHOWN_COLUMNS);
  const body: Html[] = [];
  for (let row = 0; row < Math.min(rows, SHOWN_ROWS); row++) {
    const start = row * width;
    const cells = Array.from(data.slice(start, start + columns), format);
    if (columns < width) cells.push("…");
    body.push(html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`);
  }
  if (rows > SHOWN_ROWS)
    body.push(html`<tr><td colspan="${columns + 1}">…</td></tr>`);
  const first = Array.from(data.slice(0, SHOWN_COLUMNS), format);
  const more = data.length > SHOWN_COLUMNS ? ", ..." : "";
  const table = html`
    <table>
      <caption>Tensor ${shapeText(shape)}, ${type}</caption>
      <tbody>${body}</tbody>
    </table>`;
  return {
    "text/plain": `Tensor ${shapeText(shape)} ${type} [${first.join(", ")}${more}]`,
    "text/html": String(table),
  };
}

function format(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Lists the parameters of a model in order: name, shape, count. */
function describeParameters(parameters: Parameters): MimeBundle {
  const rows = parameters.list.map(({ name, shape, values }) => [
    name,
    shapeText(shape),
    values.data.length.toLocaleString("en"),
  ]);
  const total = countParameters(parameters).toLocaleString("en");
  rows.push(["total", "", total]);
  const body = rows.map(
    ([name, shape, count]) => html`
      <tr>
        <th scope="row" style="text-align:left">${name}</th>
        <td>${shape}</td>
        <td>${count}</td>
      </tr>`,
  );
  const text = rows.map(
    ([name, shape, count]) =>
      `${name.padEnd(28)}${shape.padEnd(16)}${count.padStart(12)}`,
  );
  const table = html`
    <table>
      <caption>${total} parameters</caption>
      <thead>
        <tr>
          <th scope="col" style="text-align:left">parameter</th>
          <th scope="col">shape</th>
          <th scope="col">numbers</th>
        </tr>
      </thead>
      <tbody>${body}</tbody>
    </table>`;
  return { "text/html": String(table), "text/plain": text.join("\n") };
}
