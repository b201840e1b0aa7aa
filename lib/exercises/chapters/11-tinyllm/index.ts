import { chapter } from "../../author";
import count from "./1-count";
import growthOfTheStream from "./2-growth-of-the-stream";
import throughBlock from "./3-through-block";
import tied from "./4-tied";
import relativeError from "./5-relative-error";
import blockForward from "./6-block-forward";
import modelForward from "./7-model-forward";
import attentionBackward from "./8-attention-backward";
import { slips as slips1 } from "./slips/1-count";
import { slips as slips3 } from "./slips/3-through-block";
import { slips as slips4 } from "./slips/4-tied";
import { slips as slips5 } from "./slips/5-relative-error";
import { slips as slips6 } from "./slips/6-block-forward";
import { slips as slips7 } from "./slips/7-model-forward";
import { slips as slips8 } from "./slips/8-attention-backward";

/** Exercises of notebooks/11-tinyllm.ipynb. */
export const chapter11 = chapter(
  "11-tinyllm",
  "TinyLLM",
  {
    "1-count": count,
    "2-growth-of-the-stream": growthOfTheStream,
    "3-through-block": throughBlock,
    "4-tied": tied,
    "5-relative-error": relativeError,
    "6-block-forward": blockForward,
    "7-model-forward": modelForward,
    "8-attention-backward": attentionBackward,
  },
  {
    "1-count": slips1,
    "3-through-block": slips3,
    "4-tied": slips4,
    "5-relative-error": slips5,
    "6-block-forward": slips6,
    "7-model-forward": slips7,
    "8-attention-backward": slips8,
  },
);
