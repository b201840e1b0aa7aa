/** The mean loss of a batch, and its gradient for the logits. */
export interface BatchLoss {
  loss: number;
  /** (rows, V), flat */
  dLogits: number[];
}

/** Mean cross-entropy of flat (rows, V) logits, with its gradient. */
export function batchLoss(logits: number[], targets: number[]): BatchLoss {
  const rows = targets.length;
  const width = logits.length / rows;
  const dLogits: number[] = [];
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const scores = logits.slice(row * width, (row + 1) * width);
    const max = Math.max(...scores);
    const powers = scores.map((z) => Math.exp(z - max));
    const sum = powers.reduce((a, b) => a + b, 0);
    loss += (Math.log(sum) + max - scores[targets[row]]) / rows;
    powers.forEach((power, v) => {
      dLogits.push((power / sum - (v === targets[row] ? 1 : 0)) / rows);
    });
  }
  return { loss, dLogits };
}

/** The right answer, with both parts multiplied by something. */
export function scaledBy(
  factors: (rows: number) => { loss?: number; gradient?: number },
): typeof batchLoss {
  return (logits, targets) => {
    const right = batchLoss(logits, targets);
    const { loss = 1, gradient = 1 } = factors(targets.length);
    return {
      loss: right.loss * loss,
      dLogits: right.dLogits.map((d) => d * gradient),
    };
  };
}

/** The mean over rows, from the loss and the probabilities of each. */
export function rowByRow(
  rowLoss: (
    scores: number[],
    target: number,
  ) => { loss: number; shares: number[] },
): typeof batchLoss {
  return (logits, targets) => {
    const width = logits.length / targets.length;
    const rows = targets.map((target, row) =>
      rowLoss(logits.slice(row * width, (row + 1) * width), target),
    );
    return {
      loss: rows.reduce((sum, row) => sum + row.loss, 0) / rows.length,
      dLogits: rows.flatMap(({ shares }, row) =>
        shares.map((p, v) => (p - (v === targets[row] ? 1 : 0)) / rows.length),
      ),
    };
  };
}
