import { chapter } from "../../author";
import mergePair from "./1-merge-pair";
import bestPair from "./2-best-pair";
import encode from "./3-encode";
import windows from "./4-windows";
import bitsPerByte from "./5-bits-per-byte";
import { slips as slips1 } from "./slips/1-merge-pair";
import { slips as slips2 } from "./slips/2-best-pair";
import { slips as slips3 } from "./slips/3-encode";
import { slips as slips4 } from "./slips/4-windows";

/** Exercises of notebooks/07-text-to-tokens.ipynb. */
export const chapter07 = chapter(
  "07-text-to-tokens",
  "Text to tokens",
  {
    "1-merge-pair": mergePair,
    "2-best-pair": bestPair,
    "3-encode": encode,
    "4-windows": windows,
    "5-bits-per-byte": bitsPerByte,
  },
  {
    "1-merge-pair": slips1,
    "2-best-pair": slips2,
    "3-encode": slips3,
    "4-windows": slips4,
  },
);
