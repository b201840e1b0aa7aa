export { check, type Checked, grade } from "./check";
export { hint, solution } from "./help";
export { yourTurn } from "./open";
export { progress, resetProgress } from "./progress";
export type { Answers, ExerciseId } from "./course";
