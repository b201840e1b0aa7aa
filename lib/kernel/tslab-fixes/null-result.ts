import type { ConvertResult } from "tslab/dist/converter";

/**
 * tslab 1.0.22 shows neither `undefined` nor `null` as the result of a cell.
 * `null` is worth showing.
 *
 * @param cell the compiled cell
 * @param locals the values that tslab keeps, including the last expression's
 */
export function isNullResult(
  { lastExpressionVar }: ConvertResult,
  locals: Record<string, unknown>,
): boolean {
  return lastExpressionVar !== undefined && locals[lastExpressionVar] === null;
}
