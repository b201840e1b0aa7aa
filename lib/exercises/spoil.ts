import type { AnyFunction, Fixed } from "./checker/exercise";
import { mapNumbers } from "./checker/slip";

/** The right answer, and what it does with its arguments. */
export interface Original {
  reference: AnyFunction;
  parameters: readonly string[];
  /** arguments that it changes in place */
  changes: readonly string[];
}

/** A wrong answer of type `A`, made from the right one. */
export interface Spoiled<A> {
  spoil(original: Original): AnyFunction;
  /** only for the compiler */
  answer?: A;
}

type Code = (...args: never[]) => unknown;

/** A change for some fields of what a function returns. */
type FieldChanges<F extends Code> = {
  [Name in keyof ReturnType<F>]?: (
    value: ReturnType<F>[Name],
    ...args: Parameters<F>
  ) => Fixed<ReturnType<F>[Name]>;
};

type Change = (value: never, ...args: never[]) => unknown;

/**
 * Spoils arguments, then calls the right answer: `before({ bias: zeros })`.
 *
 * @param changes by the argument's name; each gets the argument, then all
 */
export function before(changes: Record<string, Change>): Spoiled<never> {
  return {
    spoil:
      ({ reference, parameters }) =>
      (...args) => {
        const spoiled = [...args];
        for (const [name, change] of Object.entries(changes))
          spoiled[indexOf(name, parameters)] = (change as AnyFunction)(
            args[indexOf(name, parameters)],
            ...args,
          );
        return reference(...spoiled);
      },
  };
}

/**
 * Calls the right answer, then spoils what comes back: `after(negated)`, or one
 * of its fields or of the arguments it changed: `after({ gradW: transposed })`.
 *
 * @param change gets the value, then all arguments
 */
export function after<F extends Code>(
  change: (
    result: ReturnType<F>,
    ...args: Parameters<F>
  ) => Fixed<ReturnType<F>>,
): Spoiled<F>;
export function after<F extends Code>(change: FieldChanges<F>): Spoiled<F>;
export function after<F extends Code>(
  change: Record<string, Change>,
): Spoiled<F>;
export function after(change: object): Spoiled<Code> {
  return {
    spoil:
      ({ reference, parameters, changes }) =>
      (...args) => {
        const result = reference(...args);
        if (typeof change === "function")
          return (change as AnyFunction)(result, ...args);
        const fields = (
          Array.isArray(result)
            ? [...(result as unknown[])]
            : { ...(result as object) }
        ) as Record<string, unknown>;
        for (const [name, spoil] of Object.entries(change)) {
          const inPlace = changes.includes(name);
          const value = inPlace
            ? args[indexOf(name, parameters)]
            : fields[name];
          const spoiled = (spoil as AnyFunction)(value, ...args);
          if (inPlace) overwrite(value as unknown[], spoiled as unknown[]);
          else fields[name] = spoiled;
        }
        return result === undefined || typeof result === "number"
          ? result
          : fields;
      },
  };
}

/** The wrong function that a {@link Spoiled} stands for. */
export function applySpoiled(
  spoiled: Spoiled<unknown>,
  original: Original,
): AnyFunction {
  return spoiled.spoil(original);
}

/** The place of an argument, by its name. */
function indexOf(name: string, parameters: readonly string[]): number {
  const index = parameters.indexOf(name);
  if (index < 0)
    throw new Error(
      `a mistake spoils an argument by its name, one of ` +
        `${parameters.join(", ")}; got ${name}.`,
    );
  return index;
}

/** Every number of a value times `by`: of a list, a matrix, an object. */
export function scaled<T>(value: T, by: number): T {
  return mapNumbers(value, (number) => number * by) as T;
}

/** Every number twice as large. */
export function doubled<T>(value: T): T {
  return scaled(value, 2);
}

/** Every number half as large. */
export function halved<T>(value: T): T {
  return scaled(value, 0.5);
}

/** Every number with the other sign. */
export function negated<T>(value: T): T {
  return scaled(value, -1);
}

/** 0 in place of every number. */
export function zeros<T>(value: T): T {
  return mapNumbers(value, () => 0) as T;
}

/** 1 in place of every number. */
export function ones<T>(value: T): T {
  return mapNumbers(value, () => 1) as T;
}

/** Rows become columns. */
export function transposed<T>(rows: T[][]): T[][] {
  return rows[0].map((_, j) => rows.map((row) => row[j]));
}

/** Writes a list over another one of the same shape, in place. */
function overwrite(list: unknown[], values: unknown[]): void {
  values.forEach((value, i) => {
    if (Array.isArray(list[i])) overwrite(list[i] as unknown[], value as []);
    else list[i] = value;
  });
}
