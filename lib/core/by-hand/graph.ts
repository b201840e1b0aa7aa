import { ensure, expectNumber, show } from "../base/expect";

/** One number of a calculation, and how it was computed from others. */
export interface ScalarNode {
  /** the number */
  readonly value: number;
  /** the operation that made it: "+", "*", "tanh", ...; for a leaf, its name */
  readonly operation: string;
  /** the numbers that it was computed from */
  readonly inputs: readonly ScalarNode[];
  /** the slope of this number for each of its inputs */
  readonly localDerivatives: readonly number[];
  /** the slope of the output for this number; {@link backward} fills it in */
  gradient: number;
}

/**
 * A number that the calculation starts from: a weight, an input or a target.
 *
 * @param value any finite number
 * @param name shown when the graph is drawn. @defaultValue "number"
 * @throws if the value is not finite
 * @see notebooks/03-chain-rule.ipynb
 */
export function leaf(value: number, name: string = "number"): ScalarNode {
  expectNumber("leaf: value", value);
  return node(name, value, [], []);
}

/** a + b; d/da = 1, d/db = 1. */
export function add(a: ScalarNode, b: ScalarNode): ScalarNode {
  return node("+", a.value + b.value, [a, b], [1, 1]);
}

/** a - b; d/da = 1, d/db = -1. */
export function subtract(a: ScalarNode, b: ScalarNode): ScalarNode {
  return node("-", a.value - b.value, [a, b], [1, -1]);
}

/** a * b; d/da = b, d/db = a. */
export function multiply(a: ScalarNode, b: ScalarNode): ScalarNode {
  return node("*", a.value * b.value, [a, b], [b.value, a.value]);
}

/**
 * a / b; d/da = 1 / b, d/db = -a / b^2.
 *
 * @throws if b is 0
 */
export function divide(a: ScalarNode, b: ScalarNode): ScalarNode {
  ensure(b.value !== 0, () => `divide: b must not be 0; got ${show(b.value)}.`);
  const local = [1 / b.value, -a.value / b.value ** 2];
  return node("/", a.value / b.value, [a, b], local);
}

/**
 * a to a fixed power; d/da = exponent * a^(exponent - 1).
 *
 * @param exponent any number; it is not part of the graph
 * @throws if the result or its slope is not a finite number, as for the root
 *   of a negative number
 */
export function power(a: ScalarNode, exponent: number): ScalarNode {
  const value = a.value ** exponent;
  const slope = exponent === 0 ? 0 : exponent * a.value ** (exponent - 1);
  ensure(
    Number.isFinite(value) && Number.isFinite(slope),
    () =>
      `power: ${show(a.value)} to the power ${show(exponent)} must be finite ` +
      `and have a finite slope; got ${show(value)} and ${show(slope)}.`,
  );
  return node(`^${exponent}`, value, [a], [slope]);
}

/** e to the power a; it is its own derivative. */
export function exp(a: ScalarNode): ScalarNode {
  const value = Math.exp(a.value);
  return node("exp", value, [a], [value]);
}

/**
 * Natural logarithm; d/da = 1 / a.
 *
 * @throws if a is not above 0
 */
export function log(a: ScalarNode): ScalarNode {
  expectNumber("log: a", a.value, { above: 0 });
  return node("log", Math.log(a.value), [a], [1 / a.value]);
}

/** Squashes any number into (-1, 1); d/da = 1 - tanh(a)^2. */
export function tanh(a: ScalarNode): ScalarNode {
  const value = Math.tanh(a.value);
  return node("tanh", value, [a], [1 - value * value]);
}

/**
 * Computes the slope of the output for every number that it depends on.
 *
 *     input.gradient += node.gradient * (slope of node for input)
 *
 * Starts with 1 at the output. A node is visited after everything that was
 * computed from it, so its gradient is complete by then. A number that is used
 * twice receives a share from each use: fan-out adds.
 *
 * @param output the end of the calculation, usually the loss; all gradients of
 *   its graph are overwritten, so a second call gives the same numbers
 * @see notebooks/03-chain-rule.ipynb
 */
export function backward(output: ScalarNode): void {
  const order = topologicalOrder(output);
  for (const each of order) each.gradient = 0;
  output.gradient = 1;
  for (let n = order.length - 1; n >= 0; n--) {
    const { inputs, localDerivatives, gradient } = order[n];
    inputs.forEach((input, i) => {
      input.gradient += gradient * localDerivatives[i]; // chain rule
    });
  }
}

/**
 * Lists every node of a graph, each after the nodes that it was computed from.
 *
 * It uses its own stack instead of recursion, so a chain of a million nodes
 * does not overflow the call stack.
 *
 * @param output the end of the calculation
 * @returns the nodes; `output` comes last
 * @see notebooks/03-chain-rule.ipynb
 */
export function topologicalOrder(output: ScalarNode): ScalarNode[] {
  const order: ScalarNode[] = [];
  const seen = new Set<ScalarNode>([output]);
  const open = [{ node: output, next: 0 }]; // the path from the output down
  while (open.length > 0) {
    const current = open[open.length - 1];
    if (current.next === current.node.inputs.length) {
      order.push(current.node); // all its inputs are in the list
      open.pop();
      continue;
    }
    const input = current.node.inputs[current.next++];
    if (!seen.has(input)) {
      seen.add(input);
      open.push({ node: input, next: 0 });
    }
  }
  return order;
}

/** Checks a result and its slopes; exp(1000), for example, is not a number. */
function expectFinite(operation: string, numbers: number[]): void {
  ensure(
    numbers.every(Number.isFinite),
    () =>
      `graph: "${operation}" must give a finite number and finite slopes; got ` +
      `${numbers.map(show).join(", ")}. Are its inputs nodes, and not too large?`,
  );
}

function node(
  operation: string,
  value: number,
  inputs: ScalarNode[],
  localDerivatives: number[],
): ScalarNode {
  expectFinite(operation, [value, ...localDerivatives]);
  return { value, operation, inputs, localDerivatives, gradient: 0 };
}
