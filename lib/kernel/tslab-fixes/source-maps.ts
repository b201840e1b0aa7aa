import { SourceMap, type SourceMapping } from "node:module";

/** A position in a text, counted from 0. */
export interface Position {
  line: number;
  column: number;
}

/** JavaScript, with a map back to its source. */
export interface Mapped {
  js: string;
  /**
   * The position in the source; `undefined` for code that the compiler added.
   */
  original(place: Position): Position | undefined;
}

/**
 * tslab 1.0.22 does not ask its compiler for source maps, so a stack trace
 * could name only lines of JavaScript. With this option the compiler appends a
 * map to each output, in a comment, which tslab passes through.
 */
export const SOURCE_MAP_OPTIONS = { inlineSourceMap: true } as const;

const MAP_COMMENT =
  /\n?\/\/# sourceMappingURL=data:application\/json;base64,(.*)\s*$/;

/** Separates compiled JavaScript from the source map at its end. */
export function takeSourceMap(compiled: string): Mapped {
  const [comment = "", base64 = ""] = MAP_COMMENT.exec(compiled) ?? [];
  let map: SourceMap | undefined;
  return {
    js: compiled.slice(0, compiled.length - comment.length),
    original: ({ line, column }) => {
      map ??= new SourceMap(parse(base64)); // few cells ever need it
      const entry: Partial<SourceMapping> = map.findEntry(line, column);
      const { originalLine, originalColumn } = entry;
      return originalLine === undefined || originalColumn === undefined
        ? undefined
        : { line: originalLine, column: originalColumn };
    },
  };
}

function parse(base64: string): ConstructorParameters<typeof SourceMap>[0] {
  const json = Buffer.from(base64, "base64").toString();
  return JSON.parse(json) as ReturnType<typeof parse>;
}
