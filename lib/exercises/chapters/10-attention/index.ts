import { chapter } from "../../author";
import attend from "./1-attend";
import sizeOfAScore from "./2-size-of-a-score";
import causalWeights from "./3-causal-weights";
import softmaxBackward from "./4-softmax-backward";
import queryBackward from "./5-query-backward";

/** Exercises of notebooks/10-attention.ipynb. */
export const chapter10 = chapter("10-attention", "Attention", {
  "1-attend": attend,
  "2-size-of-a-score": sizeOfAScore,
  "3-causal-weights": causalWeights,
  "4-softmax-backward": softmaxBackward,
  "5-query-backward": queryBackward,
});
