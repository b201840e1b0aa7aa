import { chapter } from "../../author";
import forward from "./1-forward";
import howManySlopes from "./2-how-many-slopes";
import backward from "./3-backward";
import batch from "./4-batch";
import columns from "./5-columns";

/** Exercises of notebooks/05-linear-layer.ipynb. */
export const chapter05 = chapter("05-linear-layer", "Linear layer", {
  "1-forward": forward,
  "2-how-many-slopes": howManySlopes,
  "3-backward": backward,
  "4-batch": batch,
  "5-columns": columns,
});
