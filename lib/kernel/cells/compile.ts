import { Script } from "node:vm";

import type { Cell } from "../errors/report";
import { toCommonJs } from "../tslab-fixes/es-module";
import { withPlainAwait } from "../tslab-fixes/plain-await";
import { takeSourceMap } from "../tslab-fixes/source-maps";
import type { Converter, ConvertResult } from "../tslab-fixes/tslab";
import type { Boxes } from "../variables/boxes";
import { boxVariables } from "../variables/boxing";

/** A compiled cell, as tslab's executor runs it. */
export interface CompiledCell {
  converted: ConvertResult;
  /** Maps each declared variable to whether it still has its earlier value. */
  declared: Map<string, () => boolean>;
  sourceLine: Cell["sourceLine"];
}

/** The first statement of a cell; it ends the cell if there was a Stop. */
const BEGIN = "__tslab__.begin(); ";

/**
 * Compiles a cell from TypeScript to an ES module, moves its variables into
 * boxes, and compiles the result to CommonJS. Each step keeps a map back to the
 * source.
 *
 * @param converter tslab's, for the first step
 * @param boxes the boxes of the notebook's variables
 * @param cell its source, its `file` name in stack traces, and the
 *   `declarations` of earlier cells
 */
export function compileCell(
  converter: Converter,
  boxes: Boxes,
  cell: { source: string; file: string; declarations: string },
): CompiledCell {
  const result = withPlainAwait(
    converter.convert(cell.declarations, cell.source),
  );
  if (result.output === undefined) {
    return {
      converted: result,
      declared: new Map(),
      sourceLine: () => undefined,
    };
  }
  const module = takeSourceMap(result.output);
  const boxed = boxVariables(module.js, boxes.isSet);
  const script = toCommonJs(boxed.js);
  const converted = {
    ...result,
    output: `${BEGIN}${script.js}\n//# sourceURL=${cell.file}`,
    // TypeScript files beside the notebook, which the cell imports.
    sideOutputs: result.sideOutputs?.map(({ path, data }) => ({
      path,
      data: toCommonJs(takeSourceMap(data).js).js,
    })),
  };
  const margin = openingOf(converted).length + BEGIN.length;
  const lineCount = script.js.split("\n").length;
  return {
    converted,
    declared: new Map(
      boxed.names.map((name) => [name, boxes.isUnchanged(name)]),
    ),
    sourceLine: (line, column) => {
      if (line > lineCount) return undefined; // tslab's call of the cell
      const place = {
        line: line - 1,
        column: column - 1 - (line === 1 ? margin : 0),
      };
      const inBoxed = script.original(place);
      const inModule = inBoxed && boxed.original(inBoxed);
      const inSource = inModule && module.original(inModule);
      // tslab adds a line above the source, number 0, so the source begins at
      // 1.
      return inSource?.line || undefined;
    },
  };
}

/**
 * Makes V8 compile a cell before it runs. V8 caches compiled code by its text,
 * so this builds the same text as tslab.
 */
export function compileAhead(converted: ConvertResult): void {
  if (converted.output === undefined) return;
  try {
    new Script(
      `${openingOf(converted)}${converted.output}\n` +
        "})(__tslab__.exports, __tslab__.require)",
    );
  } catch {
    // A syntax error is reported when the cell runs.
  }
}

/** What tslab puts before the JavaScript of a cell. */
function openingOf({ hasToplevelAwait }: ConvertResult): string {
  return `(${hasToplevelAwait ? "async " : ""}function(exports, require) { `;
}
