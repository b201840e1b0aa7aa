import * as ts from "typescript";

type Code = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction;

const LONGEST_LINE = 80;

/**
 * The function that a learner gets, from the file of an exercise: with the
 * parameters of the reference and no body, or as `given`.
 *
 * @param text the file; it ends with `export default exercise(...)`
 * @param name for the function
 * @throws if the reference or `given` is not written out in the file
 */
export function learnersFunction(text: string, name: string): string {
  const { ES2022 } = ts.ScriptTarget;
  const file = ts.createSourceFile("exercise.ts", text, ES2022, true);
  const call = file.statements.find(ts.isExportAssignment)?.expression;
  const [reference, data] =
    call && ts.isCallExpression(call) ? call.arguments : [];
  const given =
    data && ts.isObjectLiteralExpression(data)
      ? data.properties.find((one) => one.name?.getText() === "given")
      : undefined;
  const shown = functionAt(
    file,
    given && ts.isPropertyAssignment(given)
      ? given.initializer
      : (given?.name ?? reference),
  );
  const body = given ? shown.body?.getText() : "{\n  return yourTurn();\n}";
  return `${headOf(shown, name)} ${body}`;
}

/** A function that stands at a place, or has its name there. */
function functionAt(file: ts.SourceFile, at: ts.Node | undefined): Code {
  const found =
    at && ts.isIdentifier(at)
      ? file.statements.find(
          (one): one is ts.FunctionDeclaration =>
            ts.isFunctionDeclaration(one) && one.name?.text === at.text,
        )
      : at;
  if (
    found &&
    (ts.isFunctionDeclaration(found) ||
      ts.isFunctionExpression(found) ||
      ts.isArrowFunction(found))
  )
    return found;
  throw new Error(
    "the function in exercise(...), and `given` if there is one, must be " +
      "written out in this file: `function rowMeans(rows: number[][]) {`.",
  );
}

function headOf(code: Code, name: string): string {
  const { parameters, type, typeParameters } = code;
  const texts = parameters.map((one) => one.getText());
  const generics = typeParameters
    ? `<${typeParameters.map((one) => one.getText()).join(", ")}>`
    : "";
  const result = type ? `: ${type.getText()}` : "";
  const line = `function ${name}${generics}(${texts.join(", ")})${result}`;
  if (line.length + 2 <= LONGEST_LINE) return line;
  const rows = texts.map((one) => `  ${one},\n`).join("");
  return `function ${name}${generics}(\n${rows})${result}`;
}
