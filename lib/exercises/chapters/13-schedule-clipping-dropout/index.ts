import { chapter } from "../../author";
import schedule from "./1-schedule";
import clipFactor from "./2-clip-factor";
import clip from "./3-clip";
import dropout from "./4-dropout";
import dropoutBackward from "./5-dropout-backward";
import { slips as slips1 } from "./slips/1-schedule";
import { slips as slips3 } from "./slips/3-clip";
import { slips as slips4 } from "./slips/4-dropout";
import { slips as slips5 } from "./slips/5-dropout-backward";

/** Exercises of notebooks/13-schedule-clipping-dropout.ipynb. */
export const chapter13 = chapter(
  "13-schedule-clipping-dropout",
  "Schedule, clipping, dropout",
  {
    "1-schedule": schedule,
    "2-clip-factor": clipFactor,
    "3-clip": clip,
    "4-dropout": dropout,
    "5-dropout-backward": dropoutBackward,
  },
  {
    "1-schedule": slips1,
    "3-clip": slips3,
    "4-dropout": slips4,
    "5-dropout-backward": slips5,
  },
);
