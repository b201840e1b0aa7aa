import { chapter } from "../../author";
import attend from "./1-attend";
import sizeOfAScore from "./2-size-of-a-score";
import causalWeights from "./3-causal-weights";
import softmaxBackward from "./4-softmax-backward";
import queryBackward from "./5-query-backward";
import { slips as slips1 } from "./slips/1-attend";
import { slips as slips4 } from "./slips/4-softmax-backward";
import { slips as slips5 } from "./slips/5-query-backward";
import { slips as slips3 } from "./slips/3-causal-weights";

/** Exercises of notebooks/10-attention.ipynb. */
export const chapter10 = chapter(
  "10-attention",
  "Attention",
  {
    "1-attend": attend,
    "2-size-of-a-score": sizeOfAScore,
    "3-causal-weights": causalWeights,
    "4-softmax-backward": softmaxBackward,
    "5-query-backward": queryBackward,
  },
  {
    "1-attend": slips1,
    "4-softmax-backward": slips4,
    "5-query-backward": slips5,
    "3-causal-weights": slips3,
  },
);
