import { sgdUpdateScalar } from "../../../core/by-hand/scalar";
import {
  before,
  between,
  draw,
  exercise,
  mistake,
  negated,
  ones,
  zeros,
} from "../../author";

export default exercise(sgdUpdateScalar, {
  title: "The update rule",
  task: "Return the weight after one step of gradient descent.",
  effort: { minutes: 5, difficulty: 1, points: 3 },
  hints: [
    "The gradient says how the loss grows when the weight grows. Which way is down?",
    "Go against the gradient: the larger the slope, the larger the step.",
    "new weight = old weight minus (learning rate times gradient).",
  ],
  firstCases: [
    [2, 4, 0.25],
    [-1, -3, 0.5],
    [5, 0, 0.1],
  ],
  randomCases: draw(9, (random) => [
    between(random, -5, 5),
    between(random, -5, 5),
    between(random, 0.01, 0.9),
  ]),
  mistakes: [
    mistake(
      "uphill, with the sign flipped",
      "The gradient points uphill. To make the loss smaller, subtract.",
      before({ gradient: negated }),
    ),
    mistake(
      "the learning rate is missing",
      "You go the whole gradient at once. Multiply it by the learning rate first.",
      before({ learningRate: ones }),
    ),
    mistake(
      "divided by the learning rate",
      "A smaller learning rate must give a smaller step; dividing makes it larger.",
      (weight, gradient, learningRate) => weight - gradient / learningRate,
    ),
    mistake(
      "the step without the weight",
      "That is the step. Return where it leads: start from the old weight.",
      before({ weight: zeros }),
    ),
    mistake(
      "the old weight is scaled by the gradient",
      "The old weight appears once. How large it is does not change the size of the step.",
      (weight, gradient, rate) => weight - rate * gradient * weight,
    ),
    mistake(
      "the brackets are in the wrong place",
      "Multiplication binds first: `weight - learningRate * gradient` needs no brackets.",
      (weight, gradient, learningRate) => (weight - learningRate) * gradient,
    ),
  ],
  alsoRight: (w, g, rate) => -(rate * g - w),
});
