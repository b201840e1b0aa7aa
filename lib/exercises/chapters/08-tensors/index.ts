import { chapter } from "../../author";
import offset from "./1-offset";
import logitsInMemory from "./2-logits-in-memory";
import product from "./3-product";
import batchLoss from "./4-batch-loss";
import view from "./5-view";
import broadcastBackward from "./6-broadcast-backward";
import { slips as slips1 } from "./slips/1-offset";
import { slips as slips3 } from "./slips/3-product";
import { slips as slips4 } from "./slips/4-batch-loss";
import { slips as slips5 } from "./slips/5-view";
import { slips as slips6 } from "./slips/6-broadcast-backward";

/** Exercises of notebooks/08-tensors.ipynb. */
export const chapter08 = chapter(
  "08-tensors",
  "Tensors",
  {
    "1-offset": offset,
    "2-logits-in-memory": logitsInMemory,
    "3-product": product,
    "4-batch-loss": batchLoss,
    "5-view": view,
    "6-broadcast-backward": broadcastBackward,
  },
  {
    "1-offset": slips1,
    "3-product": slips3,
    "4-batch-loss": slips4,
    "5-view": slips5,
    "6-broadcast-backward": slips6,
  },
);
