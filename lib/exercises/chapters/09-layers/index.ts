import { chapter } from "../../author";
import scatterAdd from "./1-scatter-add";
import norm from "./2-norm";
import normBackward from "./3-norm-backward";
import tenTimesLarger from "./4-ten-times-larger";
import geluSlope from "./5-gelu-slope";
import residual from "./6-residual";
import { slips as slips1 } from "./slips/1-scatter-add";
import { slips as slips2 } from "./slips/2-norm";
import { slips as slips5 } from "./slips/5-gelu-slope";
import { slips as slips6 } from "./slips/6-residual";
import { slips as slips3 } from "./slips/3-norm-backward";

/** Exercises of notebooks/09-layers.ipynb. */
export const chapter09 = chapter(
  "09-layers",
  "Layers",
  {
    "1-scatter-add": scatterAdd,
    "2-norm": norm,
    "3-norm-backward": normBackward,
    "4-ten-times-larger": tenTimesLarger,
    "5-gelu-slope": geluSlope,
    "6-residual": residual,
  },
  {
    "1-scatter-add": slips1,
    "2-norm": slips2,
    "5-gelu-slope": slips5,
    "6-residual": slips6,
    "3-norm-backward": slips3,
  },
);
