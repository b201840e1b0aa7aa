import { backwardExercise, type backwardOne } from "./backward";
import { batchExercise, type backwardBatch } from "./batch";
import { columnsExercise, type backwardColumns } from "./columns";
import { forwardExercise, sizeExercise, type forwardOne } from "./forward";
import type { ChapterExercises } from "../../checker/exercise";

/** What chapter 05 asks for. */
export interface Answers05 {
  "05.1": typeof forwardOne;
  "05.2": number;
  "05.3": typeof backwardOne;
  "05.4": typeof backwardBatch;
  "05.5": typeof backwardColumns;
}

/** Exercises of notebooks/05-linear-layer.ipynb. */
export const chapter05: ChapterExercises<Answers05> = {
  "05.1": forwardExercise,
  "05.2": sizeExercise,
  "05.3": backwardExercise,
  "05.4": batchExercise,
  "05.5": columnsExercise,
};
