import type { Ops } from "../../core/model/backend";
import type { Engine } from "../engine";
import { stretches } from "./pointwise";

/** The update of the parameters, as kernels. */
export function updateOps(
  engine: Engine,
): Pick<Ops, "sumOfSquares" | "adamUpdate"> {
  const sumOfSquares: Ops["sumOfSquares"] = (tensor) => {
    const size = tensor.data.length;
    const tasks = stretches(size);
    const x = engine.addresses("sumOfSquares")(tensor, "tensor", size);
    const sums = engine.scratch("squares", 8 * tasks);
    engine.run("sumOfSquares", tasks, { size, x, sums });
    return engine.doubles(sums, tasks).reduce((sum, part) => sum + part, 0);
  };

  const adamUpdate: Ops["adamUpdate"] = (tensors, step) => {
    const address = engine.addresses("adamUpdate");
    const size = tensors.weights.data.length;
    const { beta1, beta2 } = step;
    engine.run("adamUpdate", stretches(size), {
      size,
      weights: address(tensors.weights, "weights", size),
      gradients: address(tensors.gradients, "gradients", size),
      means: address(tensors.mean, "mean", size),
      squares: address(tensors.square, "square", size),
      rate: step.learningRate,
      beta1,
      oneMinusBeta1: 1 - beta1,
      beta2,
      oneMinusBeta2: 1 - beta2,
      meanFactor: 1 / (1 - beta1 ** step.step),
      squareFactor: 1 / (1 - beta2 ** step.step),
      epsilon: step.epsilon,
      decay: step.weightDecay,
    });
  };

  return { sumOfSquares, adamUpdate };
}
