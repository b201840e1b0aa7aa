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

/** `value` must be a finite number above zero. */
export function ensurePositive(
  where: string,
  name: string,
  value: number,
  cure = "",
): void {
  ensure(
    Number.isFinite(value) && value > 0,
    () =>
      `${where}: ${name} must be a number above 0; got ${show(value)}.${cure && " " + cure}`,
  );
}

/** `value` must be a finite number. */
export function ensureFinite(
  where: string,
  name: string,
  value: number,
  cure = "",
): void {
  ensure(
    Number.isFinite(value),
    () =>
      `${where}: ${name} must be a finite number; got ${show(value)}.${cure && " " + cure}`,
  );
}

/** `value` must be a whole number of at least `least`. */
export function ensureInteger(
  where: string,
  name: string,
  value: number,
  least = 1,
): void {
  ensure(
    Number.isInteger(value) && value >= least,
    () =>
      `${where}: ${name} must be a whole number of at least ${least}; got ${show(value)}.`,
  );
}

/** `value` must lie in [0, 1). */
export function ensureFraction(
  where: string,
  name: string,
  value: number,
): void {
  ensure(
    Number.isFinite(value) && value >= 0 && value < 1,
    () =>
      `${where}: ${name} must be at least 0 and below 1; got ${show(value)}.`,
  );
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
