import { expectNumber, expectLike } from "../base/expect";
import type { Backend } from "./backend";
import { normal, type Random } from "../base/random";
import { type Floats, sizeOf, type Tensor, viewOf } from "../base/tensor";

/** One row of the parameter table. */
export interface ParameterSpec {
  shape: readonly number[];
  /** a constant, or the standard deviation of normal numbers around 0 */
  start: { constant: number } | { deviation: number };
  /** whether AdamW shrinks it: matrices yes, gains and biases no */
  decay: boolean;
}

/** A parameter with its name and its position in the flat buffers. */
export interface Parameter extends ParameterSpec {
  name: string;
  values: Tensor;
  gradients: Tensor;
}

/**
 * The numbers that training changes: one flat buffer for all values, one for
 * all gradients, and named views into both.
 */
export interface Parameters {
  backend: Backend;
  list: readonly Parameter[];
  /** (count) */
  values: Tensor;
  /** (count) */
  gradients: Tensor;
}

/**
 * A matrix of normal numbers that weight decay shrinks. {@link createParameters}
 * checks it.
 */
export function weightSpec(
  shape: readonly number[],
  deviation: number,
): ParameterSpec {
  return { shape, start: { deviation }, decay: true };
}

/**
 * A vector that starts as a constant and does not decay. {@link
 * createParameters} checks it.
 */
export function vectorSpec(length: number, constant: number): ParameterSpec {
  return { shape: [length], start: { constant }, decay: false };
}

/**
 * Allocates flat buffers for the parameters of a table and initializes them.
 *
 * @param table name and spec of each parameter, in order
 * @param backend allocates the buffers
 * @param random source of the normal numbers
 */
export function createParameters(
  table: ReadonlyMap<string, ParameterSpec>,
  backend: Backend,
  random: Random,
): Parameters {
  const sizes = Array.from(table.values(), ({ shape }) => sizeOf(shape));
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const values = backend.create([count]);
  const gradients = backend.create([count]);
  let offset = 0;
  const list: Parameter[] = [];
  for (const [name, spec] of table) {
    expectNumber(`createParameters: ${name}`, Object.values(spec.start)[0]);
    const parameter = {
      name,
      ...spec,
      values: viewOf(values, offset, spec.shape),
      gradients: viewOf(gradients, offset, spec.shape),
    };
    initialize(parameter, random);
    list.push(parameter);
    offset += sizeOf(spec.shape);
  }
  return { backend, list, values, gradients };
}

function initialize(parameter: Parameter, random: Random): void {
  const { start } = parameter;
  const data = parameter.values.data;
  for (let i = 0; i < data.length; i++) {
    data[i] =
      "constant" in start ? start.constant : start.deviation * normal(random);
  }
}

/**
 * Counts the numbers of all parameters.
 *
 * @param parameters such as `model.parameters`
 * @see notebooks/11-tinyllm.ipynb
 */
export function countParameters(parameters: Parameters): number {
  return parameters.values.data.length;
}

/** Sets all gradients to zero; a step then adds to them. */
export function clearGradients({ backend, gradients }: Parameters): void {
  backend.ops.clear(gradients);
}

/**
 * Copies the values of all parameters, so that they can be restored.
 *
 * @param into (count) an earlier copy to overwrite.
 *   @defaultValue a new array
 */
export function copyValues(
  { values }: Parameters,
  into: Floats = values.data.slice(),
): Floats {
  expectLike("copyValues", values.shape, { into: { shape: [into.length] } });
  into.set(values.data);
  return into;
}
