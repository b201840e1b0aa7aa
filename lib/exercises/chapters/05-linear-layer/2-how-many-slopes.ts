import { mistake, prediction } from "../../author";

export default prediction(16, {
  title: "Predict: how many slopes?",
  task: "A layer with a bias takes 3 numbers and gives 4. It sees 2 vectors, one after the other, through the same weights. How many numbers do gradW and gradB hold together?",
  effort: { minutes: 4, difficulty: 1, points: 2 },
  hints: [
    "A gradient has the shape of what it belongs to.",
    "W is (4, 3), b is (4). Does the batch change how many weights there are?",
    "4 × 3 weights and 4 biases.",
  ],
  unit: "numbers",
  tolerance: 0,
  mistakes: [
    mistake(
      "the biases are forgotten",
      "Those are the weights. There are biases too, one for each output.",
      12,
    ),
    mistake(
      "one gradient for each row of the batch",
      "All rows share the same weights, and their shares are summed. The batch does not make the gradient larger.",
      32,
    ),
    mistake(
      "one bias for each input",
      "A bias is added to an output. There are 4 outputs.",
      15,
    ),
    mistake(
      "the slopes of the input are counted too",
      "gradX has 2 × 3 numbers, but it was not asked for.",
      22,
    ),
    mistake(
      "one gradB for each row of the batch",
      "gradW is right. The bias is shared by all rows, too: gradB is summed over the batch.",
      20,
    ),
    mistake(
      "gradW for each row of the batch, and no gradB",
      "The batch does not make the gradient larger, since its rows are summed. And there are biases.",
      24,
    ),
    mistake(
      "one gradW for each row of the batch",
      "gradB is right. The weights are shared by all rows, too: gradW is summed over the batch.",
      28,
    ),
    mistake(
      "the sizes are added",
      "W has a weight for each pair of an input and an output: multiply.",
      7,
    ),
    mistake(
      "one bias for each vector",
      "A bias is added to an output, whatever vector came. There are 4 outputs.",
      14,
    ),
    mistake(
      "one bias for each input, and one gradient for each vector",
      "There are 4 outputs and 4 biases. Both vectors share the weights, so their gradients are summed.",
      30,
    ),
    mistake(
      "gradX instead of gradB",
      "gradW is right. gradX has 2 × 3 numbers; gradB has one per output.",
      18,
    ),
  ],
  explanation:
    "A gradient has the shape of what it belongs to: gradW is (4, 3), gradB is (4). " +
    "12 + 4 = **16**. The batch of 2 is summed, so it does not show in the shape.",
});
