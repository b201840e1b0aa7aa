import { combine, mistake, prediction, varied } from "../../author";

const howManySlopes = (inputs: number, outputs: number, vectors: number) => {
  const weights = outputs * inputs;
  const gradX = `gradX has ${vectors} × ${inputs} numbers`;
  return prediction(weights + outputs, {
    title: "Predict: how many slopes?",
    task: `A layer with a bias takes ${inputs} numbers and gives ${outputs}. It sees ${vectors} vectors, one after the other, through the same weights. How many numbers do gradW and gradB hold together?`,
    effort: { minutes: 4, difficulty: 1, points: 2 },
    hints: [
      "A gradient has the shape of what it belongs to.",
      `W is (${outputs}, ${inputs}), b is (${outputs}). Does the batch change how many weights there are?`,
      `${outputs} × ${inputs} weights and ${outputs} biases.`,
    ],
    unit: "numbers",
    tolerance: 0,
    mistakes: [
      mistake(
        "the biases are forgotten",
        "Those are the weights. There are biases too, one for each output.",
        weights,
      ),
      mistake(
        "one gradient for each row of the batch",
        "All rows share the same weights, and their shares are summed. The batch does not make the gradient larger.",
        vectors * (weights + outputs),
      ),
      mistake(
        "one bias for each input",
        `A bias is added to an output. There are ${outputs} outputs.`,
        weights + inputs,
      ),
      mistake(
        "the slopes of the input are counted too",
        `${gradX}, but it was not asked for.`,
        weights + outputs + vectors * inputs,
      ),
      mistake(
        "one gradB for each row of the batch",
        "gradW is right. The bias is shared by all rows, too: gradB is summed over the batch.",
        weights + vectors * outputs,
      ),
      mistake(
        "gradW for each row of the batch, and no gradB",
        "The batch does not make the gradient larger, since its rows are summed. And there are biases.",
        vectors * weights,
      ),
      mistake(
        "one gradW for each row of the batch",
        "gradB is right. The weights are shared by all rows, too: gradW is summed over the batch.",
        vectors * weights + outputs,
      ),
      mistake(
        "the sizes are added",
        "W has a weight for each pair of an input and an output: multiply.",
        inputs + outputs,
      ),
      mistake(
        "one bias for each vector",
        `A bias is added to an output, whatever vector came. There are ${outputs} outputs.`,
        weights + vectors,
      ),
      mistake(
        "one bias for each input, and one gradient for each vector",
        `There are ${outputs} outputs and ${outputs} biases. The vectors share the weights, so their gradients are summed.`,
        vectors * (weights + inputs),
      ),
      mistake(
        "gradX instead of gradB",
        `gradW is right. ${gradX}; gradB has one per output.`,
        weights + vectors * inputs,
      ),
    ],
    explanation:
      `A gradient has the shape of what it belongs to: gradW is (${outputs}, ${inputs}), gradB is (${outputs}). ` +
      `${weights} + ${outputs} = **${weights + outputs}**. The batch of ${vectors} is summed, so it does not show in the shape.`,
  });
};

export default varied(
  howManySlopes,
  [3, 4, 2],
  combine([3, 5, 6, 7], [4, 7, 8, 9], [2, 3, 4]),
);
