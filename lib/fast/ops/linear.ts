import type { Ops } from "../../core/model/backend";
import { checkLinear } from "../../core/ops/linear";
import { rowsOf } from "../../core/base/tensor";
import type { Engine } from "../engine";
import { multiply, rowMajor, transposed } from "../product";
import { addColumnSums } from "./column-sums";

/** Outputs that one task of `multiplyRow` computes. */
const TASK_OUTPUTS = 128;

/** Linear layers by kernels. */
export function linearOps(
  engine: Engine,
): Pick<Ops, "linearForward" | "linearBackward"> {
  const linearForward: Ops["linearForward"] = (
    { x, weight, bias },
    create = engine.create,
  ) => {
    checkLinear({ x, weight, bias });
    const address = engine.addresses("linearForward");
    const { rows, width: inputs } = rowsOf(x);
    const outputs = weight.shape[0];
    const from = address(x, "x", rows * inputs);
    const w = address(weight, "weight", outputs * inputs);
    const b = bias ? address(bias, "bias", outputs) : 0;
    const out = create([...x.shape.slice(0, -1), outputs]); // (..., D)
    const to = address(out, "out", rows * outputs);
    if (rows === 1) {
      const one = { x: from, weight: w, bias: b, inputs, outputs, out: to };
      engine.run("multiplyRow", Math.ceil(outputs / TASK_OUTPUTS), one);
    } else {
      multiply(engine, {
        rows,
        columns: outputs,
        depth: inputs,
        a: rowMajor(from, inputs),
        b: transposed(rowMajor(w, inputs)),
        base: b,
        out: rowMajor(to, outputs),
      });
    }
    return { x, weight, bias, out };
  };

  const linearBackward: Ops["linearBackward"] = (
    { x, weight },
    dOut,
    { dx, dWeight, dBias },
  ) => {
    const address = engine.addresses("linearBackward");
    const { rows, width: inputs } = rowsOf(x);
    const outputs = weight.shape[0];
    const from = rowMajor(address(x, "x", rows * inputs), inputs);
    const d = rowMajor(address(dOut, "dOut", rows * outputs), outputs);
    const w = address(weight, "weight", outputs * inputs);
    const dw = address(dWeight, "dWeight", outputs * inputs);
    if (dx) {
      const to = address(dx, "dx", rows * inputs);
      multiply(engine, {
        rows,
        columns: inputs,
        depth: outputs,
        a: d,
        b: rowMajor(w, inputs),
        base: to,
        out: rowMajor(to, inputs),
      });
    }
    multiply(engine, {
      rows: outputs,
      columns: inputs,
      depth: rows,
      a: transposed(d),
      b: from,
      base: dw,
      out: rowMajor(dw, inputs),
    });
    if (!dBias) return;
    const to = address(dBias, "dBias", outputs);
    addColumnSums(engine, { x: d.address, rows, width: outputs, out: to });
  };

  return { linearForward, linearBackward };
}
