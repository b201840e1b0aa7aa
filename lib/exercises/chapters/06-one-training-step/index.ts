import { chapter } from "../../author";
import accumulate from "./1-accumulate";
import update from "./2-update";
import trainingStep from "./3-training-step";
import meanGradient from "./4-mean-gradient";
import firstLoss from "./5-first-loss";
import largerBatch from "./6-larger-batch";
import { slips as slips1 } from "./slips/1-accumulate";
import { slips as slips2 } from "./slips/2-update";
import { slips as slips3 } from "./slips/3-training-step";
import { slips as slips4 } from "./slips/4-mean-gradient";

/** Exercises of notebooks/06-one-training-step.ipynb. */
export const chapter06 = chapter(
  "06-one-training-step",
  "One training step",
  {
    "1-accumulate": accumulate,
    "2-update": update,
    "3-training-step": trainingStep,
    "4-mean-gradient": meanGradient,
    "5-first-loss": firstLoss,
    "6-larger-batch": largerBatch,
  },
  {
    "1-accumulate": slips1,
    "2-update": slips2,
    "3-training-step": slips3,
    "4-mean-gradient": slips4,
  },
);
