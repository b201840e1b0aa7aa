import { ts } from "../typescript";
import { type Mapped, SOURCE_MAP_OPTIONS, takeSourceMap } from "./source-maps";

/**
 * tslab 1.0.22 compiles each cell to CommonJS at once. Boxing (../variables)
 * needs the ES module, because its `export` lists the variables. So tslab's
 * step is disabled, and {@link toCommonJs} does it after boxing.
 */
export const keepEsModule = (input: string): { outputText: string } => ({
  outputText: input,
});

/** Compiles an ES module to CommonJS with tslab's options. */
export function toCommonJs(js: string): Mapped {
  const { outputText } = ts.transpileModule(js, {
    fileName: "cell.js",
    compilerOptions: {
      ...SOURCE_MAP_OPTIONS,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      target: ts.ScriptTarget.ES2022,
      newLine: ts.NewLineKind.LineFeed,
      noImplicitUseStrict: true,
    },
  });
  return takeSourceMap(outputText);
}
