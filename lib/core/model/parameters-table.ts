import type { MimeBundle } from "../base/display";
import { countParameters, type Parameters } from "./parameters";
import { shapeText } from "../base/expect";

/**
 * The parameter table as a notebook shows it: name, shape, count, in order.
 *
 * @param parameters of a model
 * @returns the table as HTML and as plain text
 */
export function describeParameters(parameters: Parameters): MimeBundle {
  const rows = parameters.list.map(({ name, shape, values }) => [
    name,
    shapeText(shape),
    values.data.length.toLocaleString("en"),
  ]);
  const total = countParameters(parameters).toLocaleString("en");
  rows.push(["total", "", total]);
  const html = rows.map(
    ([name, shape, count]) =>
      `<tr><th scope="row" style="text-align:left">${name}</th>` +
      `<td>${shape}</td><td>${count}</td></tr>`,
  );
  const text = rows.map(
    ([name, shape, count]) =>
      `${name.padEnd(28)}${shape.padEnd(16)}${count.padStart(12)}`,
  );
  return {
    "text/html":
      `<table><caption>${total} parameters</caption><thead><tr>` +
      `<th scope="col" style="text-align:left">parameter</th>` +
      `<th scope="col">shape</th><th scope="col">numbers</th></tr></thead>` +
      `<tbody>${html.join("")}</tbody></table>`,
    "text/plain": text.join("\n"),
  };
}
