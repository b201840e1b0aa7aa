import { chapter } from "../../author";
import loop from "./1-loop";
import forgetfulLoop from "./2-forgetful-loop";
import meanLoss from "./3-mean-loss";
import place from "./4-place";
import clinic from "./5-clinic";
import { slips as slips1 } from "./slips/1-loop";
import { slips as slips3 } from "./slips/3-mean-loss";
import { slips as slips4 } from "./slips/4-place";

/** Exercises of notebooks/14-training-loop.ipynb. */
export const chapter14 = chapter(
  "14-training-loop",
  "Training loop",
  {
    "1-loop": loop,
    "2-forgetful-loop": forgetfulLoop,
    "3-mean-loss": meanLoss,
    "4-place": place,
    "5-clinic": clinic,
  },
  { "1-loop": slips1, "3-mean-loss": slips3, "4-place": slips4 },
);
