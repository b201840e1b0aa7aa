/**
 * The checks that public functions make at their door. Each message states the
 * rule, what came, and the likely cure.
 */

/** Throws a `RangeError` with `message()` unless `condition` holds. */
export function ensure(
  condition: boolean,
  message: () => string,
): asserts condition {
  if (!condition) throw new RangeError(message());
}

/** The common form: who asks, what for, the rule, what came, the cure. */
function rule(holds: boolean, value: number, must: string, cure = ""): void {
  ensure(holds, () => `${must}; got ${show(value)}.${cure && " " + cure}`);
}

/** `value` must be a finite number above zero. */
export function ensurePositive(
  where: string,
  name: string,
  value: number,
  cure?: string,
): void {
  const holds = Number.isFinite(value) && value > 0;
  rule(holds, value, `${where}: ${name} must be a number above 0`, cure);
}

/** `value` must be a finite number. */
export function ensureFinite(
  where: string,
  name: string,
  value: number,
  cure?: string,
): void {
  const must = `${where}: ${name} must be a finite number`;
  rule(Number.isFinite(value), value, must, cure);
}

/** `value` must be a whole number of at least `least`. */
export function ensureInteger(
  where: string,
  name: string,
  value: number,
  least = 1,
): void {
  const must = `${where}: ${name} must be a whole number of at least ${least}`;
  rule(Number.isInteger(value) && value >= least, value, must);
}

/** `value` must lie in [0, 1). */
export function ensureFraction(
  where: string,
  name: string,
  value: number,
): void {
  const must = `${where}: ${name} must be at least 0 and below 1`;
  rule(Number.isFinite(value) && value >= 0 && value < 1, value, must);
}

/**
 * How an error message shows a value: short, with a `…` where it is cut, and
 * never empty. Not for paths, which a reader wants whole.
 */
export function show(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) {
    const more = value.length > 8 ? ", …" : "";
    return `[${value.slice(0, 8).map(show).join(", ")}${more}]`;
  }
  return String(value);
}

/** A shape as the text writes it: `(2, 3, 4)`. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(", ")})`;
}
