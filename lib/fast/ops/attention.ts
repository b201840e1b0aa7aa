import type { Ops } from "../../core/model/backend";
import { checkAttention, checkPosition } from "../../core/ops/attention";
import type { Engine } from "../engine";
import { QUERY_ROWS, TILE_COLUMNS } from "../kernels/constants";
import { productScratch } from "../product";

type AttentionOps = Pick<
  Ops,
  "attentionForward" | "attentionBackward" | "attentionNext"
>;

/** Attention, as kernels. */
export function attentionOps(engine: Engine): AttentionOps {
  /** Number of bytes for a head's packed q, k, v and dOut, and its scores. */
  function scratchBytes(length: number, size: number, scores: number): number {
    const panels = (columns: number, depth: number): number =>
      Math.ceil(columns / TILE_COLUMNS) * TILE_COLUMNS * depth;
    const long = panels(length, size);
    const wide = panels(size, length);
    return 4 * (productScratch(QUERY_ROWS) + long + 3 * wide + scores);
  }

  const attentionForward: Ops["attentionForward"] = (
    { qkv, nHeads },
    create = engine.create,
  ) => {
    checkAttention(qkv, nHeads);
    const address = engine.addresses("attentionForward");
    const [batch, length, tripled] = qkv.shape;
    const width = tripled / 3;
    const pairs = batch * nHeads;
    const out = create([batch, length, width]); // (B, T, C)
    const weights = create([batch, nHeads, length, length]); // (B, NH, T, T)
    const size = width / nHeads;
    engine.run(
      "attentionForward",
      pairs,
      {
        length,
        heads: nHeads,
        size,
        qkv: address(qkv, "qkv", batch * length * tripled),
        weights: address(weights, "weights", pairs * length * length),
        out: address(out, "out", batch * length * width),
      },
      scratchBytes(length, size, 0),
    );
    return { qkv, nHeads, out, weights };
  };

  const attentionBackward: Ops["attentionBackward"] = (
    { qkv, nHeads, weights },
    dOut,
    { dQkv },
  ) => {
    const address = engine.addresses("attentionBackward");
    const [batch, length, tripled] = qkv.shape;
    const pairs = batch * nHeads;
    const size = tripled / 3 / nHeads;
    engine.run(
      "attentionBackward",
      pairs,
      {
        length,
        heads: nHeads,
        size,
        qkv: address(qkv, "qkv", batch * length * tripled),
        weights: address(weights, "weights", pairs * length * length),
        dOut: address(dOut, "dOut", (batch * length * tripled) / 3),
        dQkv: address(dQkv, "dQkv", batch * length * tripled),
      },
      scratchBytes(length, size, length * length),
    );
  };

  const attentionNext: Ops["attentionNext"] = (
    { qkv, nHeads, cache, position },
    create = engine.create,
  ) => {
    checkAttention(qkv, nHeads);
    checkPosition(cache, position);
    const address = engine.addresses("attentionNext");
    const width = qkv.shape[2] / 3;
    const longest = cache.keys.shape[0];
    const seen = position + 1;
    const out = create([1, 1, width]);
    const weights = create([1, nHeads, 1, seen]);
    engine.run("attentionNext", nHeads, {
      position,
      width,
      size: width / nHeads,
      qkv: address(qkv, "qkv", 3 * width),
      keys: address(cache.keys, "cache.keys", longest * width),
      values: address(cache.values, "cache.values", longest * width),
      weights: address(weights, "weights", nHeads * seen),
      out: address(out, "out", width),
    });
    return { qkv, nHeads, out, weights };
  };

  return { attentionForward, attentionBackward, attentionNext };
}
