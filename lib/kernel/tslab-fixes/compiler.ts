/** Changes tslab's use of the compiler; to be loaded before tslab itself. */
import { createWatchCompilerHost } from "./host";
import { replaceInTslab, ts } from "../typescript";

replaceInTslab({
  // tslab's last step makes CommonJS of a cell; `toCommonJs` does that later.
  createWatchCompilerHost,
  transpileModule: (input) => ({ outputText: input }),
});

/** Makes CommonJS of an ES module. */
export function toCommonJs(js: string): string {
  return ts.transpileModule(js, {
    fileName: "cell.js",
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      target: ts.ScriptTarget.ES2022,
      newLine: ts.NewLineKind.LineFeed,
      noImplicitUseStrict: true,
    },
  }).outputText;
}
