import type { Boxes } from "../variables/boxes";
import { boxVariables } from "../variables/boxing";
import { toCommonJs } from "./compiler";
import {
  type Converter,
  type ConvertResult,
  createConverter,
  type Diagnostic,
} from "./tslab";

/** One run of a cell, kept so that errors can quote it. */
export interface Cell {
  /** As errors call it: `Cell [3]`. */
  name: string;
  /** The TypeScript as written. */
  source: string;
  /** The JavaScript that runs. */
  compiled: string;
}

/** What is learnt of a cell while it runs. */
export interface Run {
  cell: Cell;
  file: string;
  result?: ConvertResult;
  /** The variables that the cell declares; has each its value of before? */
  declared: Map<string, () => boolean>;
  diagnostics: Diagnostic[];
  shown?: { value: unknown };
  thrown?: { error: unknown };
  /** What the cell was compiled to, once it was. */
  converted?: ConvertResult;
  isStarted: boolean;
  /** Whether the user pressed Stop before the cell started. */
  isStopped: boolean;
  isGivenUp: boolean;
}

/** A converter that reads the types of the language and of Node when needed. */
export interface LateConverter extends Converter {
  /** Reads them now: most of the time that a kernel takes to start. */
  prepare(): void;
}

/** The first words of a cell: was there a Stop? See stops.ts. */
const BEGIN = "__tslab__.begin(); ";

/**
 * tslab's converter, which notes its results in the present run, names the
 * JavaScript after its cell, and goes by `declarations` instead of the
 * executor's own, which forget a cell that throws.
 */
export function listeningConverter(
  run: () => Run | undefined,
  declarations: () => string,
  boxes: Boxes,
  create: () => Converter = createConverter,
): LateConverter {
  let created: Converter | undefined;
  const inner = (): Converter => (created ??= create());
  return {
    prepare: () => void inner(),
    convert: (_, source) => {
      const ready = run()?.converted;
      if (ready) return ready;
      const result = withPlainAwait(inner().convert(declarations(), source));
      const present = run();
      if (!present) return result;
      present.result = result;
      present.diagnostics.push(...result.diagnostics);
      if (result.output === undefined) return result;
      const { text, names } = boxVariables(result.output, boxes.isSet);
      const js = toCommonJs(text);
      present.declared = new Map(
        names.map((name) => [name, boxes.isUnchanged(name)]),
      );
      const start = `(${result.hasToplevelAwait ? "async " : ""}function(exports, require) { `;
      present.cell.compiled = start + BEGIN + js;
      const output = `${BEGIN}${js}\n//# sourceURL=${present.file}`;
      const sideOutputs = result.sideOutputs?.map(({ path, data }) => ({
        path,
        data: toCommonJs(data),
      }));
      return { ...result, output, ...(sideOutputs && { sideOutputs }) };
    },
    addModule: (...args) => {
      const diagnostics = inner().addModule(...args);
      run()?.diagnostics.push(...diagnostics);
      return diagnostics;
    },
    inspect: (_, source, at) =>
      withTagNames(inner().inspect(declarations(), source, at)),
    complete: (_, source, at) => inner().complete(declarations(), source, at),
    close: () => created?.close(),
  };
}

/**
 * tslab takes `await (x)` and `await [x]` for a call or an index unless the
 * cell holds another `await`. An async cell does no harm where none was meant.
 */
function withPlainAwait(result: ConvertResult): ConvertResult {
  const isAsync = /\bawait\s*[([]/.test(result.output ?? "");
  return isAsync ? { ...result, hasToplevelAwait: true } : result;
}

/** Names the tags of a doc comment: tslab prints all but `@param` bare. */
function withTagNames(
  info: ReturnType<Converter["inspect"]> | undefined,
): ReturnType<Converter["inspect"]> {
  for (const { name, text = [] } of info?.tags ?? []) {
    if (name !== "param") text.unshift({ kind: "text", text: `@${name} ` });
  }
  return info as ReturnType<Converter["inspect"]>;
}
