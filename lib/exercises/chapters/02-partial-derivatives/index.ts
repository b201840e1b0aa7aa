import { chapter } from "../../author";
import partial from "./1-partial";
import coarseNudge from "./2-coarse-nudge";
import gradient from "./3-gradient";
import step from "./4-step";

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
);
