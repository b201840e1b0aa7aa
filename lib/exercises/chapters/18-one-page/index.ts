import { chapter } from "../../author";
import twelveBlocks from "./1-twelve-blocks";
import drawToken from "./2-draw";
import learnedPositions from "./3-learned-positions";

/** Exercises of notebooks/18-one-page.ipynb. */
export const chapter18 = chapter("18-one-page", "All of it on one page", {
  "1-twelve-blocks": twelveBlocks,
  "2-draw": drawToken,
  "3-learned-positions": learnedPositions,
});
