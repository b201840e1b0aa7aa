import type { Ops } from "../../core/model/backend";
import { checkOutputLoss } from "../../core/ops/loss";
import { rowsOf } from "../../core/base/tensor";
import type { Engine } from "../engine";
import { LOSS_ROWS } from "../kernels/constants";
import { multiply, prepare, rowMajor, transposed } from "../product";

/** Rows of logits held at a time: 512 x 5000 numbers are 10 MB. */
const CHUNK_ROWS = 512;

/** The loss of the output layer, as kernels. */
export function outputLossOps(engine: Engine): Pick<Ops, "outputLoss"> {
  /** Turns logits into their gradient; returns the sum of the losses. */
  function softmaxLoss(
    rows: number,
    width: number,
    where: { logits: number; targets: number; factor: number },
  ): number {
    const losses = engine.scratch("losses", 8 * rows);
    const args = { rows, width, losses, ...where };
    engine.run("softmaxLoss", Math.ceil(rows / LOSS_ROWS), args);
    const parts = engine.floats(losses, 2 * rows);
    let loss = 0;
    for (let row = 0; row < rows; row++) {
      loss += Math.log(parts[2 * row]) + parts[2 * row + 1]; // -log P(target)
    }
    return loss;
  }

  const outputLoss: Ops["outputLoss"] = (
    { x, weight, targets },
    into,
    create = engine.create,
  ) => {
    checkOutputLoss({ x, weight, targets });
    const { rows, width } = rowsOf(x);
    const vocabSize = weight.shape[0];
    const address = engine.addresses("outputLoss");
    const from = address(x, "x", rows * width);
    const w = rowMajor(address(weight, "weight", vocabSize * width), width);
    const dx = into && address(into.dx, "dx", rows * width);
    const dw = into && address(into.dWeight, "dWeight", vocabSize * width);
    const ids = engine.place("targets", targets);
    const most = Math.min(CHUNK_ROWS, rows);
    const buffer = create([most, vocabSize]);
    const logits = rowMajor(
      address(buffer, "logits", most * vocabSize),
      vocabSize,
    );
    const project = prepare(
      engine,
      { b: transposed(w), columns: vocabSize, depth: width },
      "output weight transposed",
    );
    const sendBack =
      into &&
      prepare(
        engine,
        { b: w, columns: width, depth: vocabSize },
        "output weight",
      );
    let loss = 0;
    for (let row = 0; row < rows; row += CHUNK_ROWS) {
      const count = Math.min(CHUNK_ROWS, rows - row);
      const a = rowMajor(from + 4 * row * width, width);
      // logits = x weight^T, (count, V)
      project({ rows: count, a, out: logits });
      loss += softmaxLoss(count, vocabSize, {
        logits: logits.address,
        targets: ids + 4 * row,
        factor: 1 / rows,
      });
      if (!sendBack || dx === undefined || dw === undefined) continue;
      const out = rowMajor(dx + 4 * row * width, width);
      // dx += dLogits weight
      sendBack({ rows: count, a: logits, base: out.address, out });
      // dWeight += dLogits^T x
      multiply(engine, {
        rows: vocabSize,
        columns: width,
        depth: count,
        a: transposed(logits),
        b: a,
        base: dw,
        out: rowMajor(dw, width),
      });
    }
    return loss / rows;
  };

  return { outputLoss };
}
