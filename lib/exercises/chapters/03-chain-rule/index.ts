import { chapter } from "../../author";
import chain from "./1-chain";
import neuron from "./2-neuron";
import twoPaths from "./3-two-paths";
import tape from "./4-tape";
import howDeep from "./5-how-deep";
import { slips as slips1 } from "./slips/1-chain";
import { slips as slips2 } from "./slips/2-neuron";
import { slips as slips4 } from "./slips/4-tape";

/** Exercises of notebooks/03-chain-rule.ipynb. */
export const chapter03 = chapter(
  "03-chain-rule",
  "Chain rule",
  {
    "1-chain": chain,
    "2-neuron": neuron,
    "3-two-paths": twoPaths,
    "4-tape": tape,
    "5-how-deep": howDeep,
  },
  {
    "1-chain": slips1,
    "2-neuron": slips2,
    "4-tape": slips4,
  },
);
