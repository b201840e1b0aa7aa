/**
 * Argument checks for public functions. A message states the rule, the received
 * value, and the likely cure. `what` names the function and its argument, as in
 * `"linearForward: weight"`; the message begins with it.
 */

/** Throws a `RangeError` with `message()` unless `condition` holds. */
export function ensure(
  condition: boolean,
  message: () => string,
): asserts condition {
  if (!condition) throw new RangeError(message());
}

/** A rule of {@link expectNumber}, and the cure for its message. */
export interface NumberRule {
  /** allow integers only */
  whole?: boolean;
  least?: number;
  above?: number;
  most?: number;
  below?: number;
  /** the likely cure, a sentence */
  hint?: string;
}

/**
 * Checks that a number is finite and within bounds.
 *
 * @param what such as `"clipGradNorm: maxNorm"`
 * @throws if `value` is not a number, or breaks the rule
 */
export function expectNumber(
  what: string,
  value: number,
  rule: NumberRule = {},
): void {
  const { least = -Infinity, above = -Infinity } = rule;
  const { most = Infinity, below = Infinity } = rule;
  const isKind = rule.whole ? Number.isInteger(value) : Number.isFinite(value);
  const holds =
    isKind && value >= least && value > above && value <= most && value < below;
  ensure(holds, () => {
    const bounds = boundsText(rule);
    const kind = rule.whole ? "whole " : bounds === "" ? "finite " : "";
    const must = `${what} must be a ${kind}number${bounds}`;
    return problem(must, show(value), rule.hint);
  });
}

/**
 * Checks several numbers, as {@link expectNumber} does.
 *
 * @param where name of the calling function
 * @param values the numbers by name
 * @param rules the rule of each
 */
export function expectNumbers(
  where: string,
  values: object,
  rules: Readonly<Record<string, NumberRule>>,
): void {
  const numbers = values as Record<string, number>;
  for (const name in rules)
    expectNumber(`${where}: ${name}`, numbers[name], rules[name]);
}

const OTHER_TOKENIZER = "Was the text encoded by another tokenizer?";

/**
 * Checks that a token id is an integer from 0 to `vocabSize` - 1.
 *
 * @param what such as `"crossEntropy: trueId"`
 * @param hint the likely cure, a sentence
 * @throws if the id is not in the vocabulary
 */
export function expectId(
  what: string,
  id: number,
  vocabSize: number,
  hint: string = OTHER_TOKENIZER,
): void {
  ensure(isId(id, vocabSize), () =>
    problem(`${what} must be a ${idText(vocabSize)}`, show(id), hint),
  );
}

/** Checks a list of token ids, as {@link expectId} does. */
export function expectIds(
  what: string,
  ids: ArrayLike<number>,
  vocabSize: number,
  hint: string = OTHER_TOKENIZER,
): void {
  for (let at = 0; at < ids.length; at++)
    ensure(isId(ids[at], vocabSize), () => {
      const got = `${show(ids[at])} at index ${at}`;
      return problem(`${what} must be ${idText(vocabSize, "s")}`, got, hint);
    });
}

function isId(id: number, vocabSize: number): boolean {
  return Number.isInteger(id) && id >= 0 && id < vocabSize;
}

function idText(vocabSize: number, plural = ""): string {
  return (
    `whole number${plural} from 0 to ${vocabSize - 1}, ` +
    `because there are ${vocabSize} tokens`
  );
}

/**
 * Checks the shape of a tensor or of nested lists, and that the numbers of
 * lists are finite. The numbers of a tensor are not checked.
 *
 * @param what such as `"linearForward: weight"`
 * @param value a tensor, ids, a list of numbers, or a list of such lists
 * @param shape lengths of the axes; a letter allows any length above 0
 * @param reason a clause to append to the shape, and the likely cure.
 *   @defaultValue a question about the transpose, if that would fit
 * @throws if the shape differs, nested lists differ in length, or a list
 *   holds something that is not a finite number
 */
