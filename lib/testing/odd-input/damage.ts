/** Whether a value is a typed array. */
export const isTyped = (value: unknown): value is ArrayLike<number> =>
  ArrayBuffer.isView(value);

/** All primitive values inside a value, by their place. */
export function leavesOf(root: unknown): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) {
      if (typeof value !== "function") leaves.set(path, value);
      return;
    }
    if (seen.has(value)) return;
    seen.add(value);
    if (isTyped(value) && value.length > 1e5) return; // asked for, and zeros
    const entries =
      value instanceof Map
        ? [...value.entries()].map(([key, one]) => [String(key), one] as const)
        : Object.entries(value);
    for (const [name, one] of entries) visit(one, `${path}.${name}`);
  };
  visit(root, "");
  return leaves;
}

const isBroken = (value: unknown): boolean =>
  typeof value === "number"
    ? !Number.isFinite(value)
    : typeof value === "string" && /\b(NaN|Infinity|undefined)\b/.test(value);

/** The first value that was a usable number or text before, and no longer is. */
export function damage(
  before: Map<string, unknown>,
  after: Map<string, unknown>,
): string | undefined {
  for (const [place, value] of after) {
    const was = before.get(place);
    const changed =
      before.has(place) && value !== undefined && typeof value !== typeof was;
    const became = typeof was === "number" && changed;
    if ((isBroken(value) && !Object.is(was, value)) || became)
      return `${place || "result"} is ${text(value)}`;
  }
  return undefined;
}

/** Formats a value for the list of outcomes. */
export function text(value: unknown): string {
  if (typeof value === "function") return (value as () => unknown).toString();
  if (isTyped(value))
    return `${value.constructor.name}(${Array.from(value).join()})`;
  const json = JSON.stringify(value, (_, one: unknown) =>
    typeof one === "number" ? String(one) : one,
  );
  return (json ?? `${typeof value}`).slice(0, 60);
}
