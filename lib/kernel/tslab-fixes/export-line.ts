import type { Diagnostic } from "tslab/dist/converter";

/**
 * tslab 1.0.22 compiles a cell with a line below it, `export { ... }`, and
 * reports mistakes there as if the learner had written it. This leaves them
 * out, but for a first one: then there is nothing else to report.
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
