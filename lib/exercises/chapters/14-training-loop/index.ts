import { chapter } from "../../author";
import loop from "./1-loop";
import forgetfulLoop from "./2-forgetful-loop";
import meanLoss from "./3-mean-loss";
import place from "./4-place";
import clinic from "./5-clinic";

/** Exercises of notebooks/14-training-loop.ipynb. */
export const chapter14 = chapter("14-training-loop", "Training loop", {
  "1-loop": loop,
  "2-forgetful-loop": forgetfulLoop,
  "3-mean-loss": meanLoss,
  "4-place": place,
  "5-clinic": clinic,
});
