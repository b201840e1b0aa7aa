/** Lists of any kind: plain, Float32Array, Int32Array, ... */
type List = ArrayLike<unknown> & object;

/** Whether `value` is a plain or a typed array. */
export function isList(value: unknown): value is List {
  return (
    Array.isArray(value) ||
    (ArrayBuffer.isView(value) && !(value instanceof DataView))
  );
}

/** Whether `value` is an object with fields: no list, no function, not null. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !isList(value);
}

/**
 * A copy that shares no list and no object with the original. Classes are
 * kept; functions are shared.
 *
 * @param value numbers, texts, lists, typed arrays and objects of those
 */
export function deepCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(deepCopy) as T;
  if (isList(value)) return (value as unknown as Float64Array).slice() as T;
  if (!isRecord(value)) return value;
  const copy = Object.create(
    Object.getPrototypeOf(value) as object | null,
  ) as T & object;
  for (const [key, part] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: deepCopy(part),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}

/** Whether two values hold the same, bit for bit; NaN is the same as NaN. */
export function identical(a: unknown, b: unknown): boolean {
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return false;
    for (let i = 0; i < a.length; i++) if (!identical(a[i], b[i])) return false;
    return true;
  }
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => key in b && identical(a[key], b[key]))
    );
  }
  return Object.is(a, b);
}
