import { numberExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 14.5. */
export const clinicExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "14.5",
  title: "The clinic: who knows the answer beforehand?",
  task: "Five sick runs, numbered 1 to 5. Which one is trained with targets that were never shifted?",
  minutes: 8,
  difficulty: 3,
  points: 4,
  hints: [
    "Targets that were not shifted are the inputs themselves: the model need only copy. What does that do to the loss?",
    "No honest model gets below the best possible loss. One of the patients does, on validation too.",
    "Look at the training loss and the validation loss at step 200, and compare them with the floor line.",
  ],
  reference: 4,
  unit: "as patient's number",
  tolerance: 0,
  choice: true,
  mistakes: [
    {
      name: "the rate that is too high",
      value: 1,
      hint: "Patient 1 jumps up at once and then only jitters near the loss of token frequencies: its steps are too long.",
    },
    {
      name: "the rate that is too low",
      value: 2,
      hint: "Patient 2 hardly moves at all. Copying is learned quickly.",
    },
    {
      name: "the gradient that is never cleared",
      value: 3,
      hint: "Patient 3 has a gradient norm that grows and grows: old gradients pile up.",
    },
    {
      name: "the one with too little text",
      value: 5,
      hint: "Patient 5 is good on its training text only; its validation loss stops falling. Copying would work on any text.",
    },
  ],
  explanation:
    "Whoever need only copy is soon below the best possible loss, on training and validation text alike: " +
    "that is patient **4**. A result that is too good is a bug until proven otherwise.",
});