export function expectShape(
  what: string,
  value: unknown,
  shape: readonly (number | string)[],
  { because = "", hint = "" } = {},
): void {
  const got = shapeOf(value);
  const fits = (lengths: readonly number[]): boolean =>
    lengths.length === shape.length &&
    shape.every((axis, i) =>
      typeof axis === "string" ? lengths[i] > 0 : lengths[i] === axis,
    );
  const isEven = !Array.isArray(value) || isRegular(value, got);
  ensure(isEven && fits(got), () => {
    const flipped = got.length === 2 && fits([got[1], got[0]]);
    const came = got.length === 0 ? show(value) : shapeText(got);
    const odd = [value].flat(Infinity).filter((one) => !Number.isFinite(one));
    const why = odd.length > 0 ? `${show(odd[0])} in` : "lists of different lengths,"; // prettier-ignore
    return problem(
      `${what} must be ${shapeText(shape)}${because && " " + because}`,
      isEven ? came : `${why} ${show(value)}`,
      hint || (flipped ? "Did you pass the transpose?" : ""),
    );
  });
}

/**
 * Checks that tensors have as many rows as they should, of the same length; the
 * rows may be arranged differently. `undefined` is allowed.
 *
 * @param where name of the calling function
 * @param shape what they should be
 * @param tensors the tensors by name
 */
export function expectLike(
  where: string,
  shape: readonly number[],
  tensors: Record<string, { shape: readonly number[] } | undefined>,
): void {
  const size = (lengths: readonly number[]): number =>
    lengths.reduce((product, length) => product * length, 1);
  for (const name in tensors) {
    const got = tensors[name]?.shape ?? shape;
    ensure(
      size(got) === size(shape) && got.at(-1) === shape.at(-1),
      () =>
        `${where}: ${name} must be ${shapeText(shape)}; got ` +
        `${shapeText(got)}. Does it belong to another tensor?`,
    );
  }
}

/**
 * Returns the lengths of the axes, outermost first: (2, 3) for two rows of
 * three.
 *
 * @param value a tensor, a list of ids, a number, a list, a list of lists, ...
 * @returns the lengths; empty for a number
 */
export function shapeOf(value: unknown): readonly number[] {
  if (Array.isArray(value)) return [value.length, ...shapeOf(value[0])];
  if (value instanceof Int32Array) return [value.length];
  return (value as { shape?: readonly number[] } | undefined)?.shape ?? [];
}

/**
 * Whether all nested lists of one depth have the same length, and hold finite
 * numbers.
 */
function isRegular(
  value: unknown,
  [length, ...rest]: readonly number[],
): boolean {
  if (!Array.isArray(value))
    return length === undefined && Number.isFinite(value);
  if (value.length !== length) return false;
  for (const one of value) if (!isRegular(one, rest)) return false; // holes too
  return true;
}

/** Describes bounds, such as ` from 0 to 1` or ` of at least 0 and below 1`. */
function boundsText({ least, above, most, below }: NumberRule): string {
  if (least !== undefined && most !== undefined)
    return ` from ${least} to ${most}`;
  const words = { "at least": least, above, "at most": most, below };
  const bounds = Object.entries(words)
    .filter(([, bound]) => bound !== undefined)
    .map(([word, bound]) => `${word} ${bound}`)
    .join(" and ");
  return bounds.startsWith("at ") ? ` of ${bounds}` : bounds && ` ${bounds}`;
}

/** Builds a message: the rule, the received value, the cure. */
function problem(must: string, got: string, hint = ""): string {
  return `${must}; got ${got}.${hint && " " + hint}`;
}

/**
 * Formats a value for an error message: short, with a `…` where it is cut, and
 * never empty. Do not use it for paths, which must be complete.
 */
export function show(value: unknown): string {
  return showNested(value, 4);
}

/** {@link show} for lists inside lists, of which `depth` are shown. */
function showNested(value: unknown, depth: number): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) {
    if (depth === 0) return "[…]";
    const items = value.slice(0, 8).map((one) => showNested(one, depth - 1));
    return `[${items.join(", ")}${value.length > 8 ? ", …" : ""}]`;
  }
  try {
    return String(value);
  } catch {
    return "an object"; // its `toString` is not a function
  }
}

/** Formats a shape, such as `(2, 3, 4)`. */
export function shapeText(shape: readonly (number | string)[]): string {
  return `(${shape.join(", ")})`;
}
