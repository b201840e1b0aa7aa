import { chapter } from "../../author";
import partial from "./1-partial";
import coarseNudge from "./2-coarse-nudge";
import gradient from "./3-gradient";
import step from "./4-step";
import { slips as slips1 } from "./slips/1-partial";
import { slips as slips3 } from "./slips/3-gradient";
import { slips as slips4 } from "./slips/4-step";

/** Exercises of notebooks/02-partial-derivatives.ipynb. */
export const chapter02 = chapter(
  "02-partial-derivatives",
  "Partial derivatives",
  {
    "1-partial": partial,
    "2-coarse-nudge": coarseNudge,
    "3-gradient": gradient,
    "4-step": step,
  },
  {
    "1-partial": slips1,
    "3-gradient": slips3,
    "4-step": slips4,
  },
);
