import { chapter } from "../../author";
import stepFlops from "./1-step-flops";
import billionParameters from "./2-billion-parameters";
import workers from "./3-workers";
import nineThreads from "./4-nine-threads";
import { slips as slips1 } from "./slips/1-step-flops";
import { slips as slips3 } from "./slips/3-workers";

/** Exercises of notebooks/17-beyond.ipynb. */
export const chapter17 = chapter(
  "17-beyond",
  "Beyond",
  {
    "1-step-flops": stepFlops,
    "2-billion-parameters": billionParameters,
    "3-workers": workers,
    "4-nine-threads": nineThreads,
  },
  { "1-step-flops": slips1, "3-workers": slips3 },
);
