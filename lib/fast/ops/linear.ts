import type { Ops } from "../../core/model/backend";
import { checkLinear } from "../../core/ops/linear";
import { rowsOf } from "../../core/base/tensor";
import type { Engine } from "../engine";
import { ROW_OUTPUTS } from "../kernels/constants";
import { multiply, rowMajor, transposed } from "../product";
import { addColumnSums } from "./column-sums";

/** Linear layers, as kernels. */
export function linearOps(
  engine: Engine,
): Pick<Ops, "linearForward" | "linearBackward"> {
  const linearForward: Ops["linearForward"] = (
    { x, weight, bias },
    create = engine.create,
  ) => {
    checkLinear({ x, weight, bias });
    const address = engine.addresses("linearForward");
    const { rows, width: C } = rowsOf(x);
    const D = weight.shape[0];
    const from = address(x, "x", rows * C);
    const w = address(weight, "weight", D * C);
    const b = bias ? address(bias, "bias", D) : 0;
    const out = create([...x.shape.slice(0, -1), D]); // (..., D)
    const to = address(out, "out", rows * D);
    if (rows === 1) {
      const sizes = { inputs: C, outputs: D };
      engine.run("multiplyRow", Math.ceil(D / ROW_OUTPUTS), {
        x: from,
        weight: w,
        bias: b,
        ...sizes,
        out: to,
      });
    } else {
      // out = bias + x weight^T
      multiply(engine, {
        rows,
        columns: D,
        depth: C,
        a: rowMajor(from, C),
        b: transposed(rowMajor(w, C)),
        base: b,
        out: rowMajor(to, D),
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
    const { rows, width: C } = rowsOf(x);
    const D = weight.shape[0];
    const from = rowMajor(address(x, "x", rows * C), C);
    const d = rowMajor(address(dOut, "dOut", rows * D), D);
    const w = address(weight, "weight", D * C);
    const dw = address(dWeight, "dWeight", D * C);
    if (dx) {
      const to = address(dx, "dx", rows * C);
      // dx += dOut weight
      multiply(engine, {
        rows,
        columns: C,
        depth: D,
        a: d,
        b: rowMajor(w, C),
        base: to,
        out: rowMajor(to, C),
      });
    }
    // dWeight += dOut^T x
    multiply(engine, {
      rows: D,
      columns: C,
      depth: rows,
      a: transposed(d),
      b: from,
      base: dw,
      out: rowMajor(dw, C),
    });
    if (!dBias) return;
    const to = address(dBias, "dBias", D);
    // dBias += the sum over rows of dOut
    addColumnSums(engine, { x: d.address, rows, width: D, out: to });
  };

  return { linearForward, linearBackward };
}
