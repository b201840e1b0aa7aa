import type { Ops } from "../../core/model/backend";
import type { DropoutMask } from "../../core/ops";
import { checkDropout, keepLimit } from "../../core/ops/dropout";
import type { Engine } from "../engine";
import { STRETCH } from "../kernels/constants";

type PointwiseOps = Pick<
  Ops,
  | "geluForward"
  | "geluBackward"
  | "dropoutForward"
  | "dropoutBackward"
  | "residualForward"
  | "residualBackward"
  | "scaleInPlace"
  | "clear"
>;

/** Number of tasks for `size` elements. */
export function stretches(size: number): number {
  return Math.ceil(size / STRETCH);
}

/** Element-wise operations, as kernels. */
export function pointwiseOps(engine: Engine): PointwiseOps {
  /** out = base + dropout(x); `base` 0 means zeros */
  function addDropout(
    mask: DropoutMask,
    at: { size: number; x: number; base: number; out: number },
  ): void {
    const limit = keepLimit(mask.rate);
    const factor = 1 / (1 - mask.rate);
    const { key } = mask;
    const tasks = stretches(at.size);
    engine.run("addMasked", tasks, { ...at, key, limit, factor });
  }

  const geluForward: Ops["geluForward"] = ({ x }, create = engine.create) => {
    const address = engine.addresses("geluForward");
    const size = x.data.length;
    const out = create(x.shape);
    engine.run("geluForward", stretches(size), {
      size,
      x: address(x, "x", size),
      out: address(out, "out", size),
    });
    return { x, out };
  };

  const geluBackward: Ops["geluBackward"] = ({ x }, dOut, { dx }) => {
    const address = engine.addresses("geluBackward");
    const size = x.data.length;
    engine.run("geluBackward", stretches(size), {
      size,
      x: address(x, "x", size),
      dOut: address(dOut, "dOut", size),
      dx: address(dx, "dx", size),
    });
  };

  const dropoutForward: Ops["dropoutForward"] = (
    { x, rate, key },
    create = engine.create,
  ) => {
    checkDropout({ rate, key });
    const address = engine.addresses("dropoutForward");
    const size = x.data.length;
    const out = create(x.shape);
    const from = address(x, "x", size);
    const to = address(out, "out", size);
    addDropout({ rate, key }, { size, x: from, base: 0, out: to });
    return { out, rate, key };
  };

  const dropoutBackward: Ops["dropoutBackward"] = (mask, dOut, { dx }) => {
    const address = engine.addresses("dropoutBackward");
    const size = dOut.data.length;
    const to = address(dx, "dx", size);
    const from = address(dOut, "dOut", size);
    addDropout(mask, { size, x: from, base: to, out: to });
  };

  const residualForward: Ops["residualForward"] = (
    { x, branch, dropout },
    create = engine.create,
  ) => {
    const address = engine.addresses("residualForward");
    if (dropout) checkDropout(dropout);
    const size = x.data.length;
    const out = create(x.shape);
    const base = address(x, "x", size);
    const from = address(branch, "branch", size);
    const to = address(out, "out", size);
    if (dropout) addDropout(dropout, { size, x: from, base, out: to });
    else
      engine.run("add", stretches(size), { size, a: base, b: from, out: to });
    return { out, dropout };
  };

  const residualBackward: Ops["residualBackward"] = (
    { dropout },
    dOut,
    { dBranch },
  ) => {
    if (dropout) return dropoutBackward(dropout, dOut, { dx: dBranch });
    const address = engine.addresses("residualBackward");
    const size = dOut.data.length;
    const to = address(dBranch, "dBranch", size);
    const b = address(dOut, "dOut", size);
    engine.run("add", stretches(size), { size, a: to, b, out: to });
  };

  const scaleInPlace: Ops["scaleInPlace"] = (tensor, factor) => {
    const size = tensor.data.length;
    const x = engine.addresses("scaleInPlace")(tensor, "tensor", size);
    engine.run("scaleInPlace", stretches(size), { size, x, factor });
  };

  const clear: Ops["clear"] = (tensor) => {
    const size = tensor.data.length;
    const x = engine.addresses("clear")(tensor, "tensor", size);
    engine.run("clear", stretches(size), { size, x });
  };

  const ways = { geluForward, geluBackward, scaleInPlace, clear };
  const masks = { dropoutForward, dropoutBackward };
  return { ...ways, ...masks, residualForward, residualBackward };
}
