import { mistake, prediction } from "../../author";

export default prediction(4, {
  title: "The clinic: who knows the answer in advance?",
  task: "Five sick runs, numbered 1 to 5. Which one is trained with targets that were never shifted?",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "Targets that were not shifted are the inputs themselves: the model only has to copy. What does that do to the loss?",
    "No honest model gets below the best possible loss. One of the patients does, on validation too.",
    "Look at the training loss and the validation loss at step 200, and compare them with the floor line.",
  ],
  unit: "a patient number",
  tolerance: 0,
  choice: true,
  mistakes: [
    mistake(
      "the rate that is too high",
      "The loss of patient 1 jumps up at once and then only jitters near the loss of token frequencies: its steps are too long.",
      1,
    ),
    mistake(
      "the rate that is too low",
      "The loss of patient 2 hardly moves at all. Copying is learned quickly.",
      2,
    ),
    mistake(
      "the gradient that is never cleared",
      "Patient 3 has a gradient norm that grows and grows: old gradients pile up.",
      3,
    ),
    mistake(
      "the one with too little text",
      "Patient 5 is good on its training text only; its validation loss stops falling. Copying would work on any text.",
      5,
    ),
  ],
  explanation:
    "A model that only has to copy is soon below the best possible loss, on training and validation text alike: " +
    "that is patient **4**. A result that is too good is a bug until proven otherwise.",
});
