import type { Ops } from "../../core/model/backend";
import { checkLayerNorm } from "../../core/ops/layer-norm";
import { rowsOf } from "../../core/base/tensor";
import type { Engine } from "../engine";
import { NORM_ROWS } from "../kernels/constants";
import { addParts } from "../product";

/** Layer normalization, as kernels. */
export function layerNormOps(
  engine: Engine,
): Pick<Ops, "layerNormForward" | "layerNormBackward"> {
  const layerNormForward: Ops["layerNormForward"] = (
    { x, gain, bias },
    create = engine.create,
  ) => {
    checkLayerNorm({ x, gain, bias });
    const address = engine.addresses("layerNormForward");
    const { rows, width } = rowsOf(x);
    const out = create(x.shape); // (..., C)
    const statistics = create([rows, 2]);
    engine.run("layerNormForward", Math.ceil(rows / NORM_ROWS), {
      rows,
      width,
      x: address(x, "x", rows * width),
      gain: address(gain, "gain", width),
      bias: address(bias, "bias", width),
      out: address(out, "out", rows * width),
      statistics: address(statistics, "statistics", 2 * rows),
    });
    return { x, gain, bias, out, statistics };
  };

  const layerNormBackward: Ops["layerNormBackward"] = (
    { x, gain, statistics },
    dOut,
    { dx, dGain, dBias },
  ) => {
    const address = engine.addresses("layerNormBackward");
    const { rows, width } = rowsOf(x);
    const tasks = Math.ceil(rows / NORM_ROWS);
    const partials = engine.scratch("norm sums", 8 * tasks * width);
    const gainSums = {
      size: width,
      count: tasks,
      parts: partials,
      out: address(dGain, "dGain", width),
    };
    const biasSums = {
      ...gainSums,
      parts: partials + 4 * tasks * width,
      out: address(dBias, "dBias", width),
    };
    engine.run("layerNormBackward", tasks, {
      rows,
      width,
      x: address(x, "x", rows * width),
      gain: address(gain, "gain", width),
      statistics: address(statistics, "statistics", 2 * rows),
      dOut: address(dOut, "dOut", rows * width),
      dx: address(dx, "dx", rows * width),
      partials,
    });
    addParts(engine, gainSums);
    addParts(engine, biasSums);
  };

  return { layerNormForward, layerNormBackward };
}
