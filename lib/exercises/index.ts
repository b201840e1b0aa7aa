export { check, type Checked, grade } from "./checker/check";
export { classExercise, type ClassExercise } from "./class-exercise";
export { hint, solution } from "./checker/help";
export { yourTurn } from "./checker/open";
export { progress, resetProgress } from "./checker/progress";
export type { Answers, ClassExerciseId, ExerciseId } from "./course";
