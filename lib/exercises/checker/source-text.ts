import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

import type { SourceText } from "./exercise";

/** A call of `ensure...` or `expect...`, over as many lines as it takes. */
const INPUT_CHECK = /^ *(?:ensure|expect[A-Z])\w*\([^]*?\);\n/gm;

/** Such as `: NeuronSlopes {`; chapters leave these to TypeScript. */
const NAMED_RETURN = /\): [A-Z][\w<>[\]]* \{$/m;

/** `import { a, type B } from "./c"` */
const IMPORT = /^import \{([^}]*)\} from "(\.[^"]*)";$/gm;

/**
 * The text of a function as it fits into its chapter: under the chapter's name,
 * without checks of the input and types that the chapter does not know.
 *
 * @returns the text, the file that holds it, below `lib`, and whether checks of
 *   the input were left out
 * @throws if neither the exercise's file nor what it imports has the function
 */
export function functionText(source: SourceText): {
  file: string;
  code: string;
  checksInput: boolean;
} {
  const { name, as } = source;
  const file = declaringFile(source);
  const pattern = new RegExp(`^export (function ${name}\\b[^]*?\\n\\})$`, "m");
  const found = pattern.exec(readSource(file));
  if (!found)
    throw new Error(`lib/${file} must export a function ${name}; it does not.`);
  const unchecked = found[1].replace(INPUT_CHECK, "");
  const code = unchecked
    .replace(`function ${name}`, `function ${as}`)
    .replace(NAMED_RETURN, ") {");
  return { file, code, checksInput: unchecked !== found[1] };
}

/** The file below `lib` that an exercise takes a function from, or its own. */
export function declaringFile({
  file,
  name,
}: Pick<SourceText, "file" | "name">): string {
  for (const [, names, from] of readSource(file).matchAll(IMPORT))
    if (names.split(",").some((each) => each.trim() === name))
      return `${posix.join(posix.dirname(file), from)}.ts`;
  return file;
}

function readSource(file: string): string {
  return readFileSync(join(__dirname, "..", "..", "..", file), "utf8");
}
