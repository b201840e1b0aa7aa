import { chapter } from "../../author";
import uniformGuess from "./1-uniform-guess";
import longestCopy from "./2-longest-copy";
import temperature from "./3-temperature";
import nucleus from "./4-nucleus";
import withoutCache from "./5-without-cache";
import attendWithCache from "./6-attend-with-cache";
import flawlessTale from "./7-flawless-tale";
import silenceHead from "./8-silence-head";
import inductionScore from "./9-induction-score";
import { slips as slips2 } from "./slips/2-longest-copy";
import { slips as slips6 } from "./slips/6-attend-with-cache";
import { slips as slips4 } from "./slips/4-nucleus";
import { slips as slips3 } from "./slips/3-temperature";

/** Exercises of notebooks/16-evaluation-and-generation.ipynb. */
export const chapter16 = chapter(
  "16-evaluation-and-generation",
  "Evaluation and generation",
  {
    "1-uniform-guess": uniformGuess,
    "2-longest-copy": longestCopy,
    "3-temperature": temperature,
    "4-nucleus": nucleus,
    "5-without-cache": withoutCache,
    "6-attend-with-cache": attendWithCache,
    "7-flawless-tale": flawlessTale,
    "8-silence-head": silenceHead,
    "9-induction-score": inductionScore,
  },
  {
    "2-longest-copy": slips2,
    "3-temperature": slips3,
    "4-nucleus": slips4,
    "6-attend-with-cache": slips6,
  },
);
