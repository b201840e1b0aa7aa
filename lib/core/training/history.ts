/** What one training step measured. Perplexity is not stored: it is exp(loss). */
export interface StepRecord {
  /** counts from 1 */
  step: number;
  /** passes over the training text so far, as a fraction */
  epoch: number;
  /** tokens trained on so far */
  tokens: number;
  /** mean nats per token of this step's batch, before its update */
  loss: number;
  learningRate: number;
  /** length of the whole gradient, before clipping */
  gradientNorm: number;
  tokensPerSecond: number;
  /** time since training began, pauses not counted */
  elapsedMs: number;
  /** mean nats per token on held-out text, when this step measured it */
  validationLoss?: number;
  /** text the model wrote after this step, when it was asked to */
  sample?: string;
}

/** What is known before the first step. */
export interface TrainingPlan {
  /** where the run will end, if nothing stops it */
  totalSteps: number;
  /** how many numbers are trained */
  parameters: number;
  vocabSize: number;
  /** steps done in earlier calls, when a run goes on */
  records: StepRecord[];
}

/** How a run ended, with everything it measured. */
export interface TrainingOutcome {
  reason: "finished" | "interrupted" | "diverged";
  records: StepRecord[];
}

/** Somebody who watches a training run, such as the live dashboard. */
export interface TrainingObserver {
  start?(plan: TrainingPlan): void;
  step?(record: StepRecord): void;
  end?(outcome: TrainingOutcome): void;
}
