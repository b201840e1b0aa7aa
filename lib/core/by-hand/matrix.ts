import { ensure, show } from "../base/expect";

/**
 * Nested lists must have a shape, in every row.
 *
 * @param where name of the function that asks
 * @param name what the lists are called there
 * @param value a list, a list of lists, ...
 * @param shape for each axis its length, or a name if any length from 1 fits;
 *   axes of one name have one length
 * @param cure ends the message
 * @throws if the shape is another one, or rows differ in length
 */
export function expectLists(
  where: string,
  name: string,
  value: unknown,
  shape: readonly (number | string)[],
  cure: string = "Do all rows have the same length?",
): void {
  const found = shapeOf(value);
  const fits = (length: number | string, axis: number): boolean =>
    typeof shape[axis] === "number"
      ? length === shape[axis]
      : Number(length) > 0 && length === found[shape.indexOf(shape[axis])];
  ensure(
    found.length === shape.length && found.every(fits),
    () =>
      `${where}: ${name} must be (${shape.join(", ")}); got ` +
      `${found.length > 0 ? `(${found.join(", ")})` : show(value)}. ${cure}`,
  );
}

/** Lengths of nested lists, from the outside in; "?" where rows differ. */
function shapeOf(value: unknown): (number | string)[] {
  if (!Array.isArray(value)) return [];
  if (!value.some(Array.isArray)) return [value.length];
  const [first, ...others] = value.map(shapeOf);
  const isSame = (other: unknown[]): boolean => other.join() === first.join();
  return [value.length, ...(others.every(isSame) ? first : ["?"])];
}

/**
 * Weighted sum of two lists: a[0] * b[0] + a[1] * b[1] + ...
 *
 * @param a (n) numbers
 * @param b (n) numbers
 * @see notebooks/05-linear-layer.ipynb
 */
export function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
