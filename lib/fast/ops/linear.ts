import type { Ops } from "../../core/backend";
import { checkLinear } from "../../core/ops";
import { rowsOf } from "../../core/tensor";
import type { Engine } from "../engine";
import { multiply, rowMajor, transposed } from "../product";

/** Linear layers by kernels. */
export function linearOps(
  engine: Engine,
): Pick<Ops, "linearForward" | "linearBackward"> {
  const { addressOf } = engine;

  const linearForward: Ops["linearForward"] = (
    { x, weight, bias },
    create = engine.create,
  ) => {
    checkLinear(x, weight, bias);
    const name = "linearForward";
    const { rows, width: inputs } = rowsOf(x);
    const outputs = weight.shape[0];
    const from = addressOf(name, "x", x);
    const w = addressOf(name, "weight", weight);
    const b = bias ? addressOf(name, "bias", bias) : 0;
    const out = create([...x.shape.slice(0, -1), outputs]); // (..., D)
    const to = addressOf(name, "out", out);
    if (rows === 1) {
      const one = { x: from, weight: w, bias: b, inputs, outputs, out: to };
      engine.run("multiplyRow", Math.ceil(outputs / 16), one);
    } else {
      multiply(engine, {
        rows,
        columns: outputs,
        depth: inputs,
        a: rowMajor(from, inputs),
        b: transposed(rowMajor(w, inputs)),
        base: bias && { address: b, row: 0, column: 1 },
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
    const name = "linearBackward";
    const { rows, width: inputs } = rowsOf(x);
    const outputs = weight.shape[0];
    const dOutMatrix = rowMajor(addressOf(name, "dOut", dOut), outputs);
    if (dx) {
      const out = rowMajor(addressOf(name, "dx", dx), inputs);
      multiply(engine, {
        rows,
        columns: inputs,
        depth: outputs,
        a: dOutMatrix,
        b: rowMajor(addressOf(name, "weight", weight), inputs),
        base: out,
        out,
      });
    }
    const out = rowMajor(addressOf(name, "dWeight", dWeight), inputs);
    multiply(engine, {
      rows: outputs,
      columns: inputs,
      depth: rows,
      a: transposed(dOutMatrix),
      b: rowMajor(addressOf(name, "x", x), inputs),
      base: out,
      out,
    });
    if (dBias) {
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < outputs; j++) {
          dBias.data[j] += dOut.data[row * outputs + j];
        }
      }
    }
  };

  return { linearForward, linearBackward };
}
