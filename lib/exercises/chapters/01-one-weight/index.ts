import { chapter } from "../../author";
import update from "./1-update";
import descend from "./2-descend";
import howManySteps from "./3-how-many-steps";
import whereDivergenceBegins from "./4-where-divergence-begins";
import { slips as slips1 } from "./slips/1-update";
import { slips as slips2 } from "./slips/2-descend";

/** Exercises of notebooks/01-one-weight.ipynb. */
export const chapter01 = chapter(
  "01-one-weight",
  "One weight",
  {
    "1-update": update,
    "2-descend": descend,
    "3-how-many-steps": howManySteps,
    "4-where-divergence-begins": whereDivergenceBegins,
  },
  {
    "1-update": slips1,
    "2-descend": slips2,
  },
);
