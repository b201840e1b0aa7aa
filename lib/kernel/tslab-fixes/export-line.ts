import type { Diagnostic } from "tslab/dist/converter";

/**
 * tslab 1.0.22 adds a line below a cell, `export { ... }`, and reports errors
 * there as if the learner had written it. This removes those errors, unless the
 * first one is there: then there is nothing else to report.
 */
export function withoutExportLine(
  diagnostics: Diagnostic[],
  source: string,
): Diagnostic[] {
  const exportLine = source.split("\n").length;
  return diagnostics.filter(
    ({ start, fileName }, i) => i === 0 || fileName || start.line < exportLine,
  );
}
