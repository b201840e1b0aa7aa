import { mistake, prediction } from "../../author";

export default prediction(66, {
  title: "Predict: how deep until nothing is left?",
  task: "Every link of a chain has the local derivative 0.9. How many links does it take until the slope at the start is below 1/1000?",
  effort: { minutes: 6, difficulty: 2, points: 3 },
  hints: [
    "After n links the slope is 0.9ⁿ.",
    "0.9ⁿ < 1/1000 means n · ln 0.9 < -ln 1000. Both logarithms are known to `Math.log`.",
    "n > ln 1000 / -ln 0.9 = 65.56. Links are whole.",
  ],
  unit: "links",
  tolerance: 0,
  mistakes: [
    mistake(
      "rounded down",
      "0.9 to the power 65 is 0.00106, still above 1/1000. Round up.",
      65,
    ),
    mistake(
      "a tenth is taken away each time",
      "Each link takes a tenth of what is left, not of what was there at first.",
      10,
    ),
    mistake(
      "a hundredth instead of a thousandth",
      "After 44 links a hundredth is left. It goes on to a thousandth.",
      44,
    ),
    mistake(
      "the other way round",
      "You used a growth of 1.1. A fall by the factor 0.9 is a little faster than a rise by 1.1.",
      73,
    ),
    mistake(
      "the factor, not the number of links",
      "1000 is by how much the slope shrinks in all. How often is 0.9 multiplied in?",
      1000,
    ),
  ],
  explanation:
    "The slope at the start is the product of all local derivatives, 0.9ⁿ. It is below " +
    "1/1000 once n > ln 1000 / −ln 0.9 = 65.56: with **66** links.",
});
