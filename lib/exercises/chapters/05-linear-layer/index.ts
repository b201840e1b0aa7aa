import { chapter } from "../../author";
import forward from "./1-forward";
import howManySlopes from "./2-how-many-slopes";
import backward from "./3-backward";
import batch from "./4-batch";
import columns from "./5-columns";
import { slips as slips1 } from "./slips/1-forward";
import { slips as slips3 } from "./slips/3-backward";
import { slips as slips4 } from "./slips/4-batch";
import { slips as slips5 } from "./slips/5-columns";

/** Exercises of notebooks/05-linear-layer.ipynb. */
export const chapter05 = chapter(
  "05-linear-layer",
  "Linear layer",
  {
    "1-forward": forward,
    "2-how-many-slopes": howManySlopes,
    "3-backward": backward,
    "4-batch": batch,
    "5-columns": columns,
  },
  {
    "1-forward": slips1,
    "3-backward": slips3,
    "4-batch": slips4,
    "5-columns": slips5,
  },
);
