import { combine, mistake, prediction, varied } from "../../author";

const billionParameters = (billions: number) => {
  const called = billions === 1 ? "a billion" : `${billions} billion`;
  return prediction(16 * billions, {
    title: `Predict: the memory for ${called} parameters`,
    task: `A model has ${billions} billion parameters, trained with Adam, all in 32-bit numbers. How many gigabytes (10^9 bytes) do weights, gradients and Adam's state take, without activations?`,
    effort: { minutes: 4, difficulty: 2, points: 2 },
    hints: [
      "A 32-bit number has 4 bytes.",
      "Each parameter has a gradient. Which two means does Adam keep for it?",
      "Four numbers of 4 bytes for each parameter.",
    ],
    unit: "GB",
    tolerance: 0.1,
    mistakes: [
      mistake(
        "the weights alone",
        "Those are the weights. Training also needs gradients and Adam's two means.",
        4 * billions,
      ),
      mistake(
        "two numbers for each parameter",
        "Plain SGD would need that, for weights and gradients. Adam keeps two more: the means of the gradients and of their squares.",
        8 * billions,
      ),
      mistake(
        "three numbers for each parameter",
        "There are four: the weight, its gradient, and Adam's two means, of the gradients and of their squares. Which one is missing?",
        12 * billions,
      ),
      mistake(
        "64-bit numbers",
        "You counted 8 bytes per number. 32 bits are 4 bytes.",
        32 * billions,
      ),
      mistake(
        "bytes, not gigabytes",
        "Right, in bytes. A gigabyte is a billion of them.",
        16e9 * billions,
      ),
      mistake(
        "the weights alone, in bytes",
        "Those are the bytes of the weights. Training also needs gradients and Adam's two means, and a gigabyte is a billion bytes.",
        4e9 * billions,
      ),
      mistake(
        "six numbers for each parameter",
        "There are four: the weight, its gradient, and Adam's two means.",
        24 * billions,
      ),
      mistake(
        "bits, not bytes",
        "Those are billions of bits. A byte has 8.",
        128 * billions,
      ),
    ],
    explanation: `Weight, gradient, mean, mean of squares: 4 numbers of 4 bytes are 16 bytes per parameter, **${16 * billions}** GB for ${called}.`,
  });
};

export default varied(billionParameters, [1], combine([3, 5, 7, 13, 70]));
