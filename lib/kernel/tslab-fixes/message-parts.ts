import type { Diagnostic } from "tslab/dist/converter";

/**
 * tslab 1.0.22 splits a message with several levels ("Type A is not assignable
 * to type B. Types of x are incompatible. ...") into several messages at the
 * same place. This joins the parts again, outermost first.
 */
export function messageParts(diagnostics: Diagnostic[]): Diagnostic[][] {
  const byPlace = new Map<string, Diagnostic[]>();
  for (const part of diagnostics) {
    const place = `${part.start.offset}:${part.end.offset}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), part]);
  }
  return [...byPlace.values()];
}
