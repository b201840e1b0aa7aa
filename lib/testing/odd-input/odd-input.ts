import { Tensor, TrainingDiverged } from "../../core";
import { TooSlow, withTimeLimit } from "../../exercises/checker/time-limit";
import { damage, isTyped, leavesOf, text } from "./damage";

/** A public function, and right arguments for it. */
export interface Call {
  name: string;
  run: (...args: unknown[]) => unknown;
  /** makes new arguments each time */
  args: () => unknown[];
}

/** Pairs a function with right arguments; the compiler checks them. */
export function call<Args extends [] | unknown[]>(
  name: string,
  run: (...args: Args) => unknown,
  args: () => Args,
): Call {
  return { name, run: run as Call["run"], args };
}

/** What came of a call with one odd value. */
export interface Outcome {
  /**
   * clear: our RangeError, with its rule. fine: a result without a new NaN.
   * type: the wrong kind of value, and an exception from inside. silent: NaN,
   * Infinity or a number that became something else. inside: an odd number, and
   * an exception from inside. hang: stopped after the time limit.
   */
  kind: "clear" | "fine" | "type" | "silent" | "inside" | "hang";
  /** the function, the place of the odd value, and the value */
  name: string;
  place: string;
  value: string;
  /** what was wrong */
  detail: string;
}

const ODD_NUMBERS: readonly unknown[] = [
  ...[NaN, Infinity, -Infinity, -1, 0, 0.5, 1e9, 2 ** 53, 1e308],
  ...["", "2", null, undefined, [], {}, [NaN]],
];
const ODD_LISTS: readonly unknown[] = [
  ...[[], [NaN], new Array(2), Float64Array.of(NaN)],
];
const ODD_TEXTS: readonly unknown[] = ["", "2", 5, null, undefined, {}, []];
const ODD_KINDS: readonly unknown[] = [null, undefined, {}, 5, "", "2"];
const ODD_SOURCES: readonly unknown[] = [
  () => NaN,
  () => Infinity,
  () => -1,
  () => 1,
  () => "2",
  () => undefined,
];
const ODD_TYPED = [NaN, Infinity, -Infinity, -1, 0.5, 1e9, 1e308];

type Path = readonly string[];
type Holder = Record<string, unknown>;

/** Whether an object is data: not a model, its parameters or a backend. */
function isData(value: unknown): value is Holder {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value) || isTyped(value)) return true;
  if (value instanceof Tensor) return true;
  return Object.getPrototypeOf(value) === Object.prototype && !isOpaque(value);
}

function isOpaque(value: object): boolean {
  const names = ["backend", "model", "ops", "adamUpdate", "localDerivatives"];
  return names.some((name) => name in value);
}

/** Places to put something odd: the value itself, and those inside it. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (!isData(value)) return [path];
  // the shape of a tensor was checked when it was made
  const names = value instanceof Tensor ? ["data"] : Object.keys(value);
  const isList = Array.isArray(value) || isTyped(value);
  const some = isList ? [...new Set([names[0], names.at(-1)])] : names;
  const inside = some
    .filter((name) => name !== undefined)
    .flatMap((name) => placesIn(value[name], [...path, name]));
  return value instanceof Tensor
    ? [path, ...inside.slice(1)]
    : [path, ...inside];
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce((value, name) => (value as Holder)[name], root);
}

/** Odd values for a place that holds `right`. */
function oddFor(right: unknown, isTypedElement: boolean): readonly unknown[] {
  if (isTypedElement) return ODD_TYPED;
  if (typeof right === "number") return ODD_NUMBERS;
  if (typeof right === "function") return [...ODD_KINDS, ...ODD_SOURCES];
  if (typeof right === "string" || typeof right === "boolean") return ODD_TEXTS;
  if (right instanceof Tensor) return [...ODD_KINDS, ...otherTensors(right)];
  if (isTyped(right)) {
    const Kind = right.constructor as unknown as {
      from(list: number[]): unknown;
    };
    const list = Array.from(right);
    const others = [list, list.slice(1), [...list, NaN]];
    return [...ODD_KINDS, ...ODD_LISTS, ...others.map((one) => Kind.from(one))];
  }
  if (Array.isArray(right) && typeof right[0] !== "number")
    return [...ODD_KINDS, [], right.slice(1)];
  if (Array.isArray(right))
    return [
      ...[...ODD_KINDS, ...ODD_LISTS, right.slice(1)],
      [...(right as number[]), NaN],
    ];
  return [...ODD_KINDS, []];
}

/** Tensors of other shapes: flat, turned, shorter, empty, without axes. */
function otherTensors({ data, shape }: Tensor): Tensor[] {
  const rest = shape.slice(1);
  const size = rest.reduce((product, length) => product * length, 1);
  return [
    new Tensor(data, [data.length]),
    new Tensor(data, [...shape].reverse()),
    new Tensor(data.subarray(0, data.length - size), [shape[0] - 1, ...rest]),
    new Tensor(data.subarray(0, 0), [0, ...rest]),
    new Tensor(data.subarray(0, 1), []),
  ];
}

/** Takes what a lazy result gives: a generator's values, a source's numbers. */
function drained(result: unknown): unknown {
  if (typeof result === "function" && result.length === 0) {
    const source = result as () => unknown;
    return [source(), source()];
  }
  const next = (result as { next?: () => unknown } | null | undefined)?.next;
  if (typeof next !== "function") return result;
  return [next.call(result), next.call(result)];
}

const RULE = /\b(must|needs?|may|can have)\b|^exercise /;

/** Calls a function with one odd value and says what came of it. */
async function attempt(
  { name, run, args }: Call,
  right: Map<string, unknown>,
  [first, ...inside]: Path,
  value: unknown,
  limitMs: number,
): Promise<Outcome> {
  const given = args();
  const path = [first, ...inside];
  const replaced = valueAt(given, path);
  const holder = valueAt(given, path.slice(0, -1)) as Holder;
  holder[path[path.length - 1]] = value;
  const outcome = (kind: Outcome["kind"], detail = ""): Outcome => {
    return { kind, name, place: path.join("."), value: text(value), detail };
  };
  const before = leavesOf(given);
  try {
    const work = (): unknown => drained(run(...given));
    const result = await withTimeLimit(limitMs, work);
    const found =
      damage(right, leavesOf(result)) ?? damage(before, leavesOf(given));
    return found === undefined ? outcome("fine") : outcome("silent", found);
  } catch (error) {
    if (error instanceof TooSlow) return outcome("hang");
    const message = String((error as Error).message);
    const isOurs =
      error instanceof TrainingDiverged ||
      ((error instanceof RangeError || message.startsWith("exercise")) &&
        RULE.test(message));
    if (isOurs) return outcome("clear", message);
    const wrongKind = typeof replaced !== "number";
    return outcome(wrongKind ? "type" : "inside", String(error));
  }
}

/** Calls a function with each odd value at each place of its arguments. */
export async function tryOddInput(
  call: Call,
  limitMs: number,
  isSkipped: (name: string, place: string, value: string) => boolean,
): Promise<Outcome[]> {
  const args = call.args();
  const right = leavesOf(await drained(call.run(...args)));
  const outcomes: Outcome[] = [];
  for (const path of placesIn(call.args()).filter(({ length }) => length > 0)) {
    const holder = valueAt(call.args(), path.slice(0, -1));
    for (const value of oddFor(valueAt(call.args(), path), isTyped(holder))) {
      if (isSkipped(call.name, path.join("."), text(value))) continue;
      outcomes.push(await attempt(call, right, path, value, limitMs));
    }
  }
  return outcomes;
}
