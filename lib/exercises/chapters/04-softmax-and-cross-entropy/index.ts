import { chapter } from "../../author";
import softmax from "./1-softmax";
import loss from "./2-loss";
import perplexity from "./3-perplexity";
import gradient from "./4-gradient";
import lossAndGradient from "./5-loss-and-gradient";
import { slips as slips1 } from "./slips/1-softmax";
import { slips as slips2 } from "./slips/2-loss";
import { slips as slips4 } from "./slips/4-gradient";
import { slips as slips5 } from "./slips/5-loss-and-gradient";

/** Exercises of notebooks/04-softmax-and-cross-entropy.ipynb. */
export const chapter04 = chapter(
  "04-softmax-and-cross-entropy",
  "Softmax and cross-entropy",
  {
    "1-softmax": softmax,
    "2-loss": loss,
    "3-perplexity": perplexity,
    "4-gradient": gradient,
    "5-loss-and-gradient": lossAndGradient,
  },
  {
    "1-softmax": slips1,
    "2-loss": slips2,
    "4-gradient": slips4,
    "5-loss-and-gradient": slips5,
  },
);
