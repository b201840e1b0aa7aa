import { chapter } from "../../author";
import count from "./1-count";
import growthOfTheStream from "./2-growth-of-the-stream";
import throughBlock from "./3-through-block";
import tied from "./4-tied";
import relativeError from "./5-relative-error";

/** Exercises of notebooks/11-tinyllm.ipynb. */
export const chapter11 = chapter("11-tinyllm", "TinyLLM", {
  "1-count": count,
  "2-growth-of-the-stream": growthOfTheStream,
  "3-through-block": throughBlock,
  "4-tied": tied,
  "5-relative-error": relativeError,
});
