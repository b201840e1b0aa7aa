import type { Ops } from "../../core/model/backend";
import { expectIds } from "../../core/base/expect";
import { checkEmbedding } from "../../core/ops/embedding";
import type { Engine } from "../engine";
import { EMBEDDING_COLUMNS, EMBEDDING_ROWS } from "../kernels/constants";

/** The embedding, as kernels. */
export function embeddingOps(
  engine: Engine,
): Pick<Ops, "embeddingForward" | "embeddingBackward"> {
  const embeddingForward: Ops["embeddingForward"] = (
    inputs,
    create = engine.create,
  ) => {
    checkEmbedding(inputs);
    const { ids, shape, table, positions, firstPosition = 0 } = inputs;
    const address = engine.addresses("embeddingForward");
    const [vocabSize, width] = table.shape;
    const rows = ids.length;
    const out = create([...shape, width]); // (B, T, C)
    const places = positions.shape[0];
    engine.run("embeddingForward", Math.ceil(rows / EMBEDDING_ROWS), {
      rows,
      length: shape[1],
      width,
      ids: engine.place("ids", ids),
      table: address(table, "table", vocabSize * width),
      positions: address(positions, "positions", places * width),
      first: firstPosition,
      out: address(out, "out", rows * width),
    });
    return { ...inputs, out };
  };

  const embeddingBackward: Ops["embeddingBackward"] = (
    saved,
    dOut,
    { dTable, dPositions },
  ) => {
    const { ids, shape, table, positions, firstPosition = 0 } = saved;
    const address = engine.addresses("embeddingBackward");
    const [vocabSize, width] = table.shape;
    const rows = ids.length;
    const places = positions.shape[0];
    expectIds("embeddingBackward: ids", ids, vocabSize);
    engine.run("embeddingBackward", Math.ceil(width / EMBEDDING_COLUMNS), {
      rows,
      length: shape[1],
      width,
      ids: engine.place("ids", ids),
      dOut: address(dOut, "dOut", rows * width),
      dTable: address(dTable, "dTable", vocabSize * width),
      dPositions: dPositions
        ? address(dPositions, "dPositions", places * width)
        : 0,
      first: firstPosition,
    });
  };

  return { embeddingForward, embeddingBackward };
}
