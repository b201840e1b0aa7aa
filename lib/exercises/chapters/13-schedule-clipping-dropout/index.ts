import { chapter } from "../../author";
import schedule from "./1-schedule";
import clipFactor from "./2-clip-factor";
import clip from "./3-clip";
import dropout from "./4-dropout";
import dropoutBackward from "./5-dropout-backward";

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
);
