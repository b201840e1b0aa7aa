import { chapter } from "../../author";
import mean from "./1-mean";
import tokensInAStep from "./2-tokens-in-a-step";
import largest from "./3-largest";
import { slips as slips1 } from "./slips/1-mean";
import { slips as slips3 } from "./slips/3-largest";

/** Exercises of notebooks/00-welcome.ipynb. */
export const chapter00 = chapter(
  "00-welcome",
  "Welcome",
  {
    "1-mean": mean,
    "2-tokens-in-a-step": tokensInAStep,
    "3-largest": largest,
  },
  {
    "1-mean": slips1,
    "3-largest": slips3,
  },
);
