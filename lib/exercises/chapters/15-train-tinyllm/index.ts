import { chapter } from "../../author";
import holdOut from "./1-hold-out";
import score from "./2-score";
import plan from "./3-plan";
import seeds from "./4-seeds";
import readings from "./5-readings";
import { slips as slips1 } from "./slips/1-hold-out";
import { slips as slips2 } from "./slips/2-score";
import { slips as slips3 } from "./slips/3-plan";

/** Exercises of notebooks/15-train-tinyllm.ipynb. */
export const chapter15 = chapter(
  "15-train-tinyllm",
  "Train TinyLLM",
  {
    "1-hold-out": holdOut,
    "2-score": score,
    "3-plan": plan,
    "4-seeds": seeds,
    "5-readings": readings,
  },
  { "1-hold-out": slips1, "2-score": slips2, "3-plan": slips3 },
);
