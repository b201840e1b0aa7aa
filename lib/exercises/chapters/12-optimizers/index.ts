import { chapter } from "../../author";
import speedOfABall from "./1-speed-of-a-ball";
import momentum from "./2-momentum";
import correctedMeans from "./3-corrected-means";
import firstStep from "./4-first-step";
import adamw from "./5-adamw";
import { slips as slips2 } from "./slips/2-momentum";
import { slips as slips3 } from "./slips/3-corrected-means";
import { slips as slips5 } from "./slips/5-adamw";

/** Exercises of notebooks/12-optimizers.ipynb. */
export const chapter12 = chapter(
  "12-optimizers",
  "Optimizers",
  {
    "1-speed-of-a-ball": speedOfABall,
    "2-momentum": momentum,
    "3-corrected-means": correctedMeans,
    "4-first-step": firstStep,
    "5-adamw": adamw,
  },
  { "2-momentum": slips2, "3-corrected-means": slips3, "5-adamw": slips5 },
);
