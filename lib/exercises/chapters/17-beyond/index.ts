import { chapter } from "../../author";
import stepFlops from "./1-step-flops";
import billionParameters from "./2-billion-parameters";
import workers from "./3-workers";
import nineThreads from "./4-nine-threads";
import scalingLoss from "./5-scaling-loss";
import powerLaw from "./6-power-law";
import sizeOrText from "./7-size-or-text";
import plan from "./8-plan";
import { slips as slips1 } from "./slips/1-step-flops";
import { slips as slips3 } from "./slips/3-workers";
import { slips as slips5 } from "./slips/5-scaling-loss";
import { slips as slips6 } from "./slips/6-power-law";
import { slips as slips8 } from "./slips/8-plan";

/** Exercises of notebooks/17-beyond.ipynb. */
export const chapter17 = chapter(
  "17-beyond",
  "Beyond",
  {
    "1-step-flops": stepFlops,
    "2-billion-parameters": billionParameters,
    "3-workers": workers,
    "4-nine-threads": nineThreads,
    "5-scaling-loss": scalingLoss,
    "6-power-law": powerLaw,
    "7-size-or-text": sizeOrText,
    "8-plan": plan,
  },
  {
    "1-step-flops": slips1,
    "3-workers": slips3,
    "5-scaling-loss": slips5,
    "6-power-law": slips6,
    "8-plan": slips8,
  },
);
